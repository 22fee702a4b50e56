"""What later stages do when a sheet changes."""

from tracker.base.slots import Slot

AFTER_CHANGE = Slot()
"""Called in the transaction of every act on a sheet but its marking, with the sheet and the moment."""
