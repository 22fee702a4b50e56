"""The workbook of a committee's year says what its page says, a row a cell."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests import factories as make
from tests.ratings.test_service import BY, Queries
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.rules import MeetingState
from tracker.ratings import branch, year_table
from tracker.ratings import service as ratings

TODAY = date(2022, 2, 10)
AT = datetime.combine(TODAY, datetime.min.time(), clock.VIETNAM)


@pytest.fixture
def province(app):
    make.guidance()
    return make.committee("Đảng bộ tỉnh Thử")


def rated(committee, name, line="95 " * 12, **of):
    cell = make.cell(committee, name, **of)
    make.year_of_meetings(cell, 2021, line)
    year = ratings.store(cell, 2021, TODAY)
    db.session.commit()
    return cell, year


def opened(client, committee, year=2021):
    answer = client.get(f"/committees/{committee.id}/ratings/{year}/export.xlsx")
    assert answer.status_code == 200
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0)
    title, heads, *rows = sheet.to_python(skip_empty_area=False)
    return title[0], [dict(zip(heads, row, strict=True)) for row in rows]


def test_a_row_for_every_cell_anywhere_below(client, province):
    commune = make.committee("Đảng bộ xã Một", province)
    cell, _year = rated(commune, "Chi bộ Thử", "95 90,5 80 - x ? ~70 95 95 95 95 95".replace(",", "."), code="CB1")
    theme = make.meeting(cell, 2021, 5, 21, MeetingKind.THEMATIC, MeetingState.MINUTED)
    make.score_of(theme, "88.25")
    rated(make.committee("Đảng bộ cơ sở", commune), "Chi bộ Sâu", code="CB2")
    make.cell(commune, "Chi bộ Trống", code="CB3")
    rated(make.committee("Đảng bộ xã Hai", province), "Chi bộ Khác")
    title, rows = opened(client.sign_in(make.reviewer(province)), commune)

    assert title == "Xếp loại năm 2021 – Đảng bộ xã Một"
    assert [row["Mã"] for row in rows] == ["CB2", "CB1", "CB3"]
    one = rows[1]
    scores = [one[f"Tháng {month}"] for month in range(1, 13)]
    assert scores == [95, 90.5, 80, "", "", "", 70, 95, 95, 95, 95, 95]
    assert [one[f"Chuyên đề quý {quarter}"] for quarter in ("I", "II", "III")] == ["", 88.25, ""]
    assert (one["Đảng bộ"], one["Trạng thái"]) == ("Đảng bộ xã Một", "chưa đề nghị")
    assert (rows[2]["Sổ tính"], rows[2]["Trung bình"]) == ("chưa xếp loại", "")


def test_its_figures_are_the_pages(client, province):
    commune = make.committee("Đảng bộ xã", province)
    for number, line in enumerate(("95 " * 12, "72.5 " * 11 + "-", "? " * 12)):
        rated(commune, f"Chi bộ {number}", line)
    _cell, year = rated(commune, "Chi bộ Công Nhận")
    ratings.propose(year, QualityClass.FAIR, "Lý do", BY, AT)
    ratings.recognise(year, QualityClass.AVERAGE, "Lý do", BY, AT)
    db.session.commit()
    _title, rows = opened(client.sign_in(make.reviewer(province)), commune)
    lines = {line.name: line for line in branch.of_committee(commune, 2021, TODAY).lines}

    assert {row["Chi bộ"] for row in rows} == lines.keys()
    for row in rows:
        line = lines[row["Chi bộ"]]
        assert (row["Thường kỳ"], row["Chuyên đề"]) == (line.regular_held, line.thematic_held)
        assert row["Trung bình"] == ("" if line.mean is None else float(line.mean))
        assert row["Trạng thái"] == str(year_table.words.STATE[line.state])
        said = row["Công nhận"] or row["Sổ tính"]
        assert said == year_table.words.quality_word(line.quality)
    recognised = next(row for row in rows if row["Chi bộ"] == "Chi bộ Công Nhận")
    assert [recognised[head] for head in ("Sổ tính", "Đề nghị", "Công nhận")] == ["Tốt", "Khá", "Trung bình"]
    assert recognised["Số kỳ Tốt"] == 12


def test_names_are_text_whatever_they_begin_with(client, province):
    commune = make.committee("=1+1", province)
    for name in ("=HYPERLINK(1)", "+84", "@tên", "http://nơi", "12\x0b3"):
        rated(commune, name)
    _title, rows = opened(client.sign_in(make.reviewer(province)), province)

    assert {row["Chi bộ"] for row in rows} == {"=HYPERLINK(1)", "+84", "@tên", "http://nơi", "123"}
    assert {row["Đảng bộ"] for row in rows} == {"=1+1"}


def test_two_themes_of_a_quarter_are_both_told(province):
    cell, _year = rated(province, "Chi bộ Thử")
    for month, total in ((4, "90"), (6, "85.5")):
        make.score_of(make.meeting(cell, 2021, month, 25, MeetingKind.THEMATIC, MeetingState.MINUTED), total)
    (row,) = year_table.rows(province, 2021, TODAY)

    assert dict(zip(year_table.heads(), row, strict=True))["Chuyên đề quý II"] == "90; 85,5"
    assert Decimal(95) in row


def test_the_page_links_to_it_and_strangers_do_not_open_it(client, province):
    commune, other = make.committee("Đảng bộ xã", province), make.committee("Đảng bộ khác", province)
    page = client.sign_in(make.reviewer(commune)).page(f"/committees/{commune.id}/ratings/2021")

    assert page.select_one(f"a[href='/committees/{commune.id}/ratings/2021/export.xlsx']")
    assert client.get(f"/committees/{other.id}/ratings/2021/export.xlsx").status_code == 404
    assert client.get(f"/committees/{commune.id}/ratings/999/export.xlsx").status_code == 404


def test_the_number_of_queries_is_the_same_for_few_cells_and_many(province):
    numbers = []
    for size in (2, 7):
        for place in range(size):
            rated(make.committee(f"Đảng bộ {place}", province), "Chi bộ", "95 " + "- " * 11)
        assert province.name
        with Queries() as queries:
            list(year_table.rows(province, 2021, TODAY))
        numbers.append(queries.number)

    assert numbers == [3, 3]
