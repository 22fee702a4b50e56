"""A workbook of given cells written by XlsxWriter and nothing else: the least that such a file costs."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter


def write(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"constant_memory": True, "in_memory": True}) as book:
        sheet = book.add_worksheet()
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head)
        for place, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(place, column, value)
                elif value is not None:
                    sheet.write_number(place, column, float(value))
    return packed.getvalue()
