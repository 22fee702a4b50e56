"""Opens a workbook once it is known to be small: python-calamine holds every cell up to the lowest and rightmost."""

import re
import zlib
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from tracker.guidance.faults import Fault, Faults

UNPACKED = 40_000_000  # bytes; a form of a hundred criteria unpacks to under one million
LARGEST_AREA = 2_000_000  # cells from A1 to the farthest that holds something; a form takes some ten thousand
MAIN_PART = "xl/workbook.xml"
OTHER_MAIN_PARTS = {"xl/workbook.bin", "content.xml"}
ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>")
REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")


def opened(content: bytes, file: str) -> Any:
    """The workbook; raises ``Faults`` where it is none, or would take more memory than a form may."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            _check(packed, file)
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except (BadZipFile, CalamineError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise Faults(file, (Fault("", "not_excel"),)) from error


def _check(packed: ZipFile, file: str) -> None:
    names = set(packed.namelist())
    if MAIN_PART not in names or names & OTHER_MAIN_PARTS:
        raise Faults(file, (Fault("", "not_excel"),))
    if sum(part.file_size for part in packed.infolist()) > UNPACKED:
        raise Faults(file, (Fault("", "too_big", (("most", "4"),)),))
    for part in packed.infolist():
        row, column = farthest(packed.read(part))
        if row * column > LARGEST_AREA:
            raise Faults(file, (Fault("", "too_wide", (("row", str(row)), ("column", str(column)))),))


def farthest(sheet: bytes) -> tuple[int, int]:
    """The lowest row and the rightmost column that hold something, from one; nought where nothing does.

    A row or cell that does not say where it stands follows the one before it.
    """
    lowest = rightmost = row = column = 0
    for tag, said in ROW_OR_CELL.findall(sheet):
        place = REFERENCE.search(said)
        if tag == b"row":
            row, column = (int(place[2]) if place else row + 1), 0
            continue
        row, column = (int(place[2]), _number(place[1])) if place else (row, column + 1)
        if not said.endswith(b"/"):
            lowest, rightmost = max(lowest, row), max(rightmost, column)
    return lowest, rightmost


def _number(letters: bytes) -> int:
    """``A`` is 1, ``AA`` 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
