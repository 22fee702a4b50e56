"""The Excel form holds the same as the YAML file, and says in which cell something is wrong."""

import subprocess
import sys
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.guidance.files import DATA, mapping, put
from tests.guidance.test_expressible import COUNTS, HA_TINH, PHU_THO, of_groups
from tracker.guidance import excel_form, excel_writing, fault_words, files, labels, parsing
from tracker.guidance.excel_form import CONDITIONS, CRITERIA, SETTINGS, YEAR
from tracker.guidance.faults import Faults

COLUMNS = list(excel_form.COLUMNS)


def rows_of(content):
    """Every sheet of the form that holds this, as lists of cells to be changed."""
    book = CalamineWorkbook.from_filelike(BytesIO(files.form(content)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def packed(sheets):
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        write = sheet.write_string if isinstance(value, str) else sheet.write
                        write(number, column, str(value) if not isinstance(value, int | float | str) else value)
    return out.getvalue()


def in_two_levels():
    """A criterion by levels and one in parts, each otherwise in a shared sitting."""
    changed = of_groups([60, 40])
    first, second = (changed["sheets"][0]["groups"][place] for place in (0, 1))
    levels = [{"points": "60", "label": "tốt"}, {"points": "30", "label": "được"}]
    halved = [{"points": "40", "label": "tốt"}, {"points": "20.5", "label": "được"}]
    first["criteria"][0] |= {"kind": "levels", "levels": levels, "when_combined": {"full": "40", "levels": halved}}
    first["full_when_combined"] = "40"
    parts = [{"code": "a", "text": "một", "full": "40"}]
    more = [{"code": "a", "text": "một", "full": "50"}, {"code": "b", "text": "= hai", "full": "10"}]
    second["criteria"][0] |= {"kind": "parts", "parts": parts, "when_combined": {"full": "60", "parts": more}}
    second["full_when_combined"] = "60"
    changed["sheets"][0]["step"] = "0.5"
    return changed


ROUND = {
    "hd42": lambda: mapping("hd42"),
    "hd09-2019": lambda: mapping("hd09-2019"),
    "groups of Hà Tĩnh": lambda: of_groups(HA_TINH),
    "counts of Phú Thọ": lambda: of_groups(PHU_THO, year_rule=COUNTS),
    "levels and parts of a shared sitting": in_two_levels,
}


@pytest.mark.parametrize("name", ROUND)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_exported_is_imported_as_the_same_guidance(app, name, language):
    content = ROUND[name]()
    with app.test_request_context():
        reading = files.read(files.form(content), "bieu.xlsx")

        assert files.parse(reading, "bieu.xlsx") == parsing.parse(content, name)


def test_the_form_twice_exported_is_the_same(app):
    once = files.read(files.form(mapping()), "x").mapping

    assert files.read(files.form(once), "x").mapping == once


def test_an_empty_form_says_in_which_cells_to_begin(app):
    reading = files.read(files.form({}), "trong.xlsx")
    with pytest.raises(Faults) as caught:
        files.parse(reading, "trong.xlsx")

    said = fault_words.sentences(caught.value)
    assert "trong.xlsx, ô Thiết lập!B2: thiếu mục “mã (code)”. Hãy bổ sung." in said
    assert any(one.startswith("trong.xlsx, ô Tiêu chí!A2: thiếu mục “phiếu (sheets)”") for one in said)
    assert all(", ô " in one for one in said)


def row(rows, kind, code):
    """The number of the row of that kind and code, counted from one as Excel does."""
    return next(number for number, one in enumerate(rows, start=1) if one[0] == kind and one[1] == code)


def at(kind, code, column, below=0):
    return lambda sheets: (CRITERIA, row(sheets[CRITERIA], kind, code) + below, COLUMNS.index(column))


def setting(path):
    return lambda sheets: (SETTINGS, [one[3] for one in sheets[SETTINGS]].index(path) + 1, 1)


CELLS = [
    (at("Tiêu chí", "2.1", "Cách chấm"), "theo sao", "không có lựa chọn “theo sao”. Hãy chọn một trong: theo mức (l"),
    (at("Tiêu chí", "2.1", "Điểm chuẩn"), "bốn", "“bốn” không phải là số"),
    (at("Tiêu chí", "2.1", "Phép đối chiếu"), "đoán", "không có phép đối chiếu “đoán”"),
    (at("Tiêu chí", "2.1", "Nội dung"), "", "thiếu mục “nội dung tiêu chí (text)”"),
    (at("Tiêu chí", "2.1", "Đạt khi", 2), "số người ốm = 0", "không đo “số người ốm”. Phép ấy đo: tỷ lệ có mặt (%)"),
    (at("Tiêu chí", "2.1", "Đạt khi", 2), "đông đủ", "“đông đủ” không phải là phép so sánh"),
    (at("Tiêu chí", "2.1", "Đạt khi", 2), "tỷ lệ có mặt (%) >= nhiều", "“>= nhiều” không phải là phép so sánh"),
    (at("Tiêu chí", "2.1", "Bước điểm", 1), "1", "dòng “Mức” không dùng cột “Bước điểm”. Hãy xóa ô này."),
    (at("Tiêu chí", "3.3", "Không áp dụng thì"), "", "thiếu mục “không áp dụng thì (if_not_applicable)”"),
    (at("Tiêu chí", "3.3", "Chỉ áp dụng khi"), "trời mưa", "không có lựa chọn “trời mưa”"),
    (at("Nhóm", "4", "Điểm chuẩn"), 41, "nhưng nhóm ghi 41"),
    (at("Tiêu chí", "4.9", "Dòng"), "Tiêu chỉ", "dòng loại “Tiêu chỉ” không có trong biểu"),
    (at("Phiếu", "TK-HD42", "Loại kỳ họp"), "đại hội", "không có lựa chọn “đại hội”"),
    (at("Phiếu", "TK-HD42", "Dòng"), "Nhóm", "dòng “Nhóm” phải đứng dưới một dòng “Phiếu”"),
    (setting("valid_from"), "hôm qua", "“hôm qua” không phải là ngày"),
    (setting("settings.quorum"), "3/2", "phải là phân số"),
    (setting("settings.notice_counts"), "bản đẹp", "Hãy chọn một trong: bản gửi đầu tiên (first)"),
    (setting("classes.fair"), 95, "chồng lên loại Tốt"),
    (setting("attendance.floor"), "90", "không phải là phép so sánh"),
    (lambda _sheets: (CONDITIONS, 2, 4), "9.9", "không có tiêu chí “9.9”"),
    (lambda _sheets: (YEAR, 2, 1), "thật tốt", "không có lựa chọn “thật tốt”"),
    (lambda _sheets: (YEAR, 5, 3), "", "thiếu mục “đếm các kỳ xếp loại (class)”"),
    (lambda _sheets: (CRITERIA, 1, 6), "Phép đối chiểu", "Có phải là “Phép đối chiếu”?"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "value", "said"), CELLS)
def test_a_fault_is_told_with_its_cell_and_its_mend(app, where, value, said):
    sheets = rows_of(mapping())
    sheet, number, column = where(sheets)
    sheets[sheet][number - 1][column] = value

    with pytest.raises(Faults) as caught:
        files.parse(files.read(packed(sheets), "bieu.xlsx"), "bieu.xlsx")

    cell = f"{sheet}!{chr(ord('A') + column)}{number}"
    found = [one for one in fault_words.sentences(caught.value) if one.startswith(f"bieu.xlsx, ô {cell}: ")]
    assert any(said in one for one in found), fault_words.sentences(caught.value)


def test_a_setting_that_the_form_does_not_have_is_told(app):
    sheets = rows_of(mapping())
    sheets[SETTINGS].append(["Số phút giải lao", "15", "", ""])

    with pytest.raises(Faults) as caught:
        files.parse(files.read(packed(sheets), "x"), "x")

    [said] = fault_words.sentences(caught.value)
    assert f"ô Thiết lập!B{len(sheets[SETTINGS])}: không có mục “Số phút giải lao”" in said


def test_all_faults_of_a_form_are_told_at_once(app):
    sheets = rows_of(mapping())
    for where, value, _said in CELLS[:4]:
        sheet, number, column = where(sheets)
        sheets[sheet][number - 1][column] = value

    with pytest.raises(Faults) as caught:
        files.parse(files.read(packed(sheets), "x"), "x")

    assert {caught.value.cell(one.path)[:9] for one in caught.value.items} >= {"Tiêu chí!"}
    assert len(caught.value.items) >= 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 nothing", "không đọc được như một tệp Excel"),
        (b"\xff\xfe\x00\x01", "UTF-8"),
        (b"x" * 4_000_001, "không quá 4 MB"),
    ],
)
def test_a_file_that_is_no_form_is_said_so(app, content, said):
    with pytest.raises(Faults) as caught:
        files.read(content, "hong.xlsx")

    assert said in fault_words.sentences(caught.value)[0]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"Trang 1": [["a"]]}, "thiếu trang tính “Tiêu chí”"),
        ({CRITERIA: [["a"]], SETTINGS: [["b"]]}, "trang tính “Thiết lập” không có dòng tiêu đề"),
    ],
)
def test_a_workbook_that_is_another_is_said_so(app, sheets, said):
    with pytest.raises(Faults) as caught:
        files.read(packed(sheets), "khac.xlsx")

    assert said in fault_words.sentences(caught.value)[0]


