"""What can go wrong, in words fit to show."""

from typing import Any


class RuleBroken(Exception):
    """A rule forbids the act. The message is a whole sentence that tells the person what to do."""


class CommandFault(Exception):
    """Why a command is not carried out, in a sentence that says what to do."""


class Conflict(Exception):
    """The row was changed by somebody else since the form was drawn; ``current`` is what stands now."""

    def __init__(self, current: Any):
        super().__init__("changed since")
        self.current = current


class AlreadyDone(Exception):
    """The same form was sent before and has had its effect; ``location`` is the page that shows it."""

    def __init__(self, location: str):
        super().__init__(location)
        self.location = location
