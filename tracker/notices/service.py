"""Telling people, and what they have not read. Nothing here commits: a notice goes with the fact it tells."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from tracker.extensions import db
from tracker.notices.models import Notice


def tell(
    person_ids: Iterable[int], organisation_id: int, kind: str, details: dict[str, Any], path: str, at: datetime
) -> int:
    """One unread notice for each person, once each; how many were told."""
    rows = [
        {
            "person_id": person_id,
            "organisation_id": organisation_id,
            "kind": kind,
            "details": details,
            "path": path,
            "at": at,
        }
        for person_id in dict.fromkeys(person_ids)
    ]
    if rows:
        db.session.execute(insert(Notice), rows)
    return len(rows)


def get(notice_id: int) -> Notice:
    return db.session.get_one(Notice, notice_id)


def unread(person_id: int, most: int = 20) -> list[Notice]:
    """What a person has not read, the newest first."""
    query = (
        select(Notice)
        .where(Notice.person_id == person_id, Notice.read_at.is_(None))
        .order_by(Notice.at.desc(), Notice.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def count_unread(person_id: int) -> int:
    query = select(func.count(Notice.id)).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(query) or 0


def mark_read(notice: Notice, at: datetime) -> None:
    """The first reading counts."""
    notice.read_at = notice.read_at or at
    db.session.flush()


def mark_path_read(person_id: int, path: str, at: datetime) -> None:
    """Whatever led this person to the page has been answered."""
    db.session.execute(
        update(Notice)
        .where(Notice.person_id == person_id, Notice.path == path, Notice.read_at.is_(None))
        .values(read_at=at)
        .execution_options(synchronize_session="fetch")
    )


def told_since(kind: str, path: str, since: datetime) -> set[int]:
    """The persons who were told this of this page at ``since`` or later."""
    query = select(Notice.person_id).where(Notice.kind == kind, Notice.path == path, Notice.at >= since)
    return set(db.session.scalars(query))