def with_cells(cells):
    """The empty form, with more rows written into its first sheet."""
    source, out = ZipFile(BytesIO(files.form({}))), BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed_again:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", cells + b"</sheetData>")
            packed_again.writestr(part.filename, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c t="n"><v>1</v></c></row><row r="1048576">' + b"<c><v>1</v></c>" * 3 + b"</row>",
        b'<row r="3000"><c r="XFD3000" t="str"><v>x</v></c></row>',
    ],
)
def test_a_cell_far_off_is_refused_before_it_fills_the_memory(app, cells):
    """The reader holds the whole area up to the farthest cell: these few bytes are up to 500 GB to it."""
    with pytest.raises(Faults) as caught:
        files.read(with_cells(cells), "xa.xlsx")

    assert "Hãy xóa những ô ngoài biểu" in fault_words.sentences(caught.value)[0]


def test_cells_that_are_coloured_and_hold_nothing_do_no_harm(app):
    coloured = b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'

    assert files.read(with_cells(coloured), "x").mapping == files.read(files.form({}), "x").mapping


def test_signs_that_are_no_text_are_left_out(app):
    written = b'<row r="40"><c r="A40" t="str"><v>a_x0000_b_x001B_c</v></c></row>'

    [fault] = [one for one in files.read(with_cells(written), "x").faults if one.path == "Tiêu chí!A40"]

    assert dict(fault.params)["value"] == "abc"


