"""The commendation list of a committee, read from the recognised years of all the cells that stood below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import and_, func, select

from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.guidance.words import QUALITY
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.ratings import branch, lineage
from tracker.ratings.commendation import Candidate, Place, Recognised, candidate, span
from tracker.ratings.maps.tables import Cell, Column, Said, Table
from tracker.ratings.models import CellYear

PAGE = 60


@dataclass(frozen=True)
class Listing:
    """A page of the list, those commended before those who miss it by one; how many there are of each in all."""

    years: range
    lines: Sequence[Candidate]
    listed: int
    missed: int
    after: int | None = None

    def of(self, place: Place) -> list[Candidate]:
        return [line for line in self.lines if line.place is place]


def of_committee(
    committee: Organisation, to: int, count: int, today: date, after: int | None = None, most: int | None = PAGE
) -> Listing:
    """The cells anywhere below at the end of the last year, wherever they stood before. ``most`` ``None``: all."""
    years = span(to, count)
    found = sorted(_candidates(committee, years, today), key=lambda one: one.place)
    listed = sum(1 for one in found if one.place is Place.LISTED)
    if most is None:
        return Listing(years, found, listed, len(found) - listed)
    start = next((place + 1 for place, one in enumerate(found) if one.cell_id == after), 0)
    page = found[start : start + most]
    more = page[-1].cell_id if start + most < len(found) else None
    return Listing(years, page, listed, len(found) - listed, more)


def _candidates(committee: Organisation, years: range, today: date) -> list[Candidate]:
    """Those that miss by one at most, in the order of names; two queries."""
    day = lineage.last_day(years[-1], today)
    within = list(lineage.on(day).within(committee.id))
    near = (
        select(CellYear.cell_id)
        .where(CellYear.year.in_(years), CellYear.recognised_class == QualityClass.GOOD)
        .group_by(CellYear.cell_id)
        .having(func.count() >= max(1, len(years) - 1))
    )
    query = (
        select(
            Organisation.id, Placement.name, CellYear.year, CellYear.recognised_class, CellYear.mean,
            CellYear.superior_name,
        )
        .join(Placement, and_(Placement.organisation_id == Organisation.id, branch.stood(years[-1], today)))
        .join(CellYear, and_(CellYear.cell_id == Organisation.id, CellYear.year.in_(years)))
        .where(Organisation.kind == OrganisationKind.CELL, Placement.parent_id.in_(within), Organisation.id.in_(near))
        .order_by(Organisation.sort_key, Organisation.id, CellYear.year)
    )  # fmt: skip
    names: dict[int, str] = {}
    known: dict[int, dict[int, Recognised]] = {}
    for key, name, year, quality, mean, superior in db.session.execute(query):
        names[key] = name
        known.setdefault(key, {})[year] = Recognised(year, quality, mean, superior)
    found = (candidate(key, names[key], known[key], years) for key in names)
    return [one for one in found if one.place is not Place.OFF]


def tables(listing: Listing) -> list[Table]:
    """The list as it is taken away."""
    commended = _table(_("Biểu dương"), _("Chi bộ xếp loại Tốt liên tục"), listing, Place.LISTED)
    missed = _table(_("Thiếu một năm"), _("Chi bộ thiếu một năm"), listing, Place.MISSES_BY_ONE)
    return [commended, missed] if listing.missed else [commended]


def _table(name: str, caption: str, listing: Listing, place: Place) -> Table:
    columns = [Column(_("Chi bộ"), is_said=True)]
    for year in listing.years:
        columns += [
            Column(_("Năm %(year)s", year=year)),
            Column(_("Trung bình %(year)s", year=year), is_figure=True),
            Column(_("Cấp ủy năm %(year)s", year=year), is_said=True),
        ]
    rows: list[list[Cell]] = []
    for line in listing.of(place):
        row: list[Cell] = [Said(line.name)]
        for one in line.years:
            row += [quality_word(one.quality), one.mean, Said(one.committee)]
        rows.append(row)
    return Table(name, caption, columns, rows)


def quality_word(quality: QualityClass | None) -> str:
    return str(QUALITY[quality]) if quality else _("chưa công nhận")
