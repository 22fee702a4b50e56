"""The cell's marks: what the records suggest, and where they decide nothing the cell's own judgement."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tracker.demo.script import Above
from tracker.guidance.kinds import CriterionKind
from tracker.guidance.sheets import Criterion
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets import suggesting
from tracker.scoresheets.marking import Given
from tracker.scoresheets.models import Scoresheet

HALF = Decimal("0.5")
# What a cell takes off, first here and then there: down to which share of the full mark, where records decided or not.
TURNS = ((False, Decimal("0.7")), (True, Decimal("0.8")), (False, HALF), (True, Decimal("0.4")))


@dataclass
class Slot:
    """A mark to give: on a criterion, or on one ``part`` of it. ``is_decided``: the records suggest its points."""

    criterion: Criterion
    part: str
    full: Decimal
    given: Decimal
    is_decided: bool

    @property
    def step(self) -> Decimal:
        return max(self.criterion.step, HALF)

    @property
    def is_free(self) -> bool:
        """May stand anywhere up to its full mark."""
        return bool(self.part) or self.criterion.kind is CriterionKind.NUMBER


class Marks:
    """Marks of one sheet just begun, from the suggestions kept with it down to a total."""

    def __init__(self, sheet: Scoresheet, above: Iterable[Above] = ()) -> None:
        applying = {mark.criterion for mark in sheet.marks if mark.applies}
        every = scoresheets.form_of(sheet).criteria(sheet.kind)
        self.found = suggesting.stored(sheet)
        self.slots = [slot for one in every if one.code in applying for slot in self._slots(one)]
        self.fixed = sum(
            (one.full for one in every if one.code not in applying and one.if_not_applicable == "full"), Decimal(0)
        )
        self.notes = {one.criterion: one.note for one in above}
        for one in above:
            self._raise(one)

    @property
    def total(self) -> Decimal:
        return self.fixed + sum((slot.given for slot in self.slots), Decimal(0))

    def _slots(self, one: Criterion) -> Iterable[Slot]:
        if one.kind is CriterionKind.PARTS:
            return [self._slot(one, part.code, part.full) for part in one.parts]
        return [self._slot(one, "", one.full)]

    def _slot(self, one: Criterion, part: str, full: Decimal) -> Slot:
        suggested = self.found.get((one.code, part))
        points = suggested.points if suggested else None
        return Slot(one, part, full, full if points is None else points, points is not None)

    def _raise(self, above: Above) -> None:
        """What the cell gives beyond the records, for the reason in its note."""
        (slot,) = (slot for slot in self.slots if slot.criterion.code == above.criterion)
        if not slot.is_decided or slot.given >= above.points:
            raise LookupError(f"{above.criterion}: {above.points} is not above what the records suggest")
        slot.given = above.points

    def lower_to(self, target: Decimal, seed: int, kept: Decimal = TURNS[0][1]) -> None:
        """Take off what people found wanting, first where no record decides; the fullest mark first.

        ``kept``: the share below which a mark that no record decides is not taken before others are.
        """
        for slot in self.slots:
            if slot.criterion.levels and not slot.is_decided:
                off = max(self.total - target - 4, Decimal(0))
                slot.given = min(level.points for level in slot.criterion.levels if slot.full - level.points <= off)
        turn = seed % len(self.slots)
        ordered = self.slots[turn:] + self.slots[:turn]
        for is_decided, least in ((TURNS[0][0], kept), *TURNS[1:]):
            among = [
                slot
                for slot in ordered
                if slot.is_free and slot.is_decided is is_decided and slot.criterion.code not in self.notes
            ]
            self._take_off(among, least, target)

    def _take_off(self, among: list[Slot], least: Decimal, target: Decimal) -> None:
        while self.total > target:
            able = [slot for slot in among if slot.given - slot.step >= slot.full * least]
            if not able:
                return
            fullest = max(able, key=lambda slot: slot.given / slot.full)
            fullest.given -= min(fullest.step, self.total - target)

    def given(self, strengths: str, weaknesses: str, remedies: str, only_decided: bool = False) -> Given:
        """``only_decided``: what the records leave to the cell is still to be marked."""
        slots = [slot for slot in self.slots if slot.is_decided or not only_decided]
        whole = {slot.criterion.code: slot.given for slot in slots if not slot.part}
        parts: dict[str, dict[str, Decimal | None]] = {}
        for slot in slots:
            if slot.part:
                parts.setdefault(slot.criterion.code, {})[slot.part] = slot.given
        return Given(whole, parts, self.notes, strengths=strengths, weaknesses=weaknesses, remedies=remedies)
