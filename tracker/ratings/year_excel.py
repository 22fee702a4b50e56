"""Writes a committee's year, a row a cell, as a workbook. Loaded on first use: it brings XlsxWriter.

Rows go out as they come; what people wrote is text, never a formula, a link or a number.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from tracker.ratings.maps.excel import CHOICES, clean, looks
from tracker.ratings.year_table import Value

WIDE = (3, 34)
"""How many columns of names stand first, and how wide they are."""
NARROW = 12


def write(heading: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, CHOICES) as book:
        _fill(book.add_worksheet(), heading, heads, rows, looks(book))
    return packed.getvalue()


def _fill(sheet: Any, heading: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], forms: Any) -> None:
    """Row by row, as constant memory asks; without looks of their own, so that many rows stay quick."""
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_column(0, WIDE[0] - 1, WIDE[1])
    sheet.set_column(WIDE[0], len(heads) - 1, NARROW)
    sheet.write_string(0, 0, clean(heading), forms["title"])
    for column, head in enumerate(heads):
        sheet.write_string(1, column, clean(head), forms["head"])
    write_number, write_string = sheet.write_number, sheet.write_string
    for place, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            if isinstance(value, str):
                write_string(place, column, value if value.isprintable() else clean(value))
            elif value is not None:
                write_number(place, column, float(value))
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, 1, len(heads) - 1)
