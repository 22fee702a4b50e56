"""The committee's bank of reasons, offered where a reviewer writes one. Nothing here commits."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.base.names import folded, text_key
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.permissions import Actor
from tracker.reviews.models import Phrase

MOST = 60
"""Phrases in use at once: more than that nobody reads through to find one [R]."""


def of(committee_id: int) -> list[Phrase]:
    """Those in use, in Vietnamese order."""
    query = select(Phrase).where(Phrase.committee_id == committee_id, Phrase.removed_at.is_(None))
    found = db.session.scalars(query.options(joinedload(Phrase.added_by)).order_by(Phrase.id))
    return sorted(found, key=lambda one: (text_key(one.text), one.id))


def get(phrase_id: int) -> Phrase:
    """A phrase in use with its committee, or ``NoResultFound``."""
    query = select(Phrase).where(Phrase.id == phrase_id, Phrase.removed_at.is_(None))
    return db.session.scalars(query.options(joinedload(Phrase.committee))).one()


def add(committee: Organisation, text: str, by: Actor, at: datetime) -> Phrase:
    """One more phrase; the same words, accents and case aside, are not kept twice."""
    known = of(committee.id)
    if any(folded(one.text) == folded(text) for one in known):
        raise RuleBroken(_("Câu này đã có trong danh sách."))
    if len(known) >= MOST:
        raise RuleBroken(_("Danh sách đã có %(count)s câu. Hãy bỏ bớt câu ít dùng trước.", count=MOST))
    phrase = Phrase(committee=committee, text=text, added_by_id=by.person_id, added_at=at)
    audit.record(by, "phrase.add", phrase, at=at)
    db.session.flush()
    return phrase


def remove(phrase: Phrase, by: Actor, at: datetime) -> None:
    """Out of use from now on; what was written with it stands."""
    phrase.removed_at = at
    audit.record(by, "phrase.remove", phrase, at=at, old={"text": phrase.text}, new={})
    db.session.flush()
