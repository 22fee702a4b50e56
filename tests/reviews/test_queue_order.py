"""The queue's order and pages beside the same worked out in plain Python from every row, on books made by chance."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.reviews.waiting import MONTH, YEAR, handed_in, in_march, raise_signal
from tracker.base.names import text_key
from tracker.extensions import db
from tracker.organisations import founding
from tracker.reviews import queue, risk
from tracker.reviews.models import Reading, ReviewSettings, Sample, Signal
from tracker.reviews.rules import LIVE, SignalState
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import WITH_SUPERIOR, SheetState

NAMES = ["Chi bộ thôn 2", "Chi bộ thôn 10", "Chi bộ Ể", "Chi bộ A", "Chi bộ Á", "Chi bộ Đ"]


@pytest.fixture(params=range(4))
def book(app, request):
    """Some twenty cells under a committee and one below it: read and unread, asked about, drawn, opened, renamed."""
    by_chance = Random(request.param)
    above = make.committee(parent=make.committee())
    committees = [above, make.committee("Đảng bộ cơ sở", above)]
    db.session.add_all(ReviewSettings(committee_id=one.id, sample_percent=0, submit_days=60) for one in committees)
    drawn = {one.id: [] for one in committees}
    for _place in range(20):
        committee = by_chance.choice(committees)
        weight, is_read = by_chance.choice([0, 0, 0, 5, 9]), by_chance.random() < 0.8
        sheet = handed_in(committee, by_chance.choice(NAMES), risk=weight, reading=is_read)
        if by_chance.random() < 0.3:
            sheet.state = SheetState.UNDER_REVIEW
        for state in by_chance.sample([*SignalState], by_chance.choice([0, 0, 1, 3])):
            raise_signal(sheet, state)
        if by_chance.random() < 0.3:
            drawn[by_chance.choice(committees).id].append(sheet.cell_id)
        if by_chance.random() < 0.2:
            at = sheet.submitted_at + timedelta(days=60)
            founding.rename(None, sheet.cell, by_chance.choice(NAMES), at.date(), at)
    for committee in committees:
        make.sample(committee, YEAR, MONTH, drawn[committee.id])
    db.session.commit()
    return above


def in_plain_python():
    """Every waiting sheet of the book, ordered by the rule of ``risk`` alone."""
    samples = {one.committee_id: set(one.drawn) for one in db.session.scalars(select(Sample))}
    found = []
    for sheet in db.session.scalars(select(Scoresheet).where(Scoresheet.state.in_(WITH_SUPERIOR))):
        reading = db.session.scalar(select(Reading).where(Reading.scoresheet_id == sheet.id))
        live = [one for one in db.session.scalars(select(Signal).filter_by(cell_id=sheet.cell_id)) if one.state in LIVE]
        weight = risk.with_signals(reading.risk if reading else Decimal(0), len(live))
        part = risk.group(reading is None or bool(reading.reasons or live), sheet.cell_id in samples[sheet.superior_id])
        found.append(risk.Place(part, weight, text_key(sheet.cell_name), sheet.cell_id, sheet.id))
    return [(one.sheet_id, one.group, one.risk) for one in sorted(found, key=lambda one: one.order)]


def test_the_order_is_that_of_the_rule(book):
    lines = queue.waiting(in_march(book))
    assert [(line.sheet_id, line.group, line.risk) for line in lines] == in_plain_python()
    assert len(lines) == 20 and {line.seat.sheet_id for line in lines} == {line.sheet_id for line in lines}


def test_every_page_is_a_piece_of_the_whole(book):
    month = in_march(book)
    whole, seats = queue.waiting(month), queue.seated(month)
    assert [line for start in range(0, 20, 7) for line in queue.lines(seats[start : start + 7])] == whole
    assert queue.lines([]) == []


def test_the_neighbours_are_those_that_the_same_committee_decides(book):
    order = [(line.superior_id, line.sheet_id) for line in queue.waiting(in_march(book))]
    for superior_id, sheet_id in order:
        own = [key for committee, key in order if committee == superior_id]
        here = own.index(sheet_id)
        sheet = db.session.get(Scoresheet, sheet_id)
        place = in_march(sheet.superior)
        alone = [line.sheet_id for line in queue.waiting(place) if line.superior_id == superior_id]
        assert alone == own
        found = queue.beside(sheet)
        beside = [one[0] if one else None for one in (found.previous, found.next)]
        assert beside == [own[here - 1] if here else None, own[here + 1] if here + 1 < len(own) else None]
