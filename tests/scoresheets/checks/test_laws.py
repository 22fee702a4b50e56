"""Laws of suggestions and of adding up, on any meeting and any sheet."""

from dataclasses import fields, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.guidance.files import shipped
from tests.scoresheets.checks.recorded import (
    DAY,
    START,
    CommitteeFact,
    DecisionFact,
    DocumentFact,
    DutyFact,
    ItemFact,
    MeetingFacts,
    MinutesFact,
    PastFact,
    RollFact,
    SentFact,
    SpokenFact,
)
from tracker.agendas.rules import DocumentKind, ItemKind
from tracker.duties.rules import DutyKind, DutyState
from tracker.guidance.kinds import MeetingKind, QualityClass
from tracker.scoresheets import rules
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.checks.registry import REGISTRY
from tracker.scoresheets.checks.suggestions import judge
from tracker.scoresheets.rules import IfNotApplicable, Line

GUIDANCES = [shipped("hd42"), shipped("hd09-2019")]
FORMS = [(one, sheet, kind) for one in GUIDANCES for sheet in one.sheets for kind in sheet.kinds]

people = some.integers(1, 6)
flags = some.booleans()
moments = some.integers(-9000, 9000).map(lambda minutes: START + timedelta(minutes=minutes))
days = some.integers(-40, 40).map(lambda number: DAY + timedelta(days=number))
crowds = some.frozensets(people)


def many(fact, by="id", most=4, /, **parts):
    """Facts of a kind, no two with the same number."""
    return some.lists(some.builds(fact, **parts), max_size=most, unique_by=lambda one: getattr(one, by)).map(tuple)


duties = {
    "kind": some.sampled_from(DutyKind), "state": some.sampled_from(DutyState), "title": some.sampled_from("xyz"),
    "assignee_id": people, "assignee": some.sampled_from("ABC"), "lesson": some.sampled_from(["", "bài học"]),
    "due_on": some.none() | days, "done_on": some.none() | days, "id": some.integers(1, 9),
}  # fmt: skip
numbers = some.integers(1, 9)
meetings = some.builds(
    MeetingFacts,
    meeting_id=some.just(7),
    kind=some.sampled_from([MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.COMBINED]),
    planned_at=moments,
    held_at=moments,
    held_on=days,
    first_planned_on=days,
    minutes_held=some.none() | some.integers(0, 300),
    least_minutes=some.none() | some.integers(20, 120),
    followers=some.integers(0, 2),
    followers_told=some.integers(0, 2),
    roll=many(RollFact, "person_id", 6, person_id=people, name=some.sampled_from(["An", "Ân", "Bình"])),
    past=many(PastFact, "meeting_id", meeting_id=numbers, held_at=moments, absent=crowds),
    sent=many(SentFact, "number", id=numbers, number=numbers, at=moments, to=crowds, reached=crowds),
    documents=many(DocumentFact, id=numbers, kind=some.sampled_from(DocumentKind), name=some.just("a.pdf"), at=moments),
    items=many(ItemFact, id=numbers, kind=some.sampled_from(ItemKind), title=some.sampled_from("xyz")),
    committee=some.none()
    | some.builds(CommitteeFact, meeting_id=some.just(3), held_at=some.none() | moments, is_minuted=flags),
    spoken=many(SpokenFact, id=numbers, person_id=people, item_id=some.none() | numbers),
    heard=many(DutyFact, **duties),
    due=many(DutyFact, **duties),
    given=many(DutyFact, **duties),
    minutes=some.none() | some.builds(MinutesFact, id=some.just(9), filed_on=some.none() | days),
    decisions=many(DecisionFact, id=numbers, title=some.sampled_from("xyz"), votes_for=people, electorate=people),
)
guidances = some.builds(
    lambda guidance, exempt, duty, excused, counts: replace(
        guidance,
        attendance=replace(
            guidance.attendance, exempt_counted=exempt, special_duty_counted=duty, excused_counted=excused
        ),
        notice_counts=counts,
    ),
    some.sampled_from(GUIDANCES), flags, flags, flags, some.sampled_from(["first", "latest"]),
)  # fmt: skip
law = settings(deadline=None, max_examples=60)


def judged(facts, guidance):
    """Every criterion of every sheet of the guidance, whatever the meeting's kind: no check may stumble."""
    return [judge(sheet.criteria(kind), facts, guidance) for sheet in guidance.sheets for kind in sheet.kinds]


@law
@given(meetings, guidances, some.randoms(use_true_random=False))
def test_a_suggestion_never_depends_on_the_order_of_the_records(facts, guidance, random):
    shuffled = {
        field.name: tuple(random.sample(value, len(value)))
        for field in fields(facts)
        if isinstance(value := getattr(facts, field.name), tuple)
    }

    assert judged(replace(facts, **shuffled), guidance) == judged(facts, guidance)


