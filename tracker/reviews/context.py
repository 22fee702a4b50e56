"""Where a committee's reader stands: year, month and branch, the same on all the committee's pages.

The choice is in the address, so it goes along from tab to tab and can be handed on as a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from flask import abort, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import Date, Select, and_, bindparam, func, or_, select

from tracker.base import clock
from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.permissions import allows
from tracker.reviews import months, settings
from tracker.reviews.models import ReviewSettings
from tracker.reviews.service import Month, fetched, has_met

OLDEST, LATEST = 1930, 2200

TABS = {
    "overview": ("reviews.index", _l("Tổng quan")),
    "queue": ("reviews.queue", _l("Phiếu chờ thẩm định")),
    "signals": ("signals.index", _l("Câu hỏi")),
    "map": ("maps.heatmap", _l("Bản đồ")),
    "year": ("branch_years.show", _l("Xếp loại năm")),
    "calibration": ("calibration.index", _l("Chấm thử chung")),
    "delegates": ("delegates.index", _l("Theo dõi chi bộ")),
    "settings": ("reviews.settings", _l("Thiết lập")),
}
"""The committee's pages in the order of their tabs: endpoint and words. One that does not exist is left out."""


@dataclass(frozen=True)
class Branch:
    """A committee that can be chosen: its name on the last day of the month, and how deep it stands."""

    id: int
    name: str
    path: str
    depth: int


@dataclass(frozen=True)
class Tab:
    label: Any
    url: str
    is_current: bool


@dataclass(frozen=True)
class Place:
    """``branch`` is a committee below ``committee``, ``None`` for the whole of it."""

    committee: Organisation
    year: int
    month: int
    branch: Organisation | None = None
    thematic: bool = False

    @property
    def within(self) -> Organisation:
        """The committee whose cells are looked at."""
        return self.branch or self.committee

    @property
    def month_view(self) -> Month:
        return Month(self.within, self.year, self.month, self.thematic)

    def args(self, **changes: Any) -> dict[str, Any]:
        """For ``url_for``: this place, but for the changes; what is ``None`` stays out of the address."""
        here = {
            "committee_id": self.committee.id, "year": self.year, "month": self.month,
            "branch": self.branch.id if self.branch else None, "kind": "thematic" if self.thematic else None,
        }  # fmt: skip
        return here | changes

    def tabs(self, current: str) -> list[Tab]:
        """The committee's pages that exist and that the reader may open, at this very place."""
        return [
            Tab(label, url_for(endpoint, **self.args()), name == current)
            for name, (endpoint, label) in TABS.items()
            if self._opens(endpoint)
        ]

    def _opens(self, endpoint: str) -> bool:
        action = getattr(current_app.view_functions.get(endpoint), "action", None)
        return action is not None and allows(current_user.actor, action, self.committee)

    @property
    def years(self) -> list[tuple[int, str]]:
        """The ten before the present one, the next, and the one shown."""
        present = clock.day_of(clock.now()).year
        shown = sorted({self.year, *range(present - 10, present + 2)}, reverse=True)
        words = _("Năm %(year)s")  # looked up once for them all
        return [(year, words % {"year": year}) for year in shown]

    @property
    def months(self) -> list[tuple[int, str]]:
        words = _("Tháng %(month)s")
        return [(month, words % {"month": month}) for month in range(1, 13)]

    @cached_property
    def branches(self) -> list[Branch]:
        """The committees directly below the committee, those on the way to the branch chosen, and those directly
        below it: never the whole tree."""
        return branches(self)

    @property
    def branches_below(self) -> list[Branch]:
        """Those directly below what is looked at."""
        here = self.within.path
        return [
            one for one in self.branches if one.path.startswith(here) and one.path.count("/") == here.count("/") + 1
        ]

    @property
    def branch_options(self) -> list[tuple[int, str]]:
        """To choose from, those deeper in the tree set in."""
        return [(one.id, "\u2003" * one.depth + one.name) for one in self.branches]


def asked(committee: Organisation) -> Place:
    """The place in the request's address; what is no year, month or branch of the committee is not found."""
    year, month = _number("year"), _number("month")
    if year is None or month is None:
        usual = usual_month(committee)
        year, month = year or usual[0], month or usual[1]
    if not (OLDEST <= year <= LATEST and 1 <= month <= 12):
        abort(404)
    return Place(committee, year, month, _branch(committee), request.args.get("kind") == "thematic")


def usual_month(committee: Organisation) -> months.YearMonth:
    """The month whose sheets are on the table today, by the committee's own days."""
    return worked_on(committee, settings.of(committee.id), clock.day_of(clock.now()))


def worked_on(committee: Organisation, days: ReviewSettings, today: date) -> months.YearMonth:
    over = months.is_over(today, days.submit_days, days.review_days)
    met = over and has_met(Month(committee, today.year, today.month))
    return months.worked_on(today, days.submit_days, days.review_days, met)


def _number(name: str) -> int | None:
    """A number of the address, the question mark's first; ``None`` where none is given."""
    text = str(request.args.get(name) or (request.view_args or {}).get(name) or "").strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else abort(404)


def _branch(committee: Organisation) -> Organisation | None:
    key = _number("branch")
    if key is None or key == committee.id:
        return None
    found = db.session.get(Organisation, key)
    if found is None or found.is_cell or not found.path.startswith(committee.path):
        abort(404)
    return found


def branches(place: Place) -> list[Branch]:
    """See ``Place.branches``; one query, in the order of the tree and then of names."""
    above = [int(key) for key in place.within.path.strip("/").split("/")]
    opened = [key for key in above if key in _at_or_below(place.committee, above)]
    given = {"opened": opened, "first": place.month_view.first, "last": place.month_view.last}
    return _in_tree(fetched(_committees_directly_below(), given), place.committee)


@cache
def _committees_directly_below() -> Select[int, str, str]:
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    named = and_(
        Placement.organisation_id == Organisation.id, Placement.from_date <= last,
        or_(Placement.until_date.is_(None), Placement.until_date >= last),
    )  # fmt: skip
    return (
        select(Organisation.id, Organisation.path, func.coalesce(Placement.name, Organisation.name).label("name"))
        .join(Placement, named, isouter=True)
        .where(
            Organisation.parent_id.in_(bindparam("opened", expanding=True)),
            Organisation.kind != OrganisationKind.CELL,
            or_(Organisation.ended_on.is_(None), Organisation.ended_on >= first),
        )
        .order_by(Organisation.sort_key, Organisation.id)
    )  # fmt: skip


def _at_or_below(committee: Organisation, path: list[int]) -> list[int]:
    return path[path.index(committee.id) :]


def _in_tree(rows: Sequence[Any], committee: Organisation) -> list[Branch]:
    """Each committee under its own, brothers in the order given."""
    order = {row.id: place for place, row in enumerate(rows)}
    below = committee.path.count("/")

    def key(row: Any) -> list[int]:
        return [order[int(one)] for one in row.path[len(committee.path) :].strip("/").split("/") if int(one) in order]

    return [Branch(row.id, row.name, row.path, row.path.count("/") - below - 1) for row in sorted(rows, key=key)]
