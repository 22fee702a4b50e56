"""Quiet sheets recognised together, once their summaries have been on the screen. Nothing here commits."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from tracker.extensions import db
from tracker.permissions import Actor
from tracker.reviews import acts, queue
from tracker.reviews.context import Place
from tracker.reviews.queue import QueueLine
from tracker.reviews.seats import Seat
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import SheetState

MOST = 20  # on one page: more one-line summaries than that nobody reads [R]


@dataclass(frozen=True)
class Summary:
    """A quiet sheet on one line: ``met`` of the ``applying`` criteria are borne out by the records."""

    line: QueueLine
    met: int
    applying: int


@dataclass
class Outcomes:
    """What became of the sheets ticked: the cells whose sheet is recognised; the others, each with the reason."""

    recognised: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def quiet(place: Place) -> list[Seat]:
    """The quiet sheets that wait for this very committee, in the order of the queue."""
    return [seat for seat in queue.seated(place) if seat.is_quiet and seat.superior_id == place.committee.id]


def summaries(quiet: Sequence[Seat]) -> list[Summary]:
    """In three queries."""
    shown = queue.lines(quiet)
    of = [line.sheet_id for line in shown]
    met, applying = _met(of), _applying(of)
    return [Summary(line, met[line.sheet_id], applying.get(line.sheet_id, 0)) for line in shown]


def _met(sheet_ids: Collection[int]) -> Counter[int]:
    """How many criteria of each sheet the records call met, in all of their parts."""
    query = (
        select(Suggestion.scoresheet_id)
        .where(Suggestion.scoresheet_id.in_(sheet_ids))
        .group_by(Suggestion.scoresheet_id, Suggestion.criterion)
        .having(func.min(Suggestion.outcome) == Outcome.MET, func.max(Suggestion.outcome) == Outcome.MET)
    )
    return Counter(db.session.scalars(query))


def _applying(sheet_ids: Collection[int]) -> dict[int, int]:
    query = select(Mark.scoresheet_id, func.count()).where(Mark.scoresheet_id.in_(sheet_ids), Mark.applies)
    return {sheet_id: count for sheet_id, count in db.session.execute(query.group_by(Mark.scoresheet_id))}


def recognise(place: Place, shown: Mapping[int, int], ticked: Collection[int], by: Actor, at: datetime) -> Outcomes:
    """Recognise each sheet that was shown and ticked, is the version that was shown, and is quiet still."""
    now = {seat.sheet_id for seat in quiet(place)}
    done = Outcomes()
    for sheet_id in (one for one in shown if one in ticked):
        sheet = scoresheets.get(sheet_id)
        why = _why_not(sheet, shown[sheet_id], sheet_id in now)
        if why:
            done.left_out.append((sheet.cell_name, why))
        else:
            acts.recognise_in_batch(sheet, by, at, shown[sheet_id])
            done.recognised.append(sheet.cell_name)
    return done


def _why_not(sheet: Scoresheet, version: int, is_quiet: bool) -> str:
    if sheet.state is not SheetState.SUBMITTED:
        return _("phiếu không còn chờ thẩm định")
    if sheet.version != version:
        return _("phiếu đã thay đổi từ lúc hiện trên màn hình")
    return "" if is_quiet else _("phiếu nay có điều cần xem kỹ")
