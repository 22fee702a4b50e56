"""Texts that hold ids and names, cut so that a copy's own can be put in their place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Slot = tuple[str, int]
"""The table whose id stands there and the id; or ``NAME`` and the place of a member in the cell's list."""
NAME = "name of a member"
CELL, COMMITTEE = "name of the cell", "name of the committee"
TOTAL, QUALITY = "recognised total", "recognised class"


@dataclass(frozen=True)
class Cut:
    """Pieces of text with slots between them."""

    pieces: tuple[str | Slot, ...]

    def filled(self, copy: "Filling") -> str:
        if len(self.pieces) == 1 and isinstance(self.pieces[0], str):
            return self.pieces[0]
        return "".join(one if isinstance(one, str) else copy.fill(one) for one in self.pieces)


@dataclass(frozen=True)
class Filling:
    """What a copy puts into slots: its ids lie ``shifts`` after those of the cell that was played.

    ``scores``: total and class recognised, in text, by the played cell's sheet.
    """

    shifts: Mapping[str, int]
    names: Sequence[str]
    cell_name: str
    superior_name: str
    organisations: Mapping[int, int]
    scores: Mapping[int, tuple[str, str]]

    def fill(self, slot: Slot) -> str:
        where, what = slot
        if where in self.shifts:
            return str(what + self.shifts[where])
        if where is NAME:
            return self.names[what]
        if where == "organisation":
            return str(self.organisations[what])
        if where in (TOTAL, QUALITY):
            return self.scores[what][where is QUALITY]
        return self.cell_name if where is CELL else self.superior_name


class Cutter:
    """Cuts texts; ``names`` are the members' in the order of their ids."""

    def __init__(self, names: Sequence[str], cell_name: str, superior_name: str) -> None:
        self.slots: dict[str, Slot] = {name: (NAME, place) for place, name in enumerate(names)}
        self.slots |= {cell_name: (CELL, 0), superior_name: (COMMITTEE, 0)}
        self.named = re.compile("|".join(re.escape(name) for name in self.slots))

    def cut(
        self, text: str, ids: Sequence[tuple[re.Pattern[str], str]] = (),
        given: Sequence[tuple[re.Pattern[str], str, int]] = (),
    ) -> Cut:  # fmt: skip
        """``ids``: where an id stands (the pattern's one group) and of which table; ``given``: where the slot goes."""
        found: list[tuple[int, int, Slot]] = []
        for one in self.named.finditer(text):
            found.append((*one.span(), self.slots[one[0]]))
        for pattern, table in ids:
            found += [(*one.span(1), (table, int(one[1]))) for one in pattern.finditer(text)]
        for pattern, what, key in given:
            found += [(*one.span(1), (what, key)) for one in pattern.finditer(text)]
        pieces: list[str | Slot] = []
        end = 0
        for start, stop, slot in sorted(found):
            if start >= end:
                pieces += [text[end:start], slot]
                end = stop
        return Cut((*pieces, text[end:]))
