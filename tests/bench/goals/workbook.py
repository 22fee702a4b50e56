"""Goal 10: papers. The year of a province as a workbook; sheets as PDF when they are built."""

from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from tests.bench.goals import Context, Goal, Result, at_most, in_seconds
from tests.bench.goals.year import in_context
from tests.bench.measuring import compare
from tests.bench.peers import workbook
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.ratings import year_excel, year_table


def papers(context: Context) -> list[Result]:
    return [year(context), sheets()]


def year(context: Context) -> Result:
    """From the database to the file, beside the same cells written from memory."""
    book = context.book("S3")
    marks = book.landmarks
    with book.app().app_context():
        province, today = db.session.get_one(Organisation, marks.province_id), date(marks.year + 1, 6, 1)
        heads, rows = year_table.heads(), list(year_table.rows(province, marks.year, today))

        def ours() -> bytes:
            return year_excel.write("Năm", year_table.heads(), year_table.rows(province, marks.year, today))

        def bare() -> bytes:
            return workbook.write(heads, rows)

        assert read(ours())[2:] == read(bare())[1:], "the two workbooks do not say the same"
        ratio = compare("year workbook", ours, bare, goal=1.5)
        note = f"{len(rows):,} rows of {len(heads)} columns, read from the book, with heads and widths."
        return at_most(
            "workbook of a province's year / XlsxWriter writing the same cells bare", ratio, 1.5, note=note,
            sides=in_seconds(ratio), profile=lambda: in_context(book, ours),
        )  # fmt: skip


def read(packed: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(packed)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def sheets() -> Result:
    return Result(
        "200 sheets as PDF / WeasyPrint", "≤ 0.05", "–", None, note="not measured: the book does not make these papers"
    )


GOALS = [
    Goal(
        10,
        "a year's workbook / XlsxWriter bare; 200 sheets as PDF / WeasyPrint",
        "≤ 1.5; ≤ 0.05",
        papers,
        books=(("S3", "sqlite"),),
    ),
]
