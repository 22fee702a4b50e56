"""How a committee reviews: its own settings, or those it goes by until it sets some. Nothing here commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.permissions import Actor
from tracker.reviews.models import ReviewSettings

DEFAULTS: dict[str, Any] = {
    column.name: column.default.arg
    for column in ReviewSettings.__table__.columns
    if column.default is not None and column.name != "version"
}
"""What each column says until a committee sets it, by name [R]."""


def of(committee_id: int) -> ReviewSettings:
    """The committee's settings; where it stored none, a row with the defaults and version 0 that is not stored."""
    return db.session.get(ReviewSettings, committee_id) or unset(committee_id)


def unset(committee_id: int) -> ReviewSettings:
    return ReviewSettings(committee_id=committee_id, version=0, **DEFAULTS)


def of_all(committee_ids: list[int]) -> dict[int, ReviewSettings]:
    """The settings of several committees, in one query."""
    found = db.session.scalars(select(ReviewSettings).where(ReviewSettings.committee_id.in_(committee_ids)))
    stored = {row.committee_id: row for row in found}
    return {one: stored.get(one) or unset(one) for one in committee_ids}


def change(committee: Organisation, given: Mapping[str, Any], version: Any, by: Actor, at: datetime) -> ReviewSettings:
    """Store what was given, by column; ``Conflict`` where somebody else stored since the form was drawn."""
    if given.get("forwards") and committee.parent_id is None:
        raise RuleBroken(_("Cấp ủy này không có cấp ủy cấp trên để chuyển phiếu lên. Hãy bỏ chọn mục đó."))
    db.session.execute(select(Organisation.id).where(Organisation.id == committee.id).with_for_update())
    row = of(committee.id)
    row.expect(version)
    if row.version == 0:
        row = ReviewSettings(committee_id=committee.id)
    for name in DEFAULTS:
        setattr(row, name, given[name])
    row.committee = committee
    audit.record(by, "review_settings.change", row, at=at)
    db.session.flush()
    return row
