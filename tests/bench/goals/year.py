"""Goals 1 to 3: the year of all cells, computed afresh, kept, shown and printed."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.bench import imports, profiles
from tests.bench.books import ROOT
from tests.bench.goals import Book, Context, Goal, NotMeasured, Profile, Result, at_least, at_most, in_seconds
from tests.bench.measuring import RUNS, compare
from tests.bench.peers import calc, raw
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.ratings import branch, many
from tracker.ratings.gathering import AGREED
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED

ROUNDS = 15
COMMAND = "from tracker.cli import main; main()"
HUNDREDTH = Decimal("0.01")


@contextmanager
def opened(book: Book) -> Iterator[tuple[Any, Callable[[], list[tuple[Any, ...]]]]]:
    """The application's context, and the raw scan of the same year on a connection of its own."""
    app = book.app()
    with app.app_context(), raw.connection_to(book) as connection:
        yield app, lambda: raw.scan(connection, book.landmarks.year)


def computing(context: Context) -> list[Result]:
    book = context.book("S3")
    year, province = book.landmarks.year, book.landmarks.province_id
    today = date(year + 1, 6, 1)
    with opened(book) as (_app, scanned):

        def afresh() -> dict[int, many.Figures]:
            return many.of_year(year, today)

        def kept() -> list[branch.BranchLine]:
            return branch.branches(db.session.get_one(Organisation, province), year, today)

        cells = check_same(afresh(), scanned())
        counted = sum(line.totals.cells for line in kept())
        fresh = compare("afresh", afresh, scanned, goal=1.5, rounds=ROUNDS)
        summary = compare("from the summary", kept, scanned, goal=0.3, rounds=ROUNDS)
    return [
        at_most(
            "the year of every cell computed afresh / raw SQL covering scan", fresh, 1.5, sides=in_seconds(fresh),
            note=f"{cells:,} cells, by the rule; the raw statement counts and adds up, and gives no class.",
            profile=lambda: in_context(book, afresh),
        ),
        at_most(
            "classes of the year from the kept summary / the same scan", summary, 0.3, sides=in_seconds(summary),
            note=f"{counted:,} cells by the branches of the province, as its page asks for them.",
            profile=lambda: in_context(book, kept),
        ),
    ]  # fmt: skip


def in_context(book: Book, act: Callable[[], Any]) -> Profile:
    with book.app().app_context():
        return profiles.of_act(act)


def check_same(figures: dict[int, many.Figures], scanned: list[tuple[Any, ...]]) -> int:
    """Both say the same of every cell that has a score; how many cells there are."""
    for cell_id, number, mean, lowest, highest, *counts in scanned:
        ours = figures[cell_id]
        theirs = (Decimal(mean) / 100).quantize(HUNDREDTH, ROUND_HALF_UP)
        assert (ours.scored, ours.lowest, ours.highest) == (number, Decimal(lowest) / 100, Decimal(highest) / 100)
        assert abs(ours.mean - theirs) <= HUNDREDTH, f"cell {cell_id}: {ours.mean} and {theirs}"
        assert [count for _quality, count in ours.counts] == counts
    return len(figures)


def pages(context: Context) -> list[Result]:
    book = context.book("S3")
    marks = book.landmarks
    with opened(book) as (app, scanned):
        province, district = (
            opening(app, marks.province_token, committee_id, marks.year)
            for committee_id in (marks.province_id, marks.district_id)
        )
        of_scan = compare("province's page", province, scanned, goal=0.4, rounds=ROUNDS)
        of_district = compare("province's page", province, district, goal=1.3, rounds=ROUNDS)
    path = page_of(marks.province_id, marks.year)
    where = partial(profiles.of_page, book, marks.province_token, path)
    return [
        at_most(f"province's year page / {other}", ratio, bound, sides=in_seconds(ratio), profile=where)
        for other, ratio, bound in (("the raw scan", of_scan, 0.4), ("a district's", of_district, 1.3))
    ]


def page_of(committee_id: int, year: int) -> str:
    return f"/committees/{committee_id}/ratings/{year}"


def opening(app: Any, token: str, committee_id: int, year: int) -> Callable[[], None]:
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = token
    path = page_of(committee_id, year)

    def look() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"

    return look


def printing(context: Context) -> list[Result]:
    if context.soffice is None:
        raise NotMeasured("no LibreOffice found (soffice)")
    calc.prepare(context.folder / "calc")
    warm_up(context)
    sizes = (("S2", 5.0), ("S3", 20.0))
    return [line for size, bound in sizes for line in beside_calc(context, context.book(size), bound)]