def test_another_kind_of_table_is_no_form(app):
    out = BytesIO()
    with ZipFile(out, "w") as packed_anew:
        packed_anew.writestr("content.xml", b"<office:document-content/>")

    with pytest.raises(Faults) as caught:
        files.read(out.getvalue(), "bang.ods")

    assert "kiểu .xlsx" in fault_words.sentences(caught.value)[0]


def test_words_may_be_typed_as_they_come(app):
    sheets = rows_of(mapping())
    for where, value in (
        (at("Tiêu chí", "2.1", "Cách chấm"), "  THEO   Mức "),
        (at("Tiêu chí", "2.2", "Cách chấm"), "yes_no"),
        (at("Tiêu chí", "2.1", "Đạt khi", 1), "present_percent ≥ 90\nsố người vắng không lý do = không"),
        (setting("valid_from"), "28/10/2025"),
    ):
        sheet, number, column = where(sheets)
        sheets[sheet][number - 1][column] = value

    assert files.parse(files.read(packed(sheets), "x"), "x") == parsing.parse(mapping(), "x")


def test_titles_may_stand_lower_and_columns_in_another_order(app):
    sheets = rows_of(mapping())
    sheets[CRITERIA] = [["PHIẾU CHẤM"], [], *[list(reversed(one)) for one in sheets[CRITERIA]]]

    assert files.parse(files.read(packed(sheets), "x"), "x") == parsing.parse(mapping(), "x")


def test_no_text_becomes_a_formula(app):
    changed = mapping()
    put(changed, "sheets.0.groups.0.criteria.0.text", "=1+1")
    book = CalamineWorkbook.from_filelike(BytesIO(files.form(changed)))

    assert "=1+1" in [one[2] for one in book.get_sheet_by_name(CRITERIA).to_python()]


@pytest.mark.parametrize("table", labels.TABLES)
def test_no_two_words_of_a_table_are_called_alike(app, table):
    for language in labels.LANGUAGES:
        with app.test_request_context():
            said = [labels.folded(labels.label(table, one)) for one in labels.TABLES[table]]
        assert len(set(said)) == len(said), language


def test_every_column_is_offered_and_every_row_fills_known_columns():
    assert {title for held in excel_form.HELD.values() for title in held} | {"Dòng"} == set(COLUMNS)
    assert set(excel_writing.AT_COLUMN) <= set(COLUMNS)


def test_starting_up_loads_no_library_for_excel():
    code = "import sys, tracker; tracker.create_app; import tracker.stages, tracker.cli\n"
    code += "print([one for one in ('xlsxwriter', 'python_calamine') if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=DATA.parents[2])

    assert done.stdout.strip() == "[]"
