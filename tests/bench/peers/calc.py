"""The same year in LibreOffice: a workbook of the scores with formulas and no result, recalculated and written out.

A row a cell: twelve scores (a month without one is blank), mean, lowest, highest, how many of each class by its points,
months missing, and a class by the mean and the months. The rule of the book asks more; what it asks of the quarters and
of lowered classes is left out here, in LibreOffice's favour.
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
    "=ROUND(AVERAGE(B{n}:M{n}),2)",
    "=MIN(B{n}:M{n})",
    "=MAX(B{n}:M{n})",
    '=COUNTIF(B{n}:M{n},">=90")',
    '=COUNTIFS(B{n}:M{n},">=70",B{n}:M{n},"<90")',
    '=COUNTIFS(B{n}:M{n},">=50",B{n}:M{n},"<70")',
    '=COUNTIF(B{n}:M{n},"<50")',
    "=COUNTBLANK(B{n}:M{n})",
    '=IF(AND(N{n}>=90,U{n}=0,Q{n}>=10,S{n}+T{n}=0),"good",IF(AND(N{n}>=70,U{n}<=1,T{n}=0),"fair",'
    'IF(N{n}>=50,"average","poor")))',
)
MEAN = 13  # the column of the first formula


def write(path: Path, scores: Sequence[tuple[str, Sequence[float | None]]]) -> None:
    """By cell its code and twelve scores."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, (code, points) in enumerate(scores):
            sheet.write_string(place, 0, code)
            for month, point in enumerate(points, start=1):
                if point is not None:
                    sheet.write_number(place, month, point)
            for column, formula in enumerate(FORMULAS, start=MEAN):
                sheet.write_formula(place, column, formula.format(n=place + 1), None, "")


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
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    return workbook.with_suffix(".csv")


def means(written: Path) -> dict[str, str]:
    """By code, as LibreOffice says it."""
    with written.open(encoding="utf-8") as lines:
        return {row[0]: row[MEAN] for row in csv.reader(lines)}
