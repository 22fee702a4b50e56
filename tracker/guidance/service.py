"""Finding the guidance of a meeting, and publishing versions. Nothing here commits."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from tracker.audit import service as audit
from tracker.base import clock, filters
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance import document, files, parsing
from tracker.guidance.faults import Fault, Faults
from tracker.guidance.files import Reading
from tracker.guidance.kinds import MeetingKind
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import Guidance
from tracker.guidance.sheets import Sheet
from tracker.organisations.models import Organisation, Placement

SHIPPED = Path(__file__).parent / "data"
READ_AT_ONCE = 64  # parsed versions kept in memory


def get(version_id: int) -> GuidanceVersion:
    """The version, or ``NoResultFound``."""
    return db.session.get_one(GuidanceVersion, version_id)


def find(code: str) -> GuidanceVersion | None:
    return db.session.scalar(select(GuidanceVersion).where(GuidanceVersion.code == code))


def listing() -> list[GuidanceVersion]:
    """Every version, the newest first."""
    query = select(GuidanceVersion).order_by(GuidanceVersion.valid_from.desc(), GuidanceVersion.code)
    return list(db.session.scalars(query))


def read(version: GuidanceVersion) -> Guidance:
    """What the version says; ``valid_until`` is the row's, which may have been set since."""
    guidance = _parsed(version.id, version.content_hash)
    if guidance.valid_until == version.valid_until:
        return guidance
    return replace(guidance, valid_until=version.valid_until)


@lru_cache(maxsize=READ_AT_ONCE)
def _parsed(version_id: int, content_hash: str) -> Guidance:
    version = get(version_id)
    return parsing.parse(version.document, version.code)


def sheet_of(version: GuidanceVersion, kind: MeetingKind) -> Sheet | None:
    """The sheet that such a meeting is scored on, or ``None`` where the version has none for it."""
    return read(version).sheet_for(kind)


def chosen(cell: Organisation, kind: MeetingKind, on: date) -> GuidanceVersion | None:
    """The version in force for that cell, kind and day: the nearest committee's own, else the one for all.

    "Nearest" goes up the tree as it stood on that day. A committee meeting goes by the rules of regular ones.
    """
    return choices(cell, [(kind, on)])[kind, on]


def choices(
    cell: Organisation, wanted: Iterable[tuple[MeetingKind, date]]
) -> dict[tuple[MeetingKind, date], GuidanceVersion | None]:
    """``chosen`` for many meetings of one cell, with one query where no version is a committee's own."""
    wanted = set(wanted)
    if not wanted:
        return {}
    last, first = max(on for _kind, on in wanted), min(on for _kind, on in wanted)
    still = or_(GuidanceVersion.valid_until.is_(None), GuidanceVersion.valid_until >= first)
    query = select(GuidanceVersion).where(GuidanceVersion.valid_from <= last, still)
    versions = list(db.session.scalars(query.order_by(GuidanceVersion.valid_from.desc(), GuidanceVersion.id)))
    return {(kind, on): _nearest(cell, kind, on, versions) for kind, on in wanted}


def _nearest(
    cell: Organisation, kind: MeetingKind, on: date, versions: list[GuidanceVersion]
) -> GuidanceVersion | None:
    scored = kind if kind.is_scored else MeetingKind.REGULAR
    fit = [version for version in versions if is_in_force(version, on) and scored in read(version).kinds]
    above: list[int | None] = [None]
    if any(version.scope_id for version in fit):
        above = [*_upwards(cell, on), None]
    return next((version for scope in above for version in fit if version.scope_id == scope), None)


def is_in_force(version: GuidanceVersion, on: date) -> bool:
    return version.valid_from <= on and (version.valid_until is None or on <= version.valid_until)


def _upwards(cell: Organisation, on: date) -> list[int]:
    """The cell and the organisations above it on that day, nearest first."""
    found: list[int] = []
    here: int | None = cell.id
    while here is not None and here not in found:
        found.append(here)
        here = db.session.scalar(
            select(Placement.parent_id)
            .where(Placement.organisation_id == here, Placement.from_date <= on)
            .where(or_(Placement.until_date.is_(None), Placement.until_date >= on))
            .order_by(Placement.from_date.desc())
            .limit(1)
        )
    return found


def import_document(text: str, file_name: str, by: Any, at: datetime) -> GuidanceVersion:
    """Publish the version that the text holds, or raise ``Faults``. The same guidance again changes nothing."""
    return publish(Reading(document.load(text, file_name)), file_name, by, at)


def import_file(content: bytes, file_name: str, by: Any, at: datetime) -> GuidanceVersion:
    """``import_document`` for a file, YAML or an Excel form."""
    return publish(files.read(content, file_name), file_name, by, at)


