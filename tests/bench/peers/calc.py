"""The same year in LibreOffice: a workbook of the scores with formulas and no result, recalculated and written out.

As a list: a line a sheet (code, month, points), and for each cell what its lines come to by conditional formulas, the
way a list of scores is summed up by those who keep one. As a table: a row a cell with twelve columns, which is
recalculated much sooner and has to be typed in that form. Both stop at mean, lowest, highest, counts by class and
missing months; the table has a class by these. What the rule of the book asks besides is left out, in
LibreOffice's favour.
"""

import csv
import subprocess
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501
FORMULAS = (
    "=ROUND(AVERAGE(K{n}:V{n}),2)",
    "=MIN(K{n}:V{n})",
    "=MAX(K{n}:V{n})",
    '=COUNTIF(K{n}:V{n},">=90")',
    '=COUNTIFS(K{n}:V{n},">=70",K{n}:V{n},"<90")',
    '=COUNTIFS(K{n}:V{n},">=50",K{n}:V{n},"<70")',
    '=COUNTIF(K{n}:V{n},"<50")',
    "=COUNTBLANK(K{n}:V{n})",
    '=IF(AND(B{n}>=90,I{n}=0,E{n}>=10,G{n}+H{n}=0),"good",IF(AND(B{n}>=70,I{n}<=1,H{n}=0),"fair",'
    'IF(B{n}>=50,"average","poor")))',
)
LIST_FORMULAS = (
    "=ROUND(AVERAGEIFS({points},{codes},A{n}),2)",
    "=_xlfn.MINIFS({points},{codes},A{n})",
    "=_xlfn.MAXIFS({points},{codes},A{n})",
    '=COUNTIFS({codes},A{n},{points},">=90")',
    '=COUNTIFS({codes},A{n},{points},">=70",{points},"<90")',
    '=COUNTIFS({codes},A{n},{points},">=50",{points},"<70")',
    '=COUNTIFS({codes},A{n},{points},"<50")',
    "=12-COUNTIFS({codes},A{n})",
)
Scores = Sequence[tuple[str, Sequence[float | None]]]
"""By cell its code and twelve scores, blank where there is none."""


def write_table(path: Path, scores: Scores) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, (code, points) in enumerate(scores):
            sheet.write_string(place, 0, code)
            for column, formula in enumerate(FORMULAS, start=1):
                sheet.write_formula(place, column, formula.format(n=place + 1), None, "")
            for column, point in enumerate(points, start=len(FORMULAS) + 1):
                if point is not None:
                    sheet.write_number(place, column, point)


def write_list(path: Path, scores: Scores) -> None:
    """The cells first, since the first worksheet is the one written out."""
    with xlsxwriter.Workbook(path) as book:
        cells, sheets = book.add_worksheet("Nam"), book.add_worksheet("Phieu")
        lines = 0
        for code, points in scores:
            for month, point in enumerate(points, start=1):
                if point is not None:
                    sheets.write_row(lines, 0, (code, month, point))
                    lines += 1
        ranges = {"codes": f"Phieu!$A$1:$A${lines}", "points": f"Phieu!$C$1:$C${lines}"}
        for place, (code, _points) in enumerate(scores):
            cells.write_string(place, 0, code)
            for column, formula in enumerate(LIST_FORMULAS, start=1):
                cells.write_formula(place, column, formula.format(n=place + 1, **ranges), None, "")


def prepare(profile: Path) -> None:
    """A user's folder in which every workbook is recalculated when it is opened."""
    place = profile / "user"
    place.mkdir(parents=True, exist_ok=True)
    (place / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")


def recalculate(soffice: str, profile: Path, workbook: Path) -> Path:
    """The whole process: started, opened, recalculated, written as text, ended."""
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "csv", "--outdir",
         str(workbook.parent), str(workbook)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900,
    )  # fmt: skip
    return workbook.with_suffix(".csv")


def means(written: Path) -> dict[str, str]:
    """By code, as LibreOffice came to them."""
    with written.open(encoding="utf-8") as lines:
        return {row[0]: row[1] for row in csv.reader(lines)}
