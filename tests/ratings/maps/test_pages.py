"""The five pages as a reader sees them, and the workbooks taken away from them."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from tests import factories as make
from tests.queries import counted
from tests.ratings.maps import books
from tracker.extensions import db
from tracker.organisations import picking
from tracker.organisations import service as organisations
from tracker.organisations.models import Placement
from tracker.permissions import Office
from tracker.ratings.maps import routes

PAGES = ("heatmap", "trend", "classes", "costs", "compare")


@pytest.fixture(autouse=True)
def winter():
    with time_machine.travel(date(2026, 11, 20)):
        yield


@pytest.fixture
def district(app):
    """Two communes, one of three cells with marks, one of a single cell, and a cell of the district's own."""
    top = books.district()
    one, two = make.committee("Đảng bộ xã Đồng Mây", top), make.committee("Đảng bộ xã Suối Bạc", top)
    for place in range(3):
        books.marked(one, f"Chi bộ thôn {place}", **({"c3_5": "0"} if place else {"c1_1": "4"}))
    books.marked(two, "=1+1 Chi bộ", months=(1, 2), c3_5="0")
    books.cell(top, "Chi bộ Cơ quan", "95 ~72 60 x - ? 95 95 95 95 - -", 2026, today=date(2026, 11, 20))
    return top


@pytest.fixture
def reviewer(district):
    return make.reviewer(district)


def address(committee, page="", **asked):
    said = "&".join(f"{name}={value}" for name, value in {"year": 2026, "month": 10, **asked}.items())
    return f"/committees/{committee.id}/map{'/' + page if page and page != 'heatmap' else ''}?{said}"


def main(page):
    return " ".join(page.select_one("main").get_text(" ").split())


def row_of(page, name):
    return next(row for row in page.select("main tbody tr") if name in row.select_one("th").get_text())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_page_opens_with_its_table_and_its_links(client, district, reviewer, language):
    [other] = [one for one in district_children(district) if "Suối Bạc" in one.name]
    client.sign_in(reviewer).speak(language)
    for page in PAGES:
        shown = client.page(address(district, page, **{"with": other.id}))
        links = shown.select(".map-pages li a")

        assert shown.select("main table")
        assert [link.get("aria-current") for link in links].count("page") == 1 and len(links) == len(PAGES)
        assert all("year=2026" in link["href"] for link in links)


def district_children(district):
    return organisations.committees_below(district)


def test_the_heatmap_says_each_square_in_words_and_opens_the_sheet(client, district, reviewer):
    shown = client.sign_in(reviewer).page(address(district))
    squares = [" ".join(cell.get_text(" ").split()) for cell in row_of(shown, "Chi bộ Cơ quan").select("td")]

    assert squares[:6] == ["95 Tốt", "72 Khá tự chấm", "60 Trung bình", "được phép", "không họp", "chưa nộp quá hạn"]
    assert squares[10:12] == ["", ""]
    links = [cell.select_one("a") for cell in row_of(shown, "Chi bộ Cơ quan").select("td")]
    assert [link["href"].split("/")[-1] if link else "" for link in links[:6]] == [
        "review", "review", "review", links[3]["href"].split("/")[-1], "", links[5]["href"].split("/")[-1],
    ]  # fmt: skip
    assert links[3]["href"].startswith("/meetings/") and links[5]["href"].startswith("/meetings/")
    assert "không họp 1 · muộn 1 · mức thấp 1" in main(shown)
    assert [one.get_text(strip=True) for one in shown.select(".heatmap__group th")] == [
        "Đảng bộ huyện Thử", "Đảng bộ xã Đồng Mây", "Đảng bộ xã Suối Bạc",
    ]  # fmt: skip


def test_who_does_not_decide_opens_the_sheet_to_read(client, district):
    shown = client.sign_in(make.observer(district)).page(address(district))
    link = row_of(shown, "Chi bộ thôn 0").select_one("td a")

    assert link["href"].endswith("/scoresheet")
    assert client.get(link["href"]).status_code == 200


