"""A past year under another guidance: what it would have changed, and that it changes nothing."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.guidance.files import mapping, put
from tracker.extensions import db
from tracker.guidance import parsing
from tracker.guidance import service as guidance_versions
from tracker.guidance.kinds import MeetingKind, QualityClass
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState, Presence
from tracker.organisations import picking
from tracker.ratings import dry_run, dry_run_words
from tracker.ratings import service as ratings
from tracker.ratings.dry_run_commands import guidance as group
from tracker.ratings.dry_run_rules import Basis
from tracker.scoresheets.rules import SheetState

TODAY = date(2027, 1, 10)
GOOD, FAIR = QualityClass.GOOD, QualityClass.FAIR


@pytest.fixture
def committee(app):
    make.guidance()
    return make.committee("Đảng bộ xã Thử", make.committee("Đảng bộ tỉnh Thử"), code="DU01")


@pytest.fixture
def cell(committee):
    """Two regular meetings with nine of ten members there, a thematic one, one held and not scored, one not held."""
    cell = make.cell(committee, "Chi bộ Thử", code="CB01")
    members = [make.member(cell) for _number in range(10)]
    for month, total in ((1, "30"), (2, "27")):
        meeting = make.meeting(cell, 2026, month, state=MeetingState.MINUTED)
        for place_, one in enumerate(members):
            make.roll_entry(meeting, one, Presence.EXCUSED if place_ == 0 else Presence.PRESENT)
        make.marked_sheet(meeting, c6=total, recognised={"3.1": "2"})
    make.marked_sheet(make.meeting(cell, 2026, 2, 20, MeetingKind.THEMATIC, MeetingState.MINUTED), SheetState.SUBMITTED)
    make.meeting(cell, 2026, 3, state=MeetingState.MINUTED)
    make.meeting(cell, 2026, 4, state=MeetingState.NOT_HELD)
    ratings.store(cell, 2026, TODAY)
    db.session.commit()
    return cell


def guidance(*changes, name="hd42"):
    changed = mapping(name)
    for where, value in changes:
        put(changed, where, value)
    return parsing.parse(changed, name)


def version(code):
    return guidance_versions.find(code)


def run(cell, *changes, name="hd42"):
    return dry_run.of_cells([cell], 2026, guidance(*changes, name=name), TODAY)


def totals(found):
    return [(one.old.total, one.new_score.total) for one in found.rescored]


def whole_database():
    db.session.expire_all()
    return {
        table.name: Counter(repr(tuple(row)) for row in db.session.execute(select(table)))
        for table in db.metadata.sorted_tables
    }


def test_a_guidance_tried_on_its_own_year_changes_nothing(cell):
    found = run(cell)

    assert totals(found) == [(99, 99), (96, 96), (100, 100)]
    assert found.cells[0].old == found.cells[0].new
    assert found.bases[Basis.RECORDS] == found.bases[Basis.SHARE] == 0
    assert found.aside == {dry_run.Aside.NO_SCORE: 1}


def test_a_level_moved_is_read_from_the_roll(cell):
    levels = "sheets.0.groups.1.criteria.0.levels.0.when"
    found = run(cell, (levels, {"present_percent": ">= 95", "unexcused": "= 0"}))

    assert totals(found) == [(99, 98), (96, 95), (100, 100)]
    assert [one.new.bases[Basis.RECORDS] for one in found.rescored] == [4, 4, 0]


def test_classes_moved_change_meetings_and_the_year(cell):
    found = run(cell, ("classes.0.at_least", 97), ("classes.1.below", 97))

    assert found.moves == {(GOOD, GOOD): 2, (GOOD, FAIR): 1}
    assert "1 kỳ xuống mức, 2 kỳ giữ mức" in dry_run_words.outcome(found)
    assert found.cells[0].old.counts != found.cells[0].new.counts


def test_another_year_rule_changes_the_year_alone(cell):
    bound = ("year_rule.classes.1.demands.1.bound", 12)
    found = run(cell, bound)

    assert totals(found) == [(99, 99), (96, 96), (100, 100)]
    assert (found.cells[0].old.quality, found.cells[0].new.quality) == (QualityClass.AVERAGE, FAIR)
    assert found.year_moves == {(QualityClass.AVERAGE, FAIR): 1}


def test_a_condition_bites_on_what_was_recorded_and_not_on_what_is_not(cell):
    late = ("conditions.2.enabled", "yes"), ("settings.notice_days", 5)
    meeting = next(one.line.meeting_id for one in run(cell).rescored)
    assert run(cell, *late).moves == {(GOOD, GOOD): 3}

    sent = db.session.get(Meeting, meeting)
    sent.state = MeetingState.PLANNED
    make.item(sent)
    make.circulation(sent, make.secretary(cell), sent.planned_at - timedelta(days=4))
    sent.state = MeetingState.MINUTED
    db.session.commit()
    found = run(cell, *late)

    assert found.moves == {(GOOD, GOOD): 2, (GOOD, FAIR): 1}
    assert dry_run_words.lowered(found.rescored[0])


def test_wholly_other_criteria_rest_on_records_and_shares(cell):
    found = run(cell, name="hd09-2019")

    assert {one.new.bases[Basis.KEPT] for one in found.rescored} == {0}
    for one in found.rescored:
        assert sum(one.new.bases.values()) == 100
    assert sum(found.bases.values()) == 1


def test_a_kind_without_a_sheet_is_set_aside(cell):
    changed = mapping("hd42")
    changed["sheets"].pop(1)
    changed["conditions"] = [one for one in changed["conditions"] if one.get("sheet") != "CD-HD42"]
    found = dry_run.of_cells([cell], 2026, parsing.parse(changed, "x"), TODAY)

    assert found.aside == {dry_run.Aside.NO_SCORE: 1, dry_run.Aside.NO_SHEET: 1}


# --- that it touches nothing ----------------------------------------------------------------------------------------


@pytest.fixture
def others(committee, cell):
    for number in range(12):
        other = make.cell(committee, f"Chi bộ số {number:02d}")
        make.marked_sheet(make.meeting(other, 2026, 1, state=MeetingState.MINUTED), c6="20")
        ratings.store(other, 2026, TODAY)
    db.session.commit()


def test_nothing_in_the_whole_database_is_touched(app, client, committee, cell, others):
    reviewer = client.sign_in(make.reviewer(committee))
    reviewer.get("/")
    before = whole_database()
    reviewer.page(f"/guidance/{version('HD09-2019').id}/dry-run?year=2026&committee={committee.id}")
    outcome = app.test_cli_runner().invoke(group, ["dry-run", "HD09-2019", "--year", "2026", "--committee", "DU01"])

    assert outcome.exit_code == 0, outcome.output
    assert "0 trong 13 chi bộ đổi xếp loại năm." in outcome.output
    assert whole_database() == before


def main(page):
    return " ".join(page.select_one("main").get_text(" ").split())


def test_the_page_side_by_side_and_page_by_page(client, committee, cell, others):
    address = f"/guidance/{version('HD42').id}/dry-run?year=2026&committee={committee.id}"
    page = client.sign_in(make.reviewer(committee)).page(address)

    assert len(page.select("table")[0].select("tbody tr")) == dry_run.CELLS
    assert "Tính cho các chi bộ của trang này." in main(page)
    following = client.page(page.select_one("a[rel=next]")["href"])
    assert len(following.select("table")[0].select("tbody tr")) == dry_run.CELLS
    client.speak("en").page(address)


def test_another_committee_is_searched_for_where_they_are_many(client, monkeypatch, committee, cell):
    monkeypatch.setattr(picking, "MOST", 1)
    far = make.committee("Đảng ủy bộ phận Xa", make.committee("Đảng ủy bộ phận", committee))
    address = f"/guidance/{version('HD09-2019').id}/dry-run"
    page = client.sign_in(make.reviewer(committee)).page(f"{address}?q=bo+phan+xa&year=2024")

    assert [one["value"] for one in page.select("#pick-committee option")] == [str(far.id)]
    assert page.select_one("form[role=search] input[name=year]")["value"] == "2024"


def test_the_page_says_what_it_assumes(client, committee, cell):
    address = f"/guidance/{version('HD09-2019').id}/dry-run"
    reviewer = client.sign_in(make.reviewer(committee))
    asked, answered = reviewer.page(address), reviewer.page(f"{address}?year=2026&committee={committee.id}")

    assert [one["value"] for one in asked.select("#pick-committee option")] == [str(committee.id)]
    for page in (asked, answered):
        for one in dry_run_words.ASSUMPTIONS:
            assert str(one) in main(page)
    assert "Trong số điểm chuẩn của các phiếu chấm lại:" in main(answered)
    assert "lần sổ thiếu minh chứng" in main(answered)
    assert "chưa có phiếu được thông qua, không chấm lại" in main(answered)
    assert "Mẫu tham khảo – cần đối chiếu bản gốc" in main(answered)
    assert "Không có chi bộ nào" in main(reviewer.page(f"{address}?year=1990&committee={committee.id}"))


def test_an_administrator_sees_the_classes_and_not_the_scores_of_meetings(client, committee, cell):
    address = f"/guidance/{version('HD42').id}/dry-run?year=2026&committee={committee.id}"
    page = client.sign_in(make.administrator(committee.parent)).page(address)

    assert len(page.select("table")) == 1
    assert "chỉ người thẩm định" in main(page)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda committee, cell: make.reviewer(committee), 200),
        (lambda committee, cell: make.reviewer(committee.parent), 200),
        (lambda committee, cell: make.administrator(committee), 200),
        (lambda committee, cell: make.administrator(cell), 404),
        (lambda committee, cell: make.reviewer(make.committee()), 404),
        (lambda committee, cell: make.observer(committee), 404),
        (lambda committee, cell: make.secretary(cell), 404),
    ],
)
def test_on_whose_cells_it_may_be_tried(client, committee, cell, who, status):
    address = f"/guidance/{version('HD42').id}/dry-run?year=2026&committee={committee.id}"

    client.sign_in(who(committee, cell)).page(address, status=status)


def test_a_draft_is_tried_before_it_has_its_code_and_dates(client, committee, cell):
    author = make.administrator(committee)
    draft = make.guidance_draft(author, version("HD42"))
    address = f"/guidance/drafts/{draft.id}/dry-run?year=2026&committee={committee.id}"
    page = client.sign_in(author).page(address)

    assert page.h1.get_text().strip() == f"Chạy thử: {draft.title}"
    assert "Chấm lại 3 kỳ: 0 kỳ lên mức, 0 kỳ xuống mức, 3 kỳ giữ mức." in main(page)
    client.sign_in(make.administrator(committee.parent)).page(address)
    client.sign_in(make.reviewer(committee)).page(address, status=404)


def test_a_draft_with_faults_that_touch_the_score_is_not(client, committee, cell):
    author = make.administrator(committee)
    draft = make.guidance_draft(author, version("HD42"))
    draft.content = draft.content | {"sheets": []}
    db.session.commit()
    page = client.sign_in(author).page(f"/guidance/drafts/{draft.id}/dry-run?year=2026&committee={committee.id}")

    assert "Bản thảo còn chỗ phải sửa" in main(page)
    assert "Chấm lại 3 kỳ" not in main(page)


def test_an_absurd_year_or_committee_is_not_found(client, committee, cell):
    address = f"/guidance/{version('HD42').id}/dry-run"
    reviewer = client.sign_in(make.reviewer(committee))

    reviewer.page(f"{address}?year=99999&committee={committee.id}", status=404)
    reviewer.page(f"{address}?year=2026&committee={cell.id}", status=404)
    reviewer.page(f"{address}?year=mot&committee=hai")


@pytest.fixture
def command(app, cell):
    return lambda *words: app.test_cli_runner().invoke(group, ["dry-run", *words])


def test_the_command_says_the_same(command):
    outcome = command("HD42", "--year", "2026", "--cell", "cb01")

    assert outcome.exit_code == 0, outcome.output
    for one in (
        "CB01 Chi bộ Thử: năm Trung bình → Trung bình; trung bình 97,5 → 97,5",
        "  tháng 1, sinh hoạt thường kỳ: 99 Tốt → 99 Tốt (0 theo sổ, 100 giữ nguyên, 0 ước)",
        "  tháng 3, sinh hoạt thường kỳ: chưa có phiếu được thông qua, không chấm lại",
        "Chấm lại 3 kỳ: 0 kỳ lên mức, 0 kỳ xuống mức, 3 kỳ giữ mức.",
        "0 trong 1 chi bộ đổi xếp loại năm.",
    ):
        assert one in outcome.output.splitlines()
    assert "Mẫu tham khảo – cần đối chiếu bản gốc" in outcome.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("HD99", "--year", "2026", "--cell", "CB01"), "HD99"),
        (("HD42", "--year", "26", "--cell", "CB01"), "26"),
        (("HD42", "--year", "2026"), "của chi bộ, hoặc của cấp ủy"),
        (("HD42", "--year", "2026", "--cell", "CB01", "--committee", "DU01"), "của chi bộ, hoặc"),
        (("HD42", "--year", "2026", "--cell", "DU01"), "DU01"),
        (("HD42", "--year", "2026", "--committee", "CB01"), "CB01"),
    ],
)
def test_the_command_says_what_is_wrong(command, words, says):
    outcome = command(*words)

    assert outcome.exit_code == 1
    assert says in outcome.output
