"""What tests of drafts send and look at."""

from flask import current_app

from tracker.extensions import db
from tracker.guidance import draft_forms, shape
from tracker.guidance.models import GuidanceDraft

FACTS = {"code": "HD42-2", "issued_on": "2031-01-01", "valid_from": "2031-01-01", "valid_until": ""}
C21 = "sheets.0.groups.1.criteria.0"


def typed(draft, place, **changes):
    """What the page of that place would send, were nothing but this changed."""
    held, drawn_with = draft.content, draft.version
    with current_app.test_request_context():
        parts, form = draft_forms.page(held, place, None)
    sent = {slot.name: form[slot.name].data for part in parts for slot in part.every}
    return {name: value for name, value in sent.items() if value} | {"version": str(drawn_with)} | changes


def content(draft):
    db.session.expire_all()
    return db.session.get(GuidanceDraft, draft.id).content


def at(draft, path):
    return shape.reach(content(draft), path)


def words(page):
    return " ".join(page.select_one("main").text.split())
