"""Versions being written: copied or begun, changed place by place, published or put aside. Nothing here commits."""

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance import document, parsing, service, shape
from tracker.guidance.faults import Fault, Faults
from tracker.guidance.files import Reading
from tracker.guidance.models import GuidanceDraft, GuidanceVersion
from tracker.guidance.rules import Guidance
from tracker.organisations import service as organisations
from tracker.permissions import Actor, Office, administers_all

LEFT_TO_WRITE = ("code", "valid_from", "valid_until", "issued_on")
MOST_TITLE = 300


def get(draft_id: int) -> GuidanceDraft:
    """The draft, or ``NoResultFound`` where it was put aside."""
    draft = db.session.get_one(GuidanceDraft, draft_id, options=[joinedload(GuidanceDraft.changed_by)])
    if draft.removed_at is not None:
        raise NoResultFound
    return draft


def listing(by: Actor) -> list[GuidanceDraft]:
    """The drafts that this person may go on with, the last changed first; the published ones left out."""
    query = select(GuidanceDraft).where(GuidanceDraft.removed_at.is_(None), GuidanceDraft.published_id.is_(None))
    if not administers_all(by, None):
        query = query.where(GuidanceDraft.created_by_id == by.person_id)
    query = query.options(joinedload(GuidanceDraft.changed_by), joinedload(GuidanceDraft.based_on))
    return list(db.session.scalars(query.order_by(GuidanceDraft.changed_at.desc(), GuidanceDraft.id)))


def scopes(by: Actor) -> list[tuple[str, str]]:
    """The organisations for which they may publish, by code, each with its name; below them committees alone."""
    found: dict[str, str] = {}
    for post in by.posts:
        if post.office is Office.ADMINISTRATOR:
            own = organisations.get(post.organisation_id)
            found |= {one.code: one.name for one in (own, *organisations.committees_below(own))}
    return list(found.items())


def begin(
    content: Mapping[str, Any], by: Actor, at: datetime, based_on: GuidanceVersion | None = None
) -> GuidanceDraft:
    draft = GuidanceDraft(
        title=_title(content), content=dict(content), based_on=based_on,
        created_at=at, created_by_id=by.person_id, changed_at=at, changed_by_id=by.person_id,
    )  # fmt: skip
    _record("draft_guidance", draft, by, at)
    return draft


def copy_of(version: GuidanceVersion, by: Actor, at: datetime) -> GuidanceDraft:
    """A draft that says what the version says, but for its code and its dates, which the new one must have its own."""
    content = copy.deepcopy(version.document)
    for name in LEFT_TO_WRITE:
        content[name] = ""
    return begin(content, by, at, version)