def publish(reading: Reading, file_name: str, by: Any, at: datetime) -> GuidanceVersion:
    guidance = files.parse(reading, file_name)
    digest = document.content_hash(reading.mapping)
    known = find(guidance.code)
    if known is not None and (known.content_hash == digest or read(known) == guidance):
        return known
    scope = _scope(guidance)
    clashes = _clashes_of(guidance, known, scope)
    if clashes:
        raise Faults(file_name, clashes, reading.places)
    version = GuidanceVersion(
        code=guidance.code,
        number=guidance.number,
        title=guidance.text,
        issuer=guidance.issuer,
        provenance=guidance.provenance,
        valid_from=guidance.valid_from,
        valid_until=guidance.valid_until,
        scope=scope,
        document=reading.mapping,
        content_hash=digest,
        published_at=at,
    )
    db.session.add(version)
    db.session.flush()
    _record(by, "publish_guidance", version, at, new={"code": version.code, "content_hash": digest})
    return version


@cache
def _shipped() -> tuple[tuple[str, str], ...]:
    """The files that come with the program, by name, each as JSON: reading YAML takes a hundred times as long."""
    return tuple(
        (path.name, json.dumps(document.load(path.read_text(encoding="utf-8"), path.name)))
        for path in sorted(SHIPPED.glob("*.yaml"))
    )


def import_shipped(by: Any, at: datetime) -> list[GuidanceVersion]:
    """Publish the versions that come with the program and are not there yet; those that are stay as they are."""
    published = []
    for name, kept in _shipped():
        mapping = json.loads(kept)
        published.append(find(str(mapping.get("code"))) or publish(Reading(mapping), name, by, at))
    return published


def retire(version: GuidanceVersion, until: date, by: Any, at: datetime) -> None:
    """Set, once, the last day of a version that had none."""
    if version.valid_until is not None:
        raise RuleBroken(
            _(
                "Bản %(code)s đã có ngày hết hiệu lực %(day)s, không đổi được nữa.",
                code=version.code,
                day=filters.short_day(version.valid_until),
            )
        )
    if until < max(version.valid_from, clock.day_of(at)):
        raise RuleBroken(_("Ngày hết hiệu lực phải từ hôm nay trở đi và không trước ngày có hiệu lực."))
    version.valid_until = until
    _record(by, "retire_guidance", version, at, old={"valid_until": None}, new={"valid_until": until})


def _record(by: Any, act: str, version: GuidanceVersion, at: datetime, **change: Any) -> None:
    """On the chain of the committee whose guidance it is, or the topmost; before any organisation, on none."""
    top = select(Organisation.id).where(Organisation.parent_id.is_(None)).order_by(Organisation.id).limit(1)
    where = version.scope_id or db.session.scalar(top)
    if where is not None:
        audit.record(by, act, version, at=at, organisation_id=where, **({"old": {}} | change))


def _scope(guidance: Guidance) -> Organisation | None:
    if guidance.scope is None:
        return None
    return db.session.scalar(select(Organisation).where(Organisation.code == guidance.scope))


def clashes(guidance: Guidance) -> tuple[Fault, ...]:
    """What keeps a sound guidance from being published: its code, its scope, or the dates of another version."""
    return _clashes_of(guidance, find(guidance.code), _scope(guidance))


def _clashes_of(guidance: Guidance, known: GuidanceVersion | None, scope: Organisation | None) -> tuple[Fault, ...]:
    found: list[Fault] = []
    if guidance.scope is not None and scope is None:
        found.append(Fault("scope", "unknown_scope", (("code", guidance.scope),)))
    if known is not None:
        found.append(Fault("code", "code_published", (("code", guidance.code),)))
    return (
        *found,
        *(_overlap(other) for other in listing() if other is not known and _clashes(guidance, other, scope)),
    )


def _clashes(guidance: Guidance, other: GuidanceVersion, scope: Organisation | None) -> bool:
    """Same scope, a kind of meeting in common, and a day in common."""
    if guidance.scope is not None and scope is None:
        return False
    if other.scope_id != (scope.id if scope else None) or not guidance.kinds & read(other).kinds:
        return False
    begins_after = other.valid_until is not None and guidance.valid_from > other.valid_until
    ends_before = guidance.valid_until is not None and guidance.valid_until < other.valid_from
    return not (begins_after or ends_before)


def _overlap(other: GuidanceVersion) -> Fault:
    until = filters.short_day(other.valid_until) or "…"
    params = (("code", other.code), ("since", filters.short_day(other.valid_from)), ("until", until))
    return Fault("valid_from", "dates_overlap", params)
