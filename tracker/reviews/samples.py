"""The cells drawn each month to be read whatever their figures: made once, kept for good. Nothing here commits.

Pages of the cell never ask here: whether it is drawn is the committee's own until it has decided.
"""

from collections.abc import Collection
from datetime import date, datetime
from secrets import token_hex

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from tracker.audit import service as audit
from tracker.extensions import db
from tracker.organisations.models import Organisation, Placement
from tracker.reviews import settings
from tracker.reviews.models import ReviewSettings, Sample
from tracker.reviews.sampling import drawn
from tracker.reviews.service import fetched


def of(committee_id: int, year: int, month: int) -> Sample | None:
    """The committee's draw of that month; ``None`` before its first sheet came in."""
    return db.session.get(Sample, (committee_id, year, month))


def drawn_by(
    committee_ids: Collection[int], year: int, month: int, until: datetime | None = None
) -> dict[int, set[int]]:
    """The cells drawn that month, by committee; ``until``: of the draws made before that moment."""
    given = {"committees": list(committee_ids), "year": year, "month": month}
    rows = fetched(_DRAWN, given)
    return {key: set(drawn) for key, drawn, at in rows if until is None or at < until}


_DRAWN = select(Sample.committee_id, Sample.drawn, Sample.at).where(
    Sample.committee_id.in_(bindparam("committees", expanding=True)),
    Sample.year == bindparam("year"), Sample.month == bindparam("month"),
)  # fmt: skip


def ensure(committee_id: int, year: int, month: int, day: date, at: datetime, seed: str = "") -> Sample:
    """The month's draw, made now among the cells of that day where there is none; by chance unless seeded."""
    made = of(committee_id, year, month)
    if made is not None:
        return made
    percent, cells, seed = settings.of(committee_id).sample_percent, among(committee_id, day), seed or token_hex(16)
    row = {
        "committee_id": committee_id, "year": year, "month": month, "seed": seed, "percent": percent,
        "among": cells, "drawn": list(drawn(seed, cells, percent)), "at": at,
    }  # fmt: skip
    engine = postgresql if db.session.connection().dialect.name == "postgresql" else sqlite
    db.session.execute(engine.insert(Sample).values(row).on_conflict_do_nothing())
    found = db.session.get_one(Sample, (committee_id, year, month))
    if found.seed == seed:
        told = {"year": year, "month": month, "percent": percent, "seed": seed, "drawn": len(found.drawn)}
        audit.record(None, "sample.draw", found, at=at, organisation_id=committee_id, old={}, new=told)
    return found


def among(committee_id: int, day: date) -> list[int]:
    """The cells whose sheets come to the committee: those directly below it, and those of the committees below that
    forward theirs."""
    root = select(Organisation.path).where(Organisation.id == committee_id).scalar_subquery()
    query = (
        select(Organisation.id, Organisation.kind, Placement.parent_id, ReviewSettings.forwards)
        .join(Placement, Placement.organisation_id == Organisation.id)
        .outerjoin(ReviewSettings, ReviewSettings.committee_id == Organisation.id)
        .where(
            or_(Placement.parent_id == committee_id, func.substr(Organisation.path, 1, func.length(root)) == root),
            Placement.from_date <= day, or_(Placement.until_date.is_(None), Placement.until_date >= day),
            or_(Organisation.founded_on.is_(None), Organisation.founded_on <= day),
            or_(Organisation.ended_on.is_(None), Organisation.ended_on >= day),
        )
    )  # fmt: skip
    below: dict[int | None, list[tuple[int, bool, bool]]] = {}
    for key, kind, parent_id, forwards in db.session.execute(query):
        below.setdefault(parent_id, []).append((key, kind == "cell", bool(forwards)))
    return sorted(_gathered(committee_id, below))


def _gathered(committee_id: int, below: dict[int | None, list[tuple[int, bool, bool]]]) -> list[int]:
    found = []
    for key, is_cell, forwards in below.get(committee_id, []):
        if is_cell:
            found.append(key)
        elif forwards:
            found += _gathered(key, below)
    return found