def put(draft: GuidanceDraft, path: str, held: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Set what stands at a place; at the top (an empty path) the keys given replace those there were."""
    content = copy.deepcopy(draft.content)
    if not path:
        content |= held
    else:
        _place(content, path, held)
    _store(draft, content, path, by, at)


def _place(content: dict[str, Any], path: str, held: Any) -> None:
    *way, last = shape.steps(path)
    here: Any = content
    for step, following in zip(way, [*way[1:], last], strict=True):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(step, str) and not isinstance(here.get(step), dict | list):
            here[step] = empty
        here = here[step]
    if isinstance(last, int) and last >= len(here):
        here.append(held)
    else:
        here[last] = held


def remove(draft: GuidanceDraft, path: str, by: Actor, at: datetime) -> None:
    """Take one out of a list; what follows moves up."""
    content = copy.deepcopy(draft.content)
    items, place = _in_list(content, path)
    del items[place]
    _store(draft, content, path, by, at)


def move(draft: GuidanceDraft, path: str, down: bool, by: Actor, at: datetime) -> None:
    """Change places with the neighbour; the first goes no higher, the last no lower."""
    content = copy.deepcopy(draft.content)
    items, place = _in_list(content, path)
    other = place + (1 if down else -1)
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    _store(draft, content, path, by, at)


def _in_list(content: dict[str, Any], path: str) -> tuple[list[Any], int]:
    place = shape.steps(path)[-1]
    items = shape.reach(content, shape.within(path))
    if not isinstance(items, list) or not isinstance(place, int) or place >= len(items):
        raise NoResultFound
    return items, place


def replace(draft: GuidanceDraft, reading: Reading, by: Actor, at: datetime) -> None:
    """Let the file's content take the place of the draft's."""
    _store(draft, dict(reading.mapping), "", by, at)


def put_aside(draft: GuidanceDraft, by: Actor, at: datetime) -> None:
    _refuse_published(draft)
    draft.removed_at = at
    _record("drop_guidance_draft", draft, by, at)


def expect(draft: GuidanceDraft, version: str | None) -> None:
    """Raise ``Conflict`` unless the form was drawn from this very draft; ``RuleBroken`` where it is published."""
    _refuse_published(draft)
    draft.expect(version)


def examined(draft: GuidanceDraft) -> tuple[Guidance, tuple[Fault, ...]]:
    """What the draft says so far, and all that keeps it from being published."""
    guidance, faults = parsing.examined(draft.content)
    return guidance, faults or service.clashes(guidance)


def publish(draft: GuidanceDraft, version: str | None, by: Actor, at: datetime) -> GuidanceVersion:
    """Make it a version for ever; ``Faults`` where it is unsound, ``RuleBroken`` where it is not theirs to publish."""
    expect(draft, version)
    code = shape.text(draft.content, "code")
    if service.find(code) is not None:
        clash = Fault("code", "code_published", (("code", code),))
        raise Faults(draft.title, (clash,))
    _refuse_others_scope(shape.text(draft.content, "scope"), by)
    published = service.publish(Reading(copy.deepcopy(draft.content)), draft.title, by, at)
    draft.published = published
    _touch(draft, by, at)
    db.session.flush()
    return published


def _refuse_others_scope(scope: str, by: Actor) -> None:
    if not scope:
        if not administers_all(by, None):
            raise RuleBroken(
                _(
                    "Bản cho mọi tổ chức do người quản trị cấp cao nhất ban hành. "
                    "Hãy ghi mã cấp ủy của đồng chí ở phạm vi."
                )
            )
        return
    found = organisations.find(scope)
    if found is not None and not by.above(Office.ADMINISTRATOR, found.path):
        said = _("Đồng chí không quản trị tổ chức mang mã “%(code)s”. Hãy ghi mã nơi đồng chí quản trị.", code=scope)
        raise RuleBroken(said)


def _refuse_published(draft: GuidanceDraft) -> None:
    if draft.published_id is not None:
        raise RuleBroken(_("Bản này đã ban hành, không sửa được nữa. Muốn đổi thì lập bản mới từ bản đã ban hành."))


def _title(content: Mapping[str, Any]) -> str:
    return (shape.text(content, "title") or _("Bản hướng dẫn mới"))[:MOST_TITLE]


def _touch(draft: GuidanceDraft, by: Actor, at: datetime) -> None:
    draft.changed_at, draft.changed_by_id = at, by.person_id


def _store(draft: GuidanceDraft, content: dict[str, Any], path: str, by: Actor, at: datetime) -> None:
    old = document.content_hash(draft.content)
    draft.content, draft.title = content, _title(content)
    _touch(draft, by, at)
    _record("change_guidance_draft", draft, by, at, old={"content_hash": old}, place=path)


def _record(act: str, draft: GuidanceDraft, by: Actor, at: datetime, old: Any = None, place: str = "") -> None:
    """On the chain of the organisation whose administrator it is, the highest first."""
    posts = sorted((post.path, post.organisation_id) for post in by.posts if post.office is Office.ADMINISTRATOR)
    new = {"title": draft.title, "content_hash": document.content_hash(draft.content)}
    if place:
        new["section"] = place
    audit.record(by, act, draft, at=at, organisation_id=posts[0][1], old=old or {}, new=new)
