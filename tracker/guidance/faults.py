"""What is wrong with a guidance file: where, which fault, with which figures. Sentences are in ``words``."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault. ``path`` is written as in the file: ``sheets[0].groups[3].criteria[2].levels``."""

    path: str
    key: str
    params: tuple[tuple[str, str], ...] = ()
    unreadable: bool = False
    """The value could not be read, so sums over it would only repeat this fault."""


class Faults(Exception):
    """All the faults of one file."""

    def __init__(self, file: str, items: tuple[Fault, ...]) -> None:
        super().__init__(f"{file}: {', '.join(f'{item.path} {item.key}' for item in items)}")
        self.file = file
        self.items = items


def is_readable(path: str, faults: Iterable[Fault]) -> bool:
    """Whether every value at or below the path could be read."""
    return not any(
        fault.unreadable and (fault.path == path or fault.path.startswith((f"{path}.", f"{path}["))) for fault in faults
    )
