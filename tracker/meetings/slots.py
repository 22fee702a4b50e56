"""What later stages do when a meeting changes."""

from tracker.base.slots import Slot

AFTER_CHANGE = Slot()
"""Called in the transaction of every act that changes what a year counts, with the meeting and the moment."""
