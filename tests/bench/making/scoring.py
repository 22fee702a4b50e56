"""Totals that differ from copy to copy: every total is what the product's own tally makes of the marks."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from tests.bench.making.copying import Played
from tests.bench.making.loading import Loader
from tracker.audit.service import plain
from tracker.extensions import db
from tracker.guidance.kinds import CriterionKind
from tracker.guidance.sheets import Criterion
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets import suggesting
from tracker.scoresheets.models import Mark, Scoresheet

LEAST = Decimal("0.4")  # of a full mark
HALF = Decimal("0.5")
STEPS = 5  # up and down
LEAN = 4  # steps
TOTAL_COLUMNS = ("kind", "scoresheet_id", "total", "self_class", "recognised_total", "recognised_class", "is_last")
MARK_COLUMNS = ("kind", "scoresheet_id", "criterion", "applies", "given", "parts", "note", "recognised")


@dataclass
class Kinds:
    """Rows of ``bench_total`` and ``bench_mark``, by kind of copy; kind 0 is the played cell itself."""

    totals: list[tuple[Any, ...]]
    marks: list[tuple[Any, ...]]

    def scores(self, kind: int) -> dict[int, tuple[str, str]]:
        """Recognised total and class in text, by sheet."""
        return {row[1]: (plain(Decimal(row[4]) / 100), str(row[5])) for row in self.totals if row[0] == kind}


def kinds(number: int, played: Played) -> Kinds:
    """Every sheet of the played cell marked in so many ways. Nothing of it is kept in the session."""
    made = Kinds([], [])
    with db.session.no_autoflush:
        for sheet in db.session.scalars(select(Scoresheet).where(Scoresheet.cell_id == played.cell_id)).all():
            free = _free(sheet)
            stood = {mark.criterion: mark.given for mark in sheet.marks}
            for kind in range(number):
                for mark, criterion in free:
                    mark.given = _given(stood[mark.criterion], criterion, kind, sheet.id)
                _note(made, kind, sheet, played)
    db.session.rollback()
    return made


def _free(sheet: Scoresheet) -> list[tuple[Mark, Criterion]]:
    """The marks that no record decides and the committee left alone."""
    found = suggesting.stored(sheet)
    criteria = {one.code: one for one in scoresheets.form_of(sheet).criteria(sheet.kind)}
    free = []
    for mark in sorted(sheet.marks, key=lambda one: one.criterion):
        criterion, suggested = criteria[mark.criterion], found.get((mark.criterion, ""))
        decided = suggested is not None and suggested.points is not None
        is_plain = criterion.kind is CriterionKind.NUMBER and not criterion.levels and not criterion.parts
        if mark.applies and mark.given is not None and mark.recognised is None and is_plain and not decided:
            free.append((mark, criterion))
    return free


def _given(stood: Decimal, criterion: Criterion, kind: int, sheet_id: int) -> Decimal:
    """Some steps up or down, by arithmetic that looks like chance; some kinds of cell are kinder to themselves."""
    if kind == 0:
        return stood
    step = max(criterion.step, HALF)
    mixed = (kind * 2654435761 + sheet_id * 40503 + sum(map(ord, criterion.code)) * 97) % 4294967296
    lean = (kind % 5 - 2) * LEAN
    moved = stood + step * (mixed // 65536 % (2 * STEPS + 1) - STEPS + lean)
    least = criterion.full * LEAST // step * step
    return min(max(moved, least), criterion.full)


def _note(made: Kinds, kind: int, sheet: Scoresheet, played: Played) -> None:
    own, recognised = scoresheets.tally(sheet), scoresheets.tally(sheet, recognised=True)
    is_last = (sheet.year, sheet.month) == (played.last_year, played.last_month)
    made.totals.append(
        (kind, sheet.id, _hundredths(own.total), own.quality, _hundredths(recognised.total), recognised.quality,
         is_last)
    )  # fmt: skip
    made.marks += [
        (kind, sheet.id, mark.criterion, mark.applies, _hundredths(mark.given), json.dumps(mark.parts), mark.note,
         _hundredths(mark.recognised))
        for mark in sheet.marks
    ]  # fmt: skip


def _hundredths(points: Decimal | None) -> int | None:
    return None if points is None else int(points * 100)


def note(loader: Loader, made: Kinds) -> None:
    """As tables of the load's connection, which the copying joins."""
    loader.run(
        "CREATE TEMPORARY TABLE bench_total (kind INTEGER, scoresheet_id INTEGER, total INTEGER,"
        " self_class VARCHAR(40), recognised_total INTEGER, recognised_class VARCHAR(40), is_last BOOLEAN)"
    )
    loader.run(
        "CREATE TEMPORARY TABLE bench_mark (kind INTEGER, scoresheet_id INTEGER, criterion VARCHAR(20),"
        " applies BOOLEAN, given INTEGER, parts JSON, note TEXT, recognised INTEGER)"
    )
    loader.add("bench_total", TOTAL_COLUMNS, made.totals)
    loader.add("bench_mark", MARK_COLUMNS, made.marks)
    loader.run("CREATE INDEX bench_total_of ON bench_total (kind, scoresheet_id)")
    loader.run("CREATE INDEX bench_mark_of ON bench_mark (kind)")


def copy_marks(loader: Loader, played: Played) -> None:
    span = played.spans["scoresheet"]
    named = ", ".join(MARK_COLUMNS[2:])
    values = ", ".join(f"m.{name}" for name in MARK_COLUMNS[2:])
    loader.run(
        f"INSERT INTO mark (scoresheet_id, {named}) SELECT m.scoresheet_id + c.k * {span}, {values}"
        " FROM bench_copy c CROSS JOIN bench_mark m WHERE m.kind = c.kind AND c.k > 0"
    )