def test_what_a_reader_may_no_longer_open_is_shown_without_a_link(client, district):
    """A cell that has moved away since, and a meeting of its earlier days that was never handed in."""
    old = make.committee("Đảng bộ xã Cũ", district)
    cell = make.cell(old, "Chi bộ Đã Chuyển")
    make.year_of_meetings(cell, 2026, "95 ? 95 - - - - - - - - -", (0, 0, 0, 0))
    elsewhere = make.committee("Đảng bộ tỉnh khác")
    cell.parent, cell.path = elsewhere, f"{elsewhere.path}{cell.id}/"
    shown = client.sign_in(make.observer(old)).page(address(old))

    assert [bool(one.select("a")) for one in row_of(shown, "Chi bộ Đã Chuyển").select("td")][:2] == [False, False]
    assert "95 Tốt" in main(shown)


def test_orders_and_branch_go_along(client, district, reviewer):
    [branch] = [one for one in district_children(district) if "Đồng Mây" in one.name]
    shown = client.sign_in(reviewer).page(address(district, sort="trouble", branch=branch.id))

    assert "Chi bộ Cơ quan" not in main(shown)
    assert shown.select_one(".map-orders [aria-current]").get_text(strip=True) == "Nhiều vấn đề trước"
    assert "sort=trouble" in shown.select_one("a[href*='export.xlsx']")["href"]
    assert f"branch={branch.id}" in shown.select_one("a[href*='export.xlsx']")["href"]
    assert client.page(address(district, sort="khác")).select_one(".map-orders [aria-current]").text == "Theo đảng bộ"


def test_dear_criteria_are_added_up_and_withheld_of_too_few_cells(client, district, reviewer):
    one, two = district_children(district)
    client.sign_in(reviewer)
    shown = main(client.page(address(district, "costs", branch=one.id)))

    assert "Mất nhiều nhất ở “Gửi tài liệu đúng hạn”: 12 điểm (66,7 % số điểm có thể được), ở 2 chi bộ, 6 kỳ." in shown
    alone = client.page(address(district, "costs", branch=two.id))
    assert "Chưa đủ 3 chi bộ" in main(alone) and not alone.select("main table")


def test_a_year_bears_the_names_of_its_day(client, district, reviewer):
    one, two = district_children(district)
    placement = db.session.query(Placement).filter_by(organisation_id=one.id).one()
    placement.until_date = date(2026, 12, 31)
    db.session.add(Placement(organisation=one, parent=district, name="Đảng bộ phường Mới", from_date=date(2027, 1, 1)))
    one.name = "Đảng bộ phường Mới"
    db.session.commit()
    with time_machine.travel(date(2027, 2, 1)):
        client.sign_in(make.reviewer(district))
        then, now = (client.page(address(one, "compare", year=year, **{"with": two.id})) for year in (2026, 2027))

    for page, name in ((then, "Đảng bộ xã Đồng Mây"), (now, "Đảng bộ phường Mới")):
        assert page.select_one(".folio").get_text(strip=True) == name
        assert page.select_one("main thead th:nth-child(2)").get_text(strip=True) == name


def test_one_branch_beside_another(client, district, reviewer):
    one, two = district_children(district)
    shown = client.sign_in(reviewer).page(address(district, "compare", branch=one.id, **{"with": two.id}))
    first = shown.select_one("main table")
    rows = {
        row.select_one("th").get_text(strip=True): [cell.get_text(strip=True) for cell in row.select("td")]
        for row in first.select("tbody tr")
    }

    assert [head.get_text(strip=True) for head in first.select("thead th")][1:] == [one.name, two.name]
    assert rows["Số chi bộ"] == ["3", "1"]
    assert rows["Tỷ lệ tháng có họp"] == ["30\u00a0%", "20\u00a0%"]
    assert rows["Tỷ lệ nộp phiếu đúng hạn"] == ["100\u00a0%", "100\u00a0%"]
    assert rows["Bình quân – 42-HD/BTCTW"] == ["98,33", "98"]
    assert "Chưa đủ 3 chi bộ" in main(shown)


