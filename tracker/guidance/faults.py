"""What is wrong with a guidance file: where, which fault, with which figures. Sentences are in ``fault_words``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.guidance.shape import within


@dataclass(frozen=True)
class Fault:
    """One fault. ``path`` is written as in the file: ``sheets[0].groups[3].criteria[2].levels``."""

    path: str
    key: str
    params: tuple[tuple[str, str], ...] = ()
    unreadable: bool = False
    """The value could not be read, so sums over it would only repeat this fault."""


class Faults(Exception):
    """All the faults of one file. ``places``: the cell of each path, where the file is a workbook."""

    def __init__(self, file: str, items: tuple[Fault, ...], places: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{file}: {', '.join(f'{item.path} {item.key}' for item in items)}")
        self.file = file
        self.items = items
        self.places = places or {}

    def cell(self, path: str) -> str:
        """The cell of that path, or of the nearest place around it; empty where the file has no cells."""
        while path and path not in self.places:
            path = within(path)
        return self.places.get(path, "")


def is_readable(path: str, faults: Iterable[Fault]) -> bool:
    """Whether every value at or below the path could be read."""
    return not any(
        fault.unreadable and (fault.path == path or fault.path.startswith((f"{path}.", f"{path}["))) for fault in faults
    )
