"""A sitting of the planted district: its minutes tell of the month, or of the one from which they were copied."""

from dataclasses import dataclass, field
from datetime import date

from tracker.agendas.models import AgendaItem
from tracker.agendas.rules import ItemKind
from tracker.demo.cast import Cast
from tracker.demo.district_cells import Planted, Sort
from tracker.demo.district_months import SEED, Turn, script
from tracker.demo.district_texts import Told, told
from tracker.demo.scoring import Scored
from tracker.meetings.models import Meeting
from tracker.organisations.models import CellType
from tracker.people.models import Account
from tracker.people.sessions import actor_of
from tracker.permissions import Actor

WRITES_ANEW = 6  # months


@dataclass
class Staffed(Cast):
    """A cell with the kind of place it is in, and the one of the committee's reviewers who takes its sheets."""

    kind: CellType = CellType.OTHER
    reviewing: Account | None = None

    def reviewer(self, day: date) -> Actor:
        if day not in self.reviewers and self.reviewing is not None:
            self.reviewers[day] = actor_of(self.reviewing, day)
        return super().reviewer(day)


@dataclass
class PlantedSitting(Scored):
    """``words`` are the minutes'."""

    words: Told = field(kw_only=True)

    def _ends(self) -> tuple[str, str]:
        return self.words.opening, self.words.closing

    def _course(self, item: AgendaItem) -> tuple[str, str]:
        discussion, conclusion = super()._course(item)
        if item.kind is ItemKind.RESULTS:
            return self.words.results
        if item.kind is ItemKind.CONCLUSION:
            return self.words.votes, conclusion
        if item.kind is ItemKind.STORY:
            return f"{discussion} {self.words.lesson}", conclusion
        return discussion, conclusion


def play(cast: Staffed, turn: Turn) -> Meeting:
    return PlantedSitting(cast, script(turn), words=_words(turn.cell, cast.kind, turn)).play()


def _words(cell: Planted, kind: CellType, turn: Turn) -> Told:
    """A cell that copies has written its minutes once, and changes the month in them; now and then it writes anew."""
    seed = f"{SEED} {cell.code}"
    if cell.sort is not Sort.COPIED or turn.number % WRITES_ANEW == WRITES_ANEW - 1:
        seed += f" {turn.year}-{turn.month}"
    return told(kind, seed, turn.month)
