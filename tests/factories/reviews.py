from tests.factories.organisations import committee as make_committee
from tests.factories.people import person
from tracker.base import clock
from tracker.extensions import db
from tracker.reviews.models import Phrase


def phrase(committee=None, text="Chưa có minh chứng kèm theo."):
    """A reason in the committee's bank."""
    row = Phrase(committee=committee or make_committee(), text=text, added_by=person(), added_at=clock.now())
    db.session.add(row)
    db.session.commit()
    return row
