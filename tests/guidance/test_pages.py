import pytest

from tests import factories as make

STAMP = "Mẫu tham khảo – cần đối chiếu bản gốc"


@pytest.fixture
def reader(client):
    return client.sign_in(make.member(make.cell()))


@pytest.fixture(params=["HD42", "HD09-2019"])
def version(request, app):
    return make.guidance(request.param)


def words(page):
    return " ".join(page.select_one("main").text.split())


def test_an_empty_list_says_what_to_do(reader):
    assert "tracker guidance import" in words(reader.page("/guidance/"))


def test_the_list_names_every_version_and_every_sheet(reader, version):
    page = reader.page("/guidance/")

    rows = [" ".join(row.text.split()) for row in page.select("tbody tr")]
    assert ["TK-HD42, CD-HD42" in rows[0], "TK-2019, CD-2019" in rows[1]] == [True, True]
    assert all(STAMP in row for row in rows)


def test_a_version_is_readable(reader, version):
    page = reader.page(f"/guidance/{version.id}")

    assert version.number in page.select_one("h1").text
    assert len(page.select("table.ledger")) == 3


def test_an_english_reader_gets_the_files_english(reader, app):
    text = reader.speak("en").get(f"/guidance/{make.guidance('HD42').id}").text

    assert "Members who spoke out of those present" in text
    assert "Số đảng viên phát biểu so với số có mặt" not in text


def test_the_page_says_criteria_levels_classes_and_the_year(reader, app):
    page = words(reader.page(f"/guidance/{make.guidance('HD42').id}"))

    for said in (
        "Tỷ lệ đảng viên có mặt so với số phải dự",
        "15; họp chung: 10",
        "0; họp chung: 5",
        "từ 70 đến dưới 90 điểm",
        "điểm trung bình từ 90",
        "ít nhất 10 trong 12 tháng xếp Tốt",
        "không kỳ nào xếp Trung bình trở xuống",
        "thiếu nhiều nhất 1 kỳ thường kỳ",
        "ít nhất 1 ngày",
        "từ 120 phút",
        "Đạt yêu cầu khi có mặt từ 90 %",
        "28/10/2025",
        STAMP,
    ):
        assert said in page


def test_the_total_of_a_sheet_stands_under_it(reader, version):
    page = reader.page(f"/guidance/{version.id}")

    feet = [
        row.select_one(".num").text
        for row in page.select("table.ledger tbody:last-child tr")
        if "Tổng điểm" in row.text
    ]
    assert feet == ["100", "100"]


def test_a_version_that_does_not_exist_is_not_found(reader, app):
    assert reader.get("/guidance/999").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, app):
    assert client.get("/guidance/").status_code == 302
