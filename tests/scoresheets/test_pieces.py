"""Pieces of the sheet's page taken from memory are those that would be drawn, whatever was drawn before."""

from decimal import Decimal
from itertools import product

import pytest
from flask import render_template_string
from flask_babel import force_locale

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance import words
from tracker.guidance.kinds import MeetingKind
from tracker.scoresheets import marking, page, pieces, reading
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.forms import ScoresheetForm, TextsForm
from tracker.scoresheets.marking import Given
from tracker.scoresheets.suggesting import LANGUAGES

AT = clock.now()
D = Decimal
CRITERIA = '{% from "scoresheets/_fields.html" import fields with context %}{{ fields(form, groups, words, tally) }}'


class At:
    """A criterion as the page shows it, at its place."""

    def __init__(self, criterion, place=()):
        self.criterion, self.place = criterion, place


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(pieces, "_KEPT", {})


@pytest.fixture
def meeting(app):
    make.guidance()
    return make.recorded_meeting(make.cell(), absent=1, tasks_late=1)


@pytest.fixture
def sheet(meeting):
    row = marking.start(meeting, make.actor(meeting.chair), AT)
    db.session.commit()
    return row


@pytest.fixture
def macros(app):
    return app.jinja_env.get_template("scoresheets/_marking.html").module


def criteria(sheet):
    form = scoresheets.form_of(sheet)
    return {(kind, one.code): one for kind in (sheet.kind, MeetingKind.COMBINED) for one in form.criteria(kind)}


def marks_of(one):
    if one.parts:
        some = (None, D(0), D("0.5"), one.parts[0].full)
        return list(product(some, repeat=2)) if len(one.parts) == 2 else [(mark,) * len(one.parts) for mark in some]
    return [(mark,) for mark in (None, D(0), *(level.points for level in one.levels), D("0.50"), one.full)]


def suggestions_of(one):
    """None, then such as the marks may equal, exceed and stay under, the last one written otherwise."""
    codes = [part.code for part in one.parts] or [""]
    found = [()] + [tuple((code, points) for code in codes) for points in (D(1), D("1.00"), one.full)]
    return found + [((codes[-1], D(1)),)]


def choices(one):
    """The pieces of one criterion with every choice that a page may make of them."""
    yield "empty_note", ()
    for caps, blocking, void in product((None, "good", "fair"), (False, True), (False, True)):
        yield "head", (caps, blocking, void)
    for part, outcome, points, is_open in product(
        ["", *(part.code for part in one.parts)], ("met", "not_met"), (None, D(2), D("2.5")), (False, True)
    ):
        yield "ground", (part, outcome, points, is_open)
    for caps, held, beside in product((None, "good"), marks_of(one), suggestions_of(one)):
        yield "marked", ("1", caps, held, beside, beside[0][1] if beside else None)


def test_what_is_kept_is_what_would_be_drawn(app, sheet, macros, monkeypatch):
    monkeypatch.setattr(pieces, "MOST", 1_000_000)
    drawn = {}
    with app.test_request_context():
        for language, (place, one) in product(LANGUAGES, criteria(sheet).items()):
            with force_locale(language):
                for name, choice in choices(one):
                    fresh = getattr(macros, name)(one, language, *choice)
                    drawn[language, place, name, repr(choice)] = fresh
                    assert pieces.kept(getattr(macros, name), At(one, place), language, *choice) == fresh
        for language, (place, one) in product(LANGUAGES, criteria(sheet).items()):
            for name, choice in choices(one):
                again = pieces.kept(getattr(macros, name), At(one, place), language, *choice)
                assert again == drawn[language, place, name, repr(choice)]
    assert len(pieces._KEPT) == len(drawn)


def given(sheet, kind):
    if kind == "nothing":
        return Given()
    full = make.full_marks(sheet)
    if kind == "all":
        return full
    levels = {one.code: one.levels for one in scoresheets.form_of(sheet).criteria(sheet.kind)}
    lowest = {code: levels[code][-1].points if levels[code] else D(0) for code in full.marks}
    marks = {code: lowest[code] if place % 2 else points for place, (code, points) in enumerate(full.marks.items())}
    parts = {code: {next(iter(row)): D(1)} for code, row in full.parts.items()}
    return Given(marks=marks, parts=parts, notes={"1.1": "Giấy <xác nhận> của y tế"})


def drawn(meeting, whole):
    """The criteria with their fields: those of the whole form, or of what is stored."""
    opened = reading.of_meeting(meeting)
    sheet = opened.sheet
    form = ScoresheetForm.of(sheet)(formdata=None) if whole else TextsForm(formdata=None)
    form.load(sheet)
    return render_template_string(
        CRITERIA, form=form, groups=page.shown(sheet, opened.backed, form), words=words,
        tally=scoresheets.tally(sheet), sheet=sheet, meeting=meeting,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["nothing", "all", "some"])
def test_stored_marks_are_drawn_as_the_fields_of_a_form_are(app, sheet, meeting, kind):
    marking.record(sheet, given(sheet, kind), make.actor(meeting.chair), AT)
    db.session.commit()
    with app.test_request_context():
        seen = set()
        for language in LANGUAGES * 2:
            with force_locale(language):
                of_form, of_store = drawn(meeting, whole=True), drawn(meeting, whole=False)
            assert of_store == of_form
            seen.add(of_store)
    assert len(seen) == len(LANGUAGES)


def test_a_page_drawn_again_draws_no_piece_again(client, meeting, sheet):
    client.sign_in(meeting.chair)
    address = f"/meetings/{meeting.id}/scoresheet"
    client.get(address)
    before = dict(pieces._KEPT)
    client.get(address)

    assert len(before) > 3 * len(sheet.marks) - 5
    assert before == pieces._KEPT


def test_nothing_that_people_wrote_is_kept(client, meeting, sheet):
    notes = {one.criterion: f"Ghi tay {one.criterion}" for one in sheet.marks}
    marking.record(sheet, Given(notes=notes, strengths="Ghi tay"), make.actor(meeting.chair), AT)
    db.session.commit()
    text = client.sign_in(meeting.chair).get(f"/meetings/{meeting.id}/scoresheet").get_data(as_text=True)
    names = {meeting.cell.name, meeting.chair.full_name, "Ghi tay"}

    assert all(name in text for name in names)
    assert not [piece for piece in pieces._KEPT.values() for name in names if name in piece]
    assert not [one for one in pieces._KEPT.values() if f"/meetings/{meeting.id}" in one]


def test_each_guidance_keeps_its_own(app, sheet, macros):
    one = next(iter(criteria(sheet).values()))
    with app.test_request_context():
        here = pieces.kept(macros.empty_note, At(one, ("a", one.code)), "vi")
        there = pieces.kept(macros.empty_note, At(one, ("b", one.code)), "vi")
    assert here == there
    assert here is not there


def test_of_a_guidance_being_written_nothing_is_kept(app, sheet, macros):
    one = next(iter(criteria(sheet).values()))
    with app.test_request_context():
        assert pieces.kept(macros.empty_note, At(one, None), "vi") == macros.empty_note(one, "vi")
    assert not pieces._KEPT


def test_memory_has_an_end(app, sheet, macros, monkeypatch):
    monkeypatch.setattr(pieces, "MOST", 3)
    with app.test_request_context():
        for place, one in criteria(sheet).items():
            assert pieces.kept(macros.empty_note, At(one, place), "vi") == macros.empty_note(one, "vi")
            assert len(pieces._KEPT) <= 3
