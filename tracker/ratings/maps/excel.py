"""Writes tables as a workbook. Loaded on first use: it brings XlsxWriter."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from tracker.guidance.words import wording
from tracker.ratings.maps.tables import Cell, Table, kind

NAME = 31  # what Excel allows for a worksheet's name
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WIDE, NARROW = 34, 12
CHOICES = {
    "constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip


def write(heading: str, tables: Sequence[Table]) -> bytes:
    """A worksheet for each table. What people wrote is text, never a formula, a link or a number."""
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, CHOICES) as book:
        forms = looks(book)
        for place, table in enumerate(tables, start=1):
            _sheet(book.add_worksheet(_name(table.name, place)), heading, table, forms)
        if not tables:
            book.add_worksheet().write_string(0, 0, heading, forms["title"])
    return packed.getvalue()


def looks(book: Any) -> dict[str, Any]:
    basic = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    return {
        "title": book.add_format(basic | {"bold": True, "font_size": 14}),
        "head": book.add_format(basic | {"bold": True, "bg_color": "#F1E4DC", "border": 1, "text_wrap": True}),
        "words": book.add_format(basic | {"text_wrap": True, "num_format": "@"}),
        "figure": book.add_format(basic | {"num_format": "General"}),
        "share": book.add_format(basic | {"num_format": "0.0%"}),
    }


def _sheet(sheet: Any, heading: str, table: Table, forms: dict[str, Any]) -> None:
    """Row by row, as constant memory asks."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    for column in range(len(table.columns)):
        sheet.set_column(column, column, NARROW if column and _is_narrow(table, column) else WIDE)
    sheet.write_string(0, 0, clean(heading), forms["title"])
    sheet.write_string(1, 0, clean(table.caption), forms["words"])
    sheet.write_string(2, 0, clean(table.note), forms["words"])
    for column, head in enumerate(table.columns):
        sheet.write_string(3, column, clean(head.label), forms["head"])
    for row, cells in enumerate(table.rows, start=4):
        for column, cell in enumerate(cells):
            _put(sheet, row, column, cell, forms)
    sheet.freeze_panes(4, 1)


def _is_narrow(table: Table, column: int) -> bool:
    return table.columns[column].is_figure or len(table.columns) > len("ABCDEFGH")


def _put(sheet: Any, row: int, column: int, cell: Any, forms: dict[str, Any]) -> None:
    of = kind(cell)
    if of == "none" or (of == "share" and cell.value is None):
        return
    if of == "share":
        sheet.write_number(row, column, float(cell.value), forms["share"])
    elif of == "figure":
        sheet.write_number(row, column, float(cell), forms["figure"])
    else:
        sheet.write_string(row, column, _text(of, cell), forms["words"])


def _text(of: str, cell: Cell) -> str:
    if of == "criterion":
        return clean(f"{cell.code} {wording(cell)}")  # type: ignore[union-attr, arg-type]  # its kind says what it is
    return clean(cell.text if of == "said" else str(cell))  # type: ignore[union-attr]  # its kind says what it is


def clean(text: str) -> str:
    """Without the signs that no workbook can hold."""
    return UNSEEN.sub("", text)


def _name(name: str, place: int) -> str:
    """One that Excel takes, and none twice."""
    short = FORBIDDEN.sub("-", clean(name)).strip()[:NAME]
    return short or str(place)
