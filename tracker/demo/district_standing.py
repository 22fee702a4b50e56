"""What stands in the book of the planted district, for measuring: open questions and the order of the queue."""

from collections import defaultdict
from datetime import date

from flask_babel import gettext as _

from tracker import book
from tracker.base.errors import RuleBroken
from tracker.demo import district, district_measure
from tracker.demo.district_cells import COMMITTEE, truth
from tracker.demo.district_measure import Measured
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.reviews import queue
from tracker.reviews.rules import SignalKind, SignalState
from tracker.reviews.service import Month
from tracker.reviews.signals import service as signals

EVERY = 10_000  # questions: more than the whole district can be asked


def measured() -> Measured:
    """Of the cells that were made, as they stand now; ``RuleBroken`` in any other book."""
    committee = organisations.find(COMMITTEE)
    made_for = book.fact(book.DEMO)
    if committee is None or made_for is None or not district.is_made():
        raise RuleBroken(_("Chỉ đo được trên dữ liệu minh hoạ của “tracker demo --district”."))
    codes = {cell.id: cell.code for cell in organisations.cells_below(committee)}
    asked: dict[str, set[SignalKind]] = defaultdict(set)
    for signal in signals.live(codes):
        asked[codes[signal.cell_id]].add(signal.kind)
    every, _more = signals.page(committee, tuple(SignalState), most=EVERY)
    ever = {codes[signal.cell_id] for signal in every}
    sorts = {code: sort for code, sort in truth().items() if code in codes.values()}
    return district_measure.measured(sorts, asked, ever, ranking(committee, date.fromisoformat(made_for)))


def ranking(committee: Organisation, today: date) -> list[str]:
    """The cells whose sheets of the month just over wait, in the order of the committee's queue, by code."""
    ((year, month),) = district.months_to(today, 1)
    codes = {cell.id: cell.code for cell in organisations.cells_below(committee)}
    return [codes[line.cell_id] for line in queue.waiting(Month(committee, year, month))]