@law
@given(meetings, guidances)
def test_what_cannot_be_told_is_never_a_nought(facts, guidance):
    for sheet in judged(facts, guidance):
        for one in sheet:
            if one.outcome is Outcome.CANNOT_TELL:
                assert one.points is None and one.finding.measures is None
                assert one.finding.need is not None or one.finding.said.key == "no_tasks_due"
            else:
                assert one.finding.measures is not None and one.finding.records
                assert (one.points == one.full) is (one.outcome is Outcome.MET) or one.points is None
            assert one.points is None or 0 <= one.points <= one.full


NEVER_OPEN = {"documents_kept", "held_on_planned_day", "theme_planned", "committee_met_first"}


@law
@given(meetings, guidances)
def test_before_anything_is_recorded_nothing_is_a_nought_for_want_of_it(facts, guidance):
    """But what the book knows by itself: its own documents, and when the meeting was planned."""
    nothing = {field.name: () for field in fields(facts) if isinstance(getattr(facts, field.name), tuple)}
    empty = replace(facts, **nothing, committee=None, minutes=None, minutes_held=None)

    noughts = {one.check.name for sheet in judged(empty, guidance) for one in sheet if one.points == 0}
    assert noughts <= NEVER_OPEN - {"committee_met_first"}


@law
@given(meetings, guidances)
def test_the_same_facts_read_the_same(facts, guidance):
    for check in REGISTRY.values():
        assert check.find(facts, guidance) == check.find(facts, guidance)


# --- adding up ------------------------------------------------------------------------------------------------------


@some.composite
def sheets(draw):
    """A shipped sheet marked as it may be, some criteria out of it, some conditions on."""
    guidance, sheet, kind = draw(some.sampled_from(FORMS))
    on = tuple(replace(one, enabled=draw(flags)) for one in guidance.conditions)
    guidance = replace(guidance, conditions=on)
    lines = [draw(line_of(group, one)) for group in sheet.groups_in(kind) for one in group.criteria]
    return guidance, sheet, lines


def marks_of(criterion):
    if criterion.levels:
        return some.sampled_from([level.points for level in criterion.levels])
    return some.integers(0, int(criterion.full / criterion.step)).map(lambda steps: steps * criterion.step)


@some.composite
def line_of(draw, group, criterion):
    way = draw(some.sampled_from(["applies", "applies", "applies", "full", "exclude"]))
    if way == "applies":
        return Line(criterion, group.code, True, draw(marks_of(criterion)))
    return Line(replace(criterion, if_not_applicable=IfNotApplicable(way)), group.code, False, None)


happenings = some.sets(some.sampled_from(["late_notice", "no_minutes"]))


@law
@given(sheets(), happenings)
def test_a_total_is_the_sum_of_the_marks_and_never_above_the_sheets_full_mark(sheet, happened):
    guidance, form, lines = sheet
    found = rules.tally(guidance, form.code, lines, happened)
    summed = sum((line.points or 0 for line in lines), 0)

    assert 0 <= found.total <= found.full == 100
    assert summed <= found.counted <= found.full
    if found.counted == found.full:
        assert found.total == summed
    assert sum(found.sums.values()) == summed


@law
@given(sheets(), happenings, some.data())
def test_raising_any_mark_never_lowers_total_or_class_whatever_the_conditions(sheet, happened, data):
    guidance, form, lines = sheet
    place = data.draw(some.integers(0, len(lines) - 1))
    line = lines[place]
    if not line.applies or not rules.tally(guidance, form.code, lines, happened).counted:
        return
    higher = data.draw(marks_of(line.criterion).filter(lambda points: points >= 0))
    raised = [*lines[:place], replace(line, given=max(higher, line.given)), *lines[place + 1 :]]
    before = rules.tally(guidance, form.code, lines, happened)
    after = rules.tally(guidance, form.code, raised, happened)

    assert after.total >= before.total
    assert after.quality >= before.quality
    assert before.quality <= before.verdict.by_points == guidance.class_of(before.total)


@given(some.decimals(0, 100, places=2), some.decimals(0, 100, places=2), some.sampled_from(GUIDANCES))
def test_the_class_never_falls_as_the_total_rises(one, other, guidance):
    low, high = sorted([one, other])

    assert guidance.class_of(low) <= guidance.class_of(high)


@law
@given(sheets())
def test_what_is_excluded_never_changes_a_sheet_full_elsewhere(sheet):
    guidance, form, lines = sheet
    full = [replace(line, given=line.criterion.full) if line.applies else line for line in lines]
    found = rules.tally(guidance, form.code, full)

    if found.counted:
        assert (found.total, found.quality, found.verdict.lowered_by) == (100, QualityClass.GOOD, ())
    else:
        assert found.quality is None
