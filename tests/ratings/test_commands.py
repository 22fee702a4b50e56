import json
from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.guidance.files import mapping, put
from tracker.extensions import db
from tracker.guidance import service as guidance
from tracker.guidance.files import Reading
from tracker.meetings.models import Meeting
from tracker.ratings import service as ratings
from tracker.ratings.commands import recompute
from tracker.ratings.models import CellYear
from tracker.ratings.rate_commands import rate

NO_AUGUST = "95 95 95 95 95 95 95 - 95 95 95 95"


@pytest.fixture
def run(app):
    return lambda command, *words: app.test_cli_runner().invoke(command, words)


@pytest.fixture
def cell(app):
    make.guidance()
    cell = make.cell(make.committee("Đảng bộ huyện Thử"), "Chi bộ Thử", code="CB01")
    make.year_of_meetings(cell, 2021, NO_AUGUST)
    return cell


def stored(cell):
    db.session.expire_all()
    return db.session.scalar(select(CellYear).where(CellYear.cell_id == cell.id, CellYear.year == 2021))


def test_rate_prints_the_year_with_its_reasons(run, cell):
    result = run(rate, "--cell", "cb01", "--year", "2021")

    assert result.exit_code == 0
    for line in (
        "Sổ tính: xếp loại Khá.",
        "- Thiếu tháng 8/2021: sổ không ghi kỳ sinh hoạt thường kỳ nào đã họp.",
        "Tốt: không được",
        "  Chưa đạt. Thiếu 1 kỳ sinh hoạt thường kỳ; cho phép nhiều nhất 0. [A]",
        "Khá: được",
        "Mẫu tham khảo – cần đối chiếu bản gốc",
    ):
        assert line in result.output.splitlines()


def test_rate_prints_json_with_stable_keys(run, cell):
    said = json.loads(run(rate, "--cell", "CB01", "--year", "2021", "--json").output)

    assert (said["class"], said["mean"], said["missing_months"]) == ("fair", "95.00", [8])
    assert said["conditions"][1] == {
        "class": "good",
        "demand": "regular_missing_at_most",
        "of_class": None,
        "figure": "1",
        "bound": "0",
        "met": False,
        "clause": "A",
        "sentence": "Thiếu 1 kỳ sinh hoạt thường kỳ; cho phép nhiều nhất 0.",
    }


def test_rate_of_a_year_without_meetings_says_why(run, cell):
    result = run(rate, "--cell", "CB01", "--year", "2019")

    assert result.exit_code == 0
    assert "Chưa đủ để xếp loại" in result.output
    assert json.loads(run(rate, "--cell", "CB01", "--year", "2019", "--json").output)["class"] is None


def test_rate_of_all_prints_a_line_a_cell_computed_afresh(run, cell):
    other = make.cell(cell.parent, "Chi bộ Khác", code="CB00")
    make.year_of_meetings(other, 2021, "? " * 12)
    lines = [line.split("\t") for line in run(rate, "--all", "--year", "2021").output.splitlines()]

    assert lines == [
        ["Mã", "Chi bộ", "Xếp loại", "Điểm trung bình", "Tốt", "Khá", "Trung bình", "Kém", "Ghi chú"],
        ["CB00", "Chi bộ Khác", "chưa xếp loại", "–", "0", "0", "0", "0",
         "Chưa đủ để xếp loại: chưa có kỳ sinh hoạt thường kỳ nào được chi bộ thông qua điểm."],
        ["CB01", "Chi bộ Thử", "Khá", "95", "11", "0", "0", "0", ""],
    ]  # fmt: skip
    assert stored(cell) is None


def test_rate_of_all_in_json_says_of_each_what_rate_says_of_one(run, cell):
    (said,) = json.loads(run(rate, "--all", "2021", "--json").output)
    alone = json.loads(run(rate, "CB01", "2021", "--json").output)

    assert said == {key: alone[key] for key in said}


@pytest.mark.parametrize("words", [["--all"], ["--all", "--year", "21"], ["--all", "CB01"]])
def test_rate_of_all_needs_a_year(run, cell, words):
    result = run(rate, *words)

    assert (result.exit_code, "Traceback" in result.output) == (1, False)


@pytest.mark.parametrize("words", [["--cell", "XYZ", "--year", "2021"], ["--cell", "CB01", "--year", "21"]])
def test_rate_refuses_bad_input_in_a_sentence(run, cell, words):
    result = run(rate, *words)

    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "Traceback" not in result.output


def test_rate_of_a_committee_is_refused(run, cell):
    assert run(rate, "--cell", cell.parent.code, "--year", "2021").exit_code == 1


def test_recompute_stores_and_then_agrees_with_itself(run, cell):
    assert run(recompute, "--check").exit_code == 1
    assert stored(cell) is None
    assert run(recompute).exit_code == 0
    assert stored(cell).regular_held == 11
    version = stored(cell).version
    assert run(recompute, "--check").exit_code == 0
    assert run(recompute).exit_code == 0
    assert stored(cell).version == version


def test_recompute_names_what_differs_and_mends_it(run, cell):
    run(recompute)
    stored(cell).good = 3
    db.session.commit()
    result = run(recompute, "--check", "--year", "2021")

    assert result.exit_code == 1
    assert "CB01, năm 2021, good: đang lưu 3, tính lại được 11" in result.output
    assert run(recompute, "--check", "--year", "2020").exit_code == 0
    run(recompute)
    assert stored(cell).good == 11


def test_recompute_names_where_a_closed_year_no_longer_follows_from_its_records(run, cell):
    by = type("By", (), {"name": "Thử", "account_id": None})
    at = make.meeting(cell, 2022, 2).planned_at
    year = ratings.propose(ratings.get(cell.id, 2021, date(2022, 2, 6)), ratings.QualityClass.FAIR, "", by, at)
    year = ratings.recognise(year, ratings.QualityClass.FAIR, "", by, at)
    ratings.close(year, by, at)
    db.session.commit()
    run(recompute)
    assert run(recompute, "--check").exit_code == 0

    meeting = db.session.scalar(select(Meeting).where(Meeting.cell_id == cell.id, Meeting.month == 1))
    meeting.month = 8
    db.session.commit()
    result = run(recompute, "--check")
    assert result.exit_code == 1
    assert "missing: đang lưu [8], tính lại được [1]" in result.output


def test_a_guidance_published_later_with_earlier_dates_leaves_a_closed_year_equal_to_its_recomputation(run, cell):
    by = type("By", (), {"name": "Thử", "account_id": None})
    at = make.meeting(cell, 2022, 2).planned_at
    year = ratings.propose(ratings.get(cell.id, 2021, date(2022, 2, 6)), ratings.QualityClass.FAIR, "", by, at)
    year = ratings.recognise(year, ratings.QualityClass.FAIR, "", by, at)
    ratings.close(year, by, at)
    db.session.commit()
    run(recompute)
    own = mapping("hd42") | {"code": "RIENG", "scope": cell.parent.code, "valid_from": "2021-01-01"}
    put(own, "year_rule.classes.0.demands.1.bound", "1")
    guidance.publish(Reading(own), "rieng.yaml", None, at)
    db.session.commit()

    result = run(recompute, "--check", "--year", "2021")

    assert result.exit_code == 0, result.output
