"""The few links at the head of every page, by what the reader may open. No query is made for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from tracker.base import clock
from tracker.desk.secretary import cells_of
from tracker.permissions import Action, Actor, Office, allows

MEETING_PAGES = ("meetings.", "agendas.", "contributions.", "minutes.", "scoresheets.", "delegates.attest")
COMMITTEE_PAGES = (
    "reviews.", "signals.", "maps.", "branch_years.", "calibration.", "delegates.index", "delegates.name",
    "delegates.end",
)  # fmt: skip
MEMBER_PAGES = ("people.members", "people.member", "people.admit", "people.offices")


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Place:
    """An organisation as far as grants ask about one: known from the reader's posts, without a query."""

    id: int
    path: str = ""
    superior_id: int | None = None

    @property
    def organisation(self) -> "Place":
        return self


def _link(label: str, endpoint: str, pages: tuple[str, ...], **values: Any) -> Link:
    here = request.endpoint or ""
    return Link(label, url_for(endpoint, **values), here.startswith(pages))


def navigation() -> list[Link]:
    someone = current_user._get_current_object()
    if not (someone and someone.is_authenticated):
        return []
    actor: Actor = someone.actor
    year = clock.day_of(clock.now()).year
    cell, committee = cell_of(actor), committee_of(actor)
    links = [_link(_("Bàn việc"), "desk.show", ("desk.show",))]
    if cell is not None:
        links += _of_cell(actor, cell, year)
    if committee is not None and allows(actor, Action.READ_BRANCH, committee):
        label = _("Cả năm") if cell is None else _("Cả năm các chi bộ")
        pages = ("ratings.",) if cell is None else ("ratings.committee",)
        links.append(_link(_("Thẩm định"), "reviews.index", COMMITTEE_PAGES, committee_id=committee.id))
        links.append(_link(label, "ratings.committee", pages, committee_id=committee.id, year=year))
    if allows(actor, Action.ADMINISTER):
        links.append(_link(_("Tổ chức"), "organisations.index", ("organisations.",)))
        links.append(_link(_("Hướng dẫn"), "guidance.index", ("guidance.",)))
    return links


def cell_of(actor: Actor) -> Place | None:
    """The cell whose pages the links open: one whose book they keep, else their own, else one they look at."""
    kept = cells_of(actor)
    looking = (Office.DELEGATE, Office.OBSERVER)
    observed = [post.organisation_id for post in actor.posts if post.is_cell and post.office in looking]
    of_person = [] if actor.cell_id is None else [actor.cell_id]
    found = next(iter([*kept, *of_person, *observed]), None)
    if found is None:
        return None
    paths = {post.organisation_id: post.path for post in actor.posts}
    return Place(found, paths.get(found, ""))


def committee_of(actor: Actor) -> Place | None:
    """The committee whose cells they review, else look at; of several the highest."""
    for office in (Office.REVIEWER, Office.OBSERVER):
        held = [post for post in actor.posts if post.office is office and not post.is_cell]
        if held:
            highest = min(held, key=lambda post: post.path.count("/"))
            return Place(highest.organisation_id, highest.path)
    return None


def _of_cell(actor: Actor, cell: Place, year: int) -> Iterator[Link]:
    if allows(actor, Action.READ_CELL, cell):
        yield _link(pgettext("trang", "Kỳ họp"), "meetings.year", MEETING_PAGES, cell_id=cell.id, year=year)
        yield _link(pgettext("trang", "Nhiệm vụ"), "duties.index", ("duties.",), cell_id=cell.id)
    if allows(actor, Action.READ_RATING, cell):
        pages = ("ratings.",) if (request.endpoint or "") != "ratings.committee" else ()
        yield _link(_("Cả năm"), "ratings.cell", pages, cell_id=cell.id, year=year)
    if allows(actor, Action.READ_ORGANISATION, cell):
        yield _link(_("Thành viên"), "people.members", MEMBER_PAGES, cell_id=cell.id)