def test_only_branches_that_the_reader_may_read_are_set_beside(client, district):
    one, two = district_children(district)
    client.sign_in(make.reviewer(one))
    client.page(address(one, "compare", **{"with": two.id}), status=404)
    client.page(address(one, "compare", **{"with": "x"}), status=404)
    assert "Không có đảng bộ nào khác" in main(client.page(address(one, "compare")))
    both = make.appoint(make.reviewer(one), two, Office.OBSERVER, until=date(2199, 1, 1))
    client.sign_in(both)
    assert client.page(address(one, "compare", **{"with": two.id})).select("main table")


def test_a_branch_to_set_beside_is_searched_for_where_they_are_many(client, monkeypatch, district, reviewer):
    monkeypatch.setattr(picking, "MOST", 1)
    one, two = district_children(district)
    page = client.sign_in(reviewer).page(address(one, "compare", q=two.name, year=2026))

    assert [option["value"] for option in page.select("#pick-with option")] == [str(two.id)]
    assert page.select_one("form[role=search] input[name=year]")["value"] == "2026"


def sheets(response):
    assert response.status_code == 200
    book = CalamineWorkbook.from_filelike(BytesIO(response.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_each_page_is_taken_away_as_a_workbook(client, district, reviewer):
    one, two = district_children(district)
    client.sign_in(reviewer)
    for page in PAGES:
        asked = {"branch": one.id, "with": two.id} if page == "compare" else {}
        response = client.get(address(district, f"{page}/export.xlsx", **asked))

        assert response.headers["Content-Disposition"].startswith(f"attachment; filename={page}-2026-dang-bo-")
        for rows in sheets(response).values():
            assert "2026" in rows[0][0] and rows[3][0] and len(rows) > 4


def test_the_workbook_says_what_is_reconstructed_and_what_is_made_up(client, district, reviewer, monkeypatch):
    monkeypatch.setattr(routes.book, "is_demo", lambda: True)
    one, _two = district_children(district)
    [rows] = sheets(client.sign_in(reviewer).get(address(district, "costs/export.xlsx", branch=one.id))).values()

    assert rows[0][0].endswith(f"{one.name} – Dữ liệu minh hoạ")
    assert rows[2][0] == "Mẫu tham khảo – cần đối chiếu bản gốc"


def test_the_workbook_holds_what_the_map_shows_and_no_formula(client, district, reviewer):
    found = sheets(client.sign_in(reviewer).get(address(district, "heatmap/export.xlsx", sort="name")))
    words, points = found["Từng tháng"], found["Điểm"]
    own = next(row for row in words if row[0] == "Chi bộ Cơ quan")
    figures = next(row for row in points if row[0] == "Chi bộ Cơ quan")

    assert own[1:8] == [
        "Đảng bộ huyện Thử", "95 Tốt", "72 Khá, tự chấm", "60 Trung bình", "được phép", "không họp",
        "chưa nộp, quá hạn",
    ]  # fmt: skip
    assert own[14:18] == [1, 1, 1, 0]
    assert figures[2:6] == [95, 72, 60, ""]
    assert [row[0] for row in words[4:]][0] == "=1+1 Chi bộ"


def test_a_larger_branch_takes_no_more_questions(client, app):
    top = books.district()
    client.sign_in(make.reviewer(top))
    numbers = []
    for size in (3, 8):
        commune = make.committee(f"Đảng bộ {size}", top)
        for place in range(size):
            books.marked(commune, f"Chi bộ {place}", months=(1, 2), c3_5="0")
        numbers.append([questions(client, top, page, commune) for page in PAGES])

    assert numbers[0] == numbers[1]


def questions(client, top, page, branch):
    url = address(top, page, branch=branch.id, **{"with": top.id})
    with counted() as sent:
        client.page(url)
    return len(sent)


def test_a_branch_without_anything_says_so(client, app):
    empty = make.committee("Đảng bộ Trống")
    client.sign_in(make.reviewer(empty))
    for page in PAGES:
        assert client.page(address(empty, page)).select(".empty")
        assert client.get(address(empty, f"{page}/export.xlsx")).status_code == 200


def test_in_english_sheets_are_not_called_votes_nor_the_trend_proceedings(client, district, reviewer):
    page = client.sign_in(reviewer).speak("en").page(address(district, "trend"))
    said = page.select_one("main").text
    assert "Trend over 24 months" in said and "Scoresheets" in said
    assert "Proceedings" not in said and "Number of votes" not in said
