"""What later stages, whose rows name the committee of their day, do when an organisation moves."""

from tracker.base.slots import Slot

AFTER_MOVE = Slot()
"""Called in the transaction of a move, with the organisation, the day it counts from and the moment."""
