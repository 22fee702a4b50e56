"""What the article says of the cell, found in the demo's records and on its pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tracker.agendas import service as agendas
from tracker.duties import service as duties
from tracker.duties.rules import DutyKind, DutyState
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings import service as meetings
from tracker.people.models import Account, Person
from tracker.ratings import service as ratings
from tracker.ratings.rules import YearState
from tracker.scoresheets import service as scoresheets

YEARS = (2020, 2021)
REAL_NAMES = ("Trần Thanh Nhàn",)


@pytest.fixture
def held(cell):
    found = [meeting for year in YEARS for meeting in meetings.of_year(cell, year) if meeting.is_past_planning]
    return {kind: [one for one in found if one.kind is kind] for kind in MeetingKind}


@pytest.fixture
def regular(held):
    return held[MeetingKind.REGULAR]


def test_twenty_three_regular_and_thirteen_thematic_meetings(held):
    assert len(held[MeetingKind.REGULAR]) == 23
    assert len(held[MeetingKind.THEMATIC]) == 13


def test_one_month_is_missing_and_no_quarter_is_without_a_theme(cell, held, today):
    rating = {year: ratings.of_year(cell, year, today).rating for year in YEARS}

    assert {year: list(one.missing) for year, one in rating.items()} == {2020: [], 2021: [8]}
    quarters = {(one.year, one.quarter) for one in held[MeetingKind.THEMATIC]}
    assert quarters == {(year, quarter) for year in YEARS for quarter in (1, 2, 3, 4)}


def test_every_regular_score_is_good_and_from_90_to_98(regular):
    sheets = [scoresheets.of_meeting(one) for one in regular]
    totals = {sheet.recognised_total for sheet in sheets}

    assert {sheet.recognised_class for sheet in sheets} == {QualityClass.GOOD}
    assert (min(totals), max(totals)) == (Decimal(90), Decimal(98))
    assert len(totals) > 8
    assert {sheet.sheet_code for sheet in sheets} == {"TK-2019"}
    assert all(sheet.guidance.is_reconstructed for sheet in sheets)
    assert {sheet.superior_name for sheet in sheets} == {"Huyện ủy Chi Lăng"}


def test_thematic_meetings_are_unscored(held):
    assert [scoresheets.of_meeting(one) for one in held[MeetingKind.THEMATIC]] == [None] * 13


def test_each_agenda_went_out_72_hours_ahead(held):
    for meeting in [*held[MeetingKind.REGULAR], *held[MeetingKind.THEMATIC]]:
        lead = agendas.lead_time(meeting)
        assert lead.early >= timedelta(hours=72), meeting.day
        assert lead.met


def test_each_story_was_given_at_the_meeting_before_and_left_a_lesson(regular):
    titles = []
    for meeting in regular:
        (story,) = [one for one in duties.carried_to(meeting) if one.kind is DutyKind.STORY]
        assert story.state is DutyState.DONE
        assert story.lesson
        assert story.assigned_at_id == meetings.previous_regular(meeting).id
        titles.append(story.title)
    assert len(set(titles)) == len(titles)


def test_both_years_are_recognised_and_closed_the_missing_month_in_words(client, cell, today):
    quality = {year: ratings.find(cell, year) for year in YEARS}
    assert {year: row.state for year, row in quality.items()} == dict.fromkeys(YEARS, YearState.CLOSED)
    assert quality[2020].recognised_class is QualityClass.GOOD
    assert quality[2021].recognised_class is QualityClass.FAIR

    page = client.sign_in(_person("bithu")).page(f"/cells/{cell.id}/ratings/2021")
    assert "Thiếu tháng 8/2021" in page.get_text(" ", strip=True)


def test_both_readings_of_the_mean_from_90_to_98_are_on_the_page(client, cell, today):
    """The range of the meetings, and the means of quarters, halves and year."""
    for year, lowest, highest in ((2020, "90", "98"), (2021, "92,5", "98")):
        page = client.sign_in(_person("thamdinh")).page(f"/cells/{cell.id}/ratings/{year}")
        said = " ".join(page.get_text(" ", strip=True).split())
        assert f"{lowest} – {highest}" in said
        means = [one.mean for one in ratings.of_year(cell, year, today).rating.periods]
        assert len(means) == 7
        assert all(90 <= mean <= 98 for mean in means)
        assert page.select_one("#periods")


def test_nobody_of_the_article_is_named(app):
    assert set(REAL_NAMES).isdisjoint(db.session.scalars(select(Person.full_name)))


def _person(user_name):
    return db.session.scalar(select(Account).where(Account.user_name == user_name)).person
