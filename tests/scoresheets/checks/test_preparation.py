"""What was sent, to whom, how long ahead, and who met before: each check at its edges."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.scoresheets.checks.recorded import (
    HD42,
    OF_2019,
    START,
    committee,
    document,
    found,
    guided,
    item,
    meeting,
    paper,
    roll,
    sent,
    thematic,
)
from tracker.agendas.rules import DocumentKind
from tracker.scoresheets.checks.findings import RecordKind

HOURS_72, HOURS_24, MINUTE = timedelta(hours=72), timedelta(hours=24), timedelta(minutes=1)


# --- lead time ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guidance", "before", "met"),
    [
        (OF_2019, HOURS_72, True),
        (OF_2019, HOURS_72 - MINUTE, False),
        (OF_2019, HOURS_72 + MINUTE, True),
        (HD42, HOURS_24, True),
        (HD42, HOURS_24 - MINUTE, False),
        (HD42, HOURS_72 - MINUTE, True),
        (HD42, timedelta(0), False),
        (HD42, -MINUTE, False),
        (guided(notice_days=Decimal("0.5")), timedelta(hours=12), True),
        (guided(notice_days=Decimal("0.5")), timedelta(hours=11, minutes=59), False),
    ],
)
def test_seventy_two_hours_are_three_days_and_a_minute_less_is_not(guidance, before, met):
    finding = found("lead_time", meeting(sent=(sent(before=before),)), guidance)

    assert (finding.measures["lead_days"] >= guidance.notice_days) is met
    assert (finding.said.figures["lead"].early, finding.said.figures["lead"].met) == (before, met)


def test_the_lead_is_to_the_minute_as_clocks_show_it():
    """Sent at 14:00:59 reads as 14:00."""
    seconds = found("lead_time", meeting(sent=(sent(before=HOURS_72 - timedelta(seconds=59)),)), OF_2019)

    assert seconds.measures == {"lead_days": 3}
    half = found("lead_time", meeting(sent=(sent(before=timedelta(hours=36, minutes=18)),)))
    assert half.measures == {"lead_days": Decimal("1.5125")}


@pytest.mark.parametrize(("counts", "days", "number"), [("first", 4, 1), ("latest", 1, 3)])
def test_after_a_change_the_guidance_says_which_version_counts(counts, days, number):
    versions = (sent(3, HOURS_24), sent(1, timedelta(days=4)), sent(2, timedelta(days=2)))  # in no order
    finding = found("lead_time", meeting(sent=versions), guided(notice_counts=counts))

    assert (finding.measures, finding.said.key) == ({"lead_days": days}, "lead_changed")
    assert finding.said.figures["number"] == number
    assert [(record.kind, record.id) for record in finding.records] == [(RecordKind.CIRCULATION, number)]


@pytest.mark.parametrize("check", ["lead_time", "notice_to_all"])
@pytest.mark.parametrize(
    ("differs", "key"),
    [
        ({"sent": ()}, "nothing_sent"),
        ({"sent": (), "is_backfilled": True}, "entered_afterwards"),
        ({"is_backfilled": True}, "entered_afterwards"),  # what a meeting entered afterwards "sent" is no notice
    ],
)
def test_nothing_sent_is_not_the_same_as_sent_late(check, differs, key):
    finding = found(check, meeting(**differs))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, key, RecordKind.AGENDA)


# --- told to all ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reached", "percent"),
    [(range(1, 11), 100), (range(1, 10), 90), ((), 0)],  # paper counts once handed over
)
def test_those_obliged_whom_it_reached(reached, percent):
    finding = found("notice_to_all", meeting(sent=(sent(reached=reached),)))

    assert finding.measures == {"told_percent": percent, "delegate_told": 1}
    assert finding.said.figures == {"told": percent // 10, "called": 10}


def test_a_later_version_reaches_those_the_first_did_not_and_both_are_shown():
    versions = (sent(2, reached=[10]), sent(1, reached=range(1, 10)))
    finding = found("notice_to_all", meeting(sent=versions))

    assert finding.measures["told_percent"] == 100
    assert [record.id for record in finding.records] == [1, 2]


@pytest.mark.parametrize(("settings", "percent"), [({}, 100), ({"exempt": True}, Decimal(250) / 3)])
def test_who_is_outside_the_denominator_need_not_be_told(settings, percent):
    given = meeting(roll=roll(present=10, exempt=2), sent=(sent(to=range(1, 13), reached=range(1, 11)),))

    assert found("notice_to_all", given, guided(**settings)).measures["told_percent"] == percent


def test_one_who_came_to_the_cell_after_it_was_sent_was_not_told():
    given = meeting(roll=roll(present=11))

    assert found("notice_to_all", given).measures["told_percent"] < 100


def test_before_the_roll_those_it_was_sent_to_stand_for_those_obliged():
    given = meeting(roll=(), sent=(sent(to=range(1, 6), reached=range(1, 5)),))

    assert found("notice_to_all", given).measures["told_percent"] == 80


@pytest.mark.parametrize(
    ("above", "key", "told"),
    [
        ({"has_superior": True, "followers": 2, "followers_told": 1}, "notice", 1),
        ({"has_superior": True, "followers": 2, "followers_told": 0}, "notice_not_above", 0),
        ({"has_superior": True, "followers": 0, "followers_told": 0}, "notice_no_follower", None),
        ({"has_superior": False, "followers": 0, "followers_told": 0}, "notice_members", 1),
    ],
)
def test_whether_who_follows_the_cell_was_told_or_nobody_is_named(above, key, told):
    finding = found("notice_to_all", meeting(**above))

    assert (finding.said.key, finding.measures.get("delegate_told")) == (key, told)
    if told is None:
        unknown = finding.unknown["delegate_told"]
        assert (unknown.said.key, unknown.need.kind) == ("no_follower", RecordKind.AGENDA)
    else:
        assert not finding.unknown


# --- drafts and documents -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documents", "drafts"),
    [
        ((document(at=START - MINUTE),), 1),
        ((document(at=START),), 0),
        ((document(at=START + MINUTE),), 0),
        ((document(DocumentKind.REFERENCE),), 0),
        ((document(DocumentKind.PAPER),), 0),
        ((document(DocumentKind.EVIDENCE),), 0),
        ((document(number=1), document(number=2)), 2),
        ((), 0),
    ],
)
def test_a_draft_counts_if_attached_before_the_meeting_began(documents, drafts):
    finding = found("draft_resolution", meeting(documents=documents))

    assert finding.measures == {"drafts": drafts, "items_with_questions": 1}
    assert len([one for one in finding.records if one.kind is RecordKind.DOCUMENT]) == drafts


def test_items_with_questions_to_discuss_are_counted():
    asking = (item(1, asks=True), item(2, asks=True), item(3))

    assert found("draft_resolution", meeting(items=asking)).measures["items_with_questions"] == 2


@pytest.mark.parametrize(
    ("differs", "key"),
    [
        ({"items": ()}, "no_items"),
        ({"is_backfilled": True, "documents": (document(at=START + timedelta(days=9)),)}, "entered_afterwards"),
    ],
)
def test_without_an_agenda_or_entered_afterwards_drafts_are_not_told(differs, key):
    finding = found("draft_resolution", meeting(**differs))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, key, RecordKind.AGENDA)


@pytest.mark.parametrize(
    ("kinds", "count", "key"),
    [
        ([DocumentKind.REFERENCE, DocumentKind.DRAFT_RESOLUTION, DocumentKind.PAPER], 3, "documents"),
        ([DocumentKind.EVIDENCE], 0, "no_documents"),  # what backs a mark must not back this one too
        ([], 0, "no_documents"),
    ],
)
def test_documents_kept(kinds, count, key):
    documents = tuple(document(kind, number=number) for number, kind in enumerate(kinds, start=1))
    finding = found("documents_kept", meeting(documents=documents))

    assert (finding.measures, finding.said.key) == ({"documents": count}, key)
    assert [one.id for one in finding.records if one.kind is RecordKind.DOCUMENT] == list(range(1, count + 1))


# --- the committee before -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "met", "minuted", "key"),
    [
        (committee(), 1, 1, "committee"),
        (committee(before=MINUTE), 1, 1, "committee"),
        (committee(is_minuted=False), 1, 0, "committee_no_minutes"),
        (committee(before=timedelta(0)), 0, 0, "committee_not_before"),
        (committee(before=-MINUTE), 0, 0, "committee_not_before"),
        (committee(before=None), 0, 0, "committee_not_before"),  # planned, never held
    ],
)
def test_the_committee_met_before_with_minutes(before, met, minuted, key):
    finding = found("committee_met_first", meeting(committee=before))

    assert finding.measures == {"committee_met": met, "committee_minuted": minuted}
    assert (finding.said.key, [record.meeting_id for record in finding.records]) == (key, [3])


def test_a_committee_meeting_not_linked_is_asked_for():
    finding = found("committee_met_first", meeting(committee=None))

    assert (finding.measures, finding.said.key) == (None, "no_committee_meeting")
    assert finding.need.kind is RecordKind.MEETING


# --- the theme ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planned", "papers", "assigned", "key"),
    [
        (True, (paper(),), 1, "theme_planned"),
        (False, (paper(),), 1, "theme_not_planned"),
        (True, (paper(named_before=False),), 0, "theme_nobody_named"),
        (True, (), 0, "theme_nobody_named"),
        (False, (), 0, "theme_neither"),
        (False, (paper(named_before=False),), 0, "theme_neither"),
        (True, (paper(named_before=False), paper(number=2, assignee=2)), 1, "theme_planned"),
    ],
)
def test_the_theme_was_planned_and_given_before_its_day(planned, papers, assigned, key):
    finding = found("theme_planned", thematic(was_planned_ahead=planned, heard=papers))

    assert finding.measures == {"planned": planned, "assigned_before": assigned}
    assert finding.said.key == key
    assert len([one for one in finding.records if one.kind is RecordKind.DUTY]) == len(papers)


def test_a_theme_entered_afterwards_tells_nothing_of_its_plan():
    finding = found("theme_planned", thematic(is_backfilled=True))

    assert (finding.measures, finding.said.key) == (None, "entered_afterwards")
