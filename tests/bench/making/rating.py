"""The years of the copies: as the product computes them for one copy of each kind, then for all of that kind."""

from collections.abc import Sequence
from datetime import date, datetime, time

from tests.bench.making.copying import Copy
from tests.bench.making.loading import here
from tracker.base import clock
from tracker.demo.cast import Cast
from tracker.extensions import db
from tracker.ratings import recompute
from tracker.ratings import service as ratings
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState

OWN = {"cell_id", "cell_name", "superior_id", "superior_name"}
BOSS = "Lộc Thanh Vinh"
ORGANISATION_YEARS = """
INSERT INTO organisation_year (committee_id, year, cells, good, fair, average, poor, unrated, proposed, recognised,
  closed, regular_held, thematic_held, sheets_scored, sheets_recognised, with_mean, mean_sum)
SELECT superior_id, year, count(*), {counts}, count(*) - count(coalesce(recognised_class, computed_class)),
  count(CASE WHEN state = 'proposed' THEN 1 END), count(CASE WHEN state = 'recognised' THEN 1 END),
  count(CASE WHEN state = 'closed' THEN 1 END), sum(regular_held), sum(thematic_held), sum(scored), sum(recognised),
  count(mean), coalesce(sum(mean), 0)
FROM cell_year WHERE superior_id IS NOT NULL GROUP BY superior_id, year
"""


def close_played(cast: Cast, years: Sequence[int]) -> None:
    """The played cell's years that are long over: proposed, recognised and closed by the services."""
    for year in years:
        day = date(year + 1, 1, 20)
        at, by = clock.moment_of(day, time(9)), cast.actor(cast.secretary(day).id, day)
        row = ratings.get(cast.cell.id, year, day)
        if row.computed_class is None:
            continue
        ratings.propose(row, row.computed_class, "", by, at)
        reviewer = cast.reviewer(day)
        ratings.recognise(row, row.computed_class, "", reviewer, at)
        ratings.close(row, reviewer, at)


def store(copies: Sequence[Copy], years: Sequence[int], today: date) -> None:
    """Every copy's years; those before the last are recognised, the last is proposed by two cells of three."""
    first: dict[tuple[int, bool], int] = {}
    for copy in copies:
        if copy.k:
            first.setdefault((copy.kind, copy.waits), copy.cell_id)
    for cell_id in first.values():
        for year in years:
            recompute.mend(cell_id, year, today)
    loader = here()
    loader.run(
        "CREATE TEMPORARY TABLE bench_like (like_id INTEGER, cell_id INTEGER PRIMARY KEY,"
        " cell_name VARCHAR(200), superior_id INTEGER, superior_name VARCHAR(200))"
    )
    loader.add(
        "bench_like", ("like_id", "cell_id", "cell_name", "superior_id", "superior_name"),
        ((first[copy.kind, copy.waits], copy.cell_id, copy.cell_name, copy.superior_id, copy.superior_name)
         for copy in copies if copy.k and copy.cell_id != first[copy.kind, copy.waits]),
    )  # fmt: skip
    names = [column.name for column in CellYear.__table__.columns if column.name != "id"]
    values = ", ".join(f"l.{name}" if name in OWN else f"y.{name}" for name in names)
    loader.run(
        f"INSERT INTO cell_year ({', '.join(names)}) SELECT {values}"
        " FROM bench_like l JOIN cell_year y ON y.cell_id = l.like_id ORDER BY l.cell_id, y.year"
    )
    loader.run("DROP TABLE bench_like")
    _judge(copies, max(years))


def _judge(copies: Sequence[Copy], last: int) -> None:
    """In one statement each, as no service acts on thousands."""
    played = [copy.cell_id for copy in copies if not copy.k]
    table = CellYear.__table__
    rated = table.c.computed_class.is_not(None) & table.c.cell_id.not_in(played)
    proposed = {"state": YearState.PROPOSED, "proposed_class": table.c.computed_class, "proposed_by": BOSS}
    recognised = {"state": YearState.RECOGNISED, "recognised_class": table.c.computed_class, "recognised_by": BOSS}
    at = {"proposed_at": _moment(last), "recognised_at": _moment(last)}
    db.session.execute(table.update().where(rated, table.c.year < last).values(proposed | recognised | at))
    some = rated & (table.c.year == last) & (table.c.cell_id % 3 > 0)
    db.session.execute(table.update().where(some).values(proposed | {"proposed_at": _moment(last)}))


def _moment(year: int) -> datetime:
    return clock.moment_of(date(year + 1, 1, 15), time(9))


def store_committees() -> None:
    """The committees' years, summed up afresh from their cells'."""
    counts = ", ".join(
        f"count(CASE WHEN coalesce(recognised_class, computed_class) = '{quality}' THEN 1 END)"
        for quality in ("good", "fair", "average", "poor")
    )
    db.session.execute(db.text("DELETE FROM organisation_year"))
    db.session.execute(db.text(ORGANISATION_YEARS.format(counts=counts)))
