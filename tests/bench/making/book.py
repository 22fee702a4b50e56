"""Making a whole book, step by step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask

from tests.bench.making import copying, living, names, playing, rating, scoring
from tests.bench.making.copying import Copy, Played
from tests.bench.making.cutting import Cutter, Filling
from tests.bench.making.landmarks import Landmarks
from tests.bench.making.loading import Loader, here, loading
from tests.bench.making.planting import Planted, plant
from tests.bench.making.scoring import Kinds
from tests.bench.making.sizes import Size
from tests.bench.making.trails import Trails
from tests.bench.making.wording import Wording
from tracker.base import clock
from tracker.base.names import folded, text_key
from tracker.demo import building
from tracker.demo.cast import Cast
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.ratings import recompute
from tracker.reviews import acts as reviewing

Say = Callable[[str], None]
APART = ("person", "mark", "circulation", "suggestion", "outcome", "notice", "audit_entry")
INDEXED_AFTER = 50  # cells from which named indexes are made after the load


@dataclass
class Making:
    """A book being made as of ``today``."""

    size: Size
    today: date
    say: Say
    planted: list[Planted] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last full year."""
        return self.today.year - 1

    @property
    def years(self) -> list[int]:
        return list(range(self.last - self.size.years + 1, self.last + 1))

    @property
    def now(self) -> datetime:
        return clock.moment_of(self.today - timedelta(days=1), time(21))

    @property
    def since(self) -> date:
        return date(self.years[0] - 1, 7, 1)


def make(app: Flask, size: Size, today: date | None = None, say: Say = lambda _step: None) -> Landmarks:
    """Fill the app's empty, upgraded database; where to look in it."""
    with app.app_context():
        making = Making(size, today or clock.day_of(clock.now()), say)
        administrator = _plant(making)
        cast, played = _play(making)
        made = scoring.kinds(size.kinds, played)
        db.session.commit()
        _copy(making, cast, played, made)
        _rate(making)
        said = living.live(making, administrator)
        rating.store_committees()
        db.session.commit()
        _analyse(size)
        return said


def _plant(making: Making) -> int:
    making.planted, administrator = plant(making.size, making.since)
    making.say("committees")
    return administrator


def _play(making: Making) -> tuple[Cast, Played]:
    """The first cell's whole book; the other cells stand beside it, empty."""
    marks = copying.highest_ids()
    home = next(one for one in making.planted if one.row.cells)
    cast = playing.found(db.session.get_one(Organisation, home.id), making.size.members, making.since, making.now)
    making.copies = _copies(making, cast)
    _found_others(making)
    with building.years_stored_once():
        for year in making.years:
            playing.year_of(cast, year, making.size.months, is_full=year == making.last)
    reviewing.lock_due(making.now)
    for year in making.years:
        recompute.mend(cast.cell.id, year, making.today)
    rating.close_played(cast, making.years[:-1])
    building.mark_old_notices_read(making.now)
    db.session.commit()
    making.say("the played cell")
    ends = copying.highest_ids()
    spans = {table: end - marks[table] for table, end in ends.items()}
    return cast, Played(
        cast.cell.id, marks, spans, making.last, making.size.months[-1], making.last, making.size.is_light
    )


def _copies(making: Making, cast: Cast) -> list[Copy]:
    """Number 0 is the played cell itself."""
    homes = [one for one in making.planted for _cell in range(one.row.cells)]
    return [
        Copy(
            k, cast.cell.id + k, names.of_cell(k), home.id, home.row.name,
            home.reviewer_id, home.reviewer_account_id, k % making.size.kinds, home.row.waits,
        )
        for k, home in enumerate(homes)
    ]  # fmt: skip


def _found_others(making: Making) -> None:
    """The copies' places in the tree, put in as rows."""
    paths = {one.id: one.path for one in making.planted}
    others, since, loader = making.copies[1:], making.since.isoformat(), here()
    loader.add(
        "organisation",
        ("id", "code", "name", "kind", "cell_type", "parent_id", "path", "sort_key", "folded", "locality",
         "founded_on", "usual_day", "usual_place", "term_from", "version"),
        ((copy.cell_id, f"CB{copy.k:06d}", copy.cell_name, "cell", "village", copy.superior_id,
          f"{paths[copy.superior_id]}{copy.cell_id}/", text_key(copy.cell_name), folded(copy.cell_name), "Đồi Chè",
          since, 5, "Nhà văn hóa", since, 1) for copy in others),
    )  # fmt: skip
    placed = ((copy.cell_id, copy.superior_id, copy.cell_name, since, "") for copy in others)
    loader.add("placement", ("organisation_id", "parent_id", "name", "from_date", "basis"), placed)
    loader.run("ANALYZE organisation")
    loader.run("ANALYZE placement")
    making.say("the tree")


def _copy(making: Making, cast: Cast, played: Played, made: Kinds) -> None:
    members = [names.of_person(place) for place in range(making.size.members)]
    cutter = Cutter(members, cast.cell.name, making.copies[0].superior_name)
    with loading() as loader:
        if making.size.cells > INDEXED_AFTER:
            loader.drop_indexes(copying.LIGHT if played.is_light else {*copying.PLAIN, *APART})
        copying.note(loader, making.copies)
        scoring.note(loader, made)
        copying.copy_all(loader, played)
        making.say("rows")
        if not played.is_light:
            _furnish(making, loader, played, cutter, made)
        loader.make_indexes()
        making.say("indexes")


def _furnish(making: Making, loader: Loader, played: Played, cutter: Cutter, made: Kinds) -> None:
    """People, marks, texts and trails."""
    fillings = {copy.k: _filling(making, played, copy, made) for copy in making.copies}
    _people(making, played, loader, fillings)
    scoring.copy_marks(loader, played)
    making.say("people, marks")
    Wording(loader, played, cutter, fillings).write_all(making.copies)
    making.say("texts")
    Trails(played, cutter).write_all(loader, making.copies, fillings)
    making.say("trails")


def _filling(making: Making, played: Played, copy: Copy, made: Kinds) -> Filling:
    members = making.size.members
    scores = made.scores(copy.kind)
    home = making.copies[0]
    return Filling(
        played.shifts(copy.k), [names.of_person(place + members * copy.k) for place in range(members)],
        copy.cell_name, copy.superior_name, {played.cell_id: copy.cell_id, home.superior_id: copy.superior_id}, scores,
    )  # fmt: skip


def _people(making: Making, played: Played, loader: Loader, fillings: dict[int, Filling]) -> None:
    first, span = played.marks["person"] + 1, played.spans["person"]
    rows: Any = (
        (first + copy.k * span + place, name, *names.keys(name), "", 1)
        for copy in making.copies if copy.k for place, name in enumerate(fillings[copy.k].names)
    )  # fmt: skip
    loader.add("person", ("id", "full_name", "sort_key", "folded", "note", "version"), rows)


def _rate(making: Making) -> None:
    rating.store(making.copies, making.years, making.today)
    db.session.commit()
    making.say("years")


def _analyse(size: Size) -> None:
    """PostgreSQL does it by itself, some time after so much was loaded; until then its figures are of nothing."""
    db.session.remove()
    if size.cells > INDEXED_AFTER and db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        return
    with db.engine.begin() as connection:
        for table in ("cell_year", "organisation_year", "scoresheet", "user_session"):
            connection.exec_driver_sql(f"ANALYZE {table}")