def warm_up(context: Context) -> None:
    """LibreOffice's first start makes its user's folder, and both programs are read from the disk."""
    few = context.folder / "few.xlsx"
    calc.write_table(few, [("A", [90.0] * 12)])
    calc.recalculate(context.soffice, context.folder / "calc", few)
    rate_all(context.book("S2"))


def beside_calc(context: Context, book: Book, bound: float) -> list[Result]:
    """Beside both ways of keeping such a workbook, of which a table is the quick one and comes first."""
    scores = scores_of(book)
    return [
        beside_workbook(context, book, bound, scores, layout, context.folder / f"{book.size}-{number}.xlsx")
        for number, layout in enumerate(LAYOUTS)
    ]


def beside_workbook(
    context: Context, book: Book, bound: float, scores: calc.Scores, layout: str, workbook: Path
) -> Result:
    """The last recalculation is checked: LibreOffice did come to the same means."""
    write, most = LAYOUTS[layout]
    write(workbook, scores)

    def recalculated() -> None:
        calc.recalculate(context.soffice, context.folder / "calc", workbook)

    ratio = compare("rate --all", recalculated, lambda: rate_all(book), goal=bound, warm=False, most=most)
    check_means(rate_all(book), calc.means(workbook.with_suffix(".csv")))
    return at_least(
        f"LibreOffice recalculating {layout} / tracker rate --all of {len(scores):,} cells", ratio, bound,
        sides=in_seconds(ratio), profile=lambda: where_it_goes(book),
    )  # fmt: skip


LAYOUTS = {"a table": (calc.write_table, RUNS), "a list": (calc.write_list, 1)}
"""How each is written, and how many runs it may take: a list takes LibreOffice half a minute."""


def where_it_goes(book: Book) -> Profile:
    """Of a whole process: what it imports, and what is left for its work."""
    words = ["-c", COMMAND, "rate", "--all", "--year", str(book.landmarks.year)]
    begun = time.perf_counter()
    rate_all(book)
    whole = time.perf_counter() - begun
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *words],
        env=book.environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    spent = imports.read(done.stderr)
    return Profile((f"{whole:.2f} s the whole process, of which imports: {spent.shares}",), spent.heaviest)


def rate_all(book: Book) -> str:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "rate", "--all", "--year", str(book.landmarks.year)],
        env=book.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout


def scores_of(book: Book) -> calc.Scores:
    """The scores that count of every cell of the book."""
    sheet, cell = Scoresheet.__table__.c, Organisation.__table__.c
    with book.app().app_context():
        named = select(cell.id, cell.code).where(cell.kind == OrganisationKind.CELL).order_by(cell.code)
        scores = {key: (code, [None] * 12) for key, code in db.session.execute(named)}
        query = select(sheet.cell_id, sheet.month, sheet.state, sheet.total, sheet.recognised_total).where(
            sheet.year == book.landmarks.year, sheet.kind != MeetingKind.THEMATIC, sheet.state.in_(DECIDED | AGREED)
        )
        for cell_id, month, state, total, recognised in db.session.execute(query):
            scores[cell_id][1][month - 1] = float(recognised if state in DECIDED else total)
    return list(scores.values())


def check_means(said: str, theirs: dict[str, str]) -> None:
    """LibreOffice came to the same means, so that it did recalculate."""
    _heads, *lines = (line.split("\t") for line in said.splitlines())
    assert len(lines) == len(theirs)
    for code, _name, _quality, mean, *_rest in lines:
        if mean != "–":
            assert abs(float(mean.replace(",", ".")) - float(theirs[code])) < 0.011, f"{code}: {mean}, {theirs[code]}"


GOALS = [
    Goal(
        1,
        "the year of 3,000 cells / raw SQL covering scan",
        "≤ 1.5; from the summary ≤ 0.3",
        computing,
        books=(("S3", "sqlite"),),
    ),
    Goal(
        2,
        "province's year page / the same raw scan; / a district's page",
        "≤ 0.4; ≤ 1.3",
        pages,
        note="Signed in, the whole request, in process.",
        books=(("S3", "sqlite"),),
    ),
    Goal(
        3,
        "LibreOffice recalculating / tracker rate --all, 200 and 3,000 cells",
        "≥ 5; ≥ 20",
        printing,
        books=(("S2", "sqlite"), ("S3", "sqlite")),
        note="Whole processes. A list has a line a sheet and sums up each cell by conditional formulas, as those who "
        "keep a list do; a table has a row a cell with twelve columns, which LibreOffice is quick with. The goal does "
        "not say which of the two it means, so both stand.",
    ),
]
