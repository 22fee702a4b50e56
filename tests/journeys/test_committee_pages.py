"""Every page of the committee's evening as axe and a narrow window see it, in both languages."""

import pytest
import time_machine

from tests import factories as make
from tests.house import whole_book
from tests.journeys.conftest import NARROW, WIDE
from tracker.extensions import db
from tracker.people.models import Account
from tracker.reviews.calibration.models import CalibrationRound
from tracker.reviews.models import Signal
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

pytestmark = pytest.mark.journey
OF_COMMITTEE = (
    "reviews.index", "reviews.queue", "reviews.batch", "reviews.settings", "signals.index", "maps.heatmap",
    "maps.trend", "maps.classes", "maps.costs", "maps.compare", "branch_years.commendation", "calibration.index",
    "delegates.index", "delegates.name",
)  # fmt: skip


@pytest.fixture
def addresses(app):
    """Of a book with something in every state, as of its own day; by who opens them."""
    with time_machine.travel(whole_book.NOW):
        people = whole_book.make_book()
        by = {role: user_name(people[role], role) for role in ("reviewer", "secretary", "delegate")}
        yield {by[role]: pages for role, pages in listed(app).items()}


def user_name(person, role):
    known = db.session.query(Account).filter_by(person_id=person.id).one_or_none()
    return (known or make.account(person, role)).user_name


def listed(app):
    """The addresses by role."""
    waiting = db.session.query(Scoresheet).filter_by(state=SheetState.SUBMITTED).order_by(Scoresheet.id).first()
    commune = waiting.superior_id
    questions = [row.id for row in db.session.query(Signal)]
    rounds = [row.id for row in db.session.query(CalibrationRound)]
    with app.test_request_context():
        committees = [app.url_for(name, committee_id=commune, year=2026, month=waiting.month) for name in OF_COMMITTEE]
        made = {
            "reviewer": [
                *committees,
                app.url_for("branch_years.show", committee_id=commune, year=2026),
                app.url_for("reviews.show", scoresheet_id=waiting.id),
                app.url_for("reviews.send_back", scoresheet_id=waiting.id),
                *(app.url_for("signals.show", signal_id=one) for one in questions[:2]),
                *(app.url_for("calibration.show", calibration_id=one) for one in rounds),
            ],
            "secretary": [app.url_for("signals.show", signal_id=one) for one in questions],
            "delegate": ["/", app.url_for("delegates.attest", meeting_id=waiting.meeting_id)],
        }
    db.session.remove()
    return made


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_of_the_committee_is_clean(readers, viewport, addresses):
    for user, pages in addresses.items():
        reader = readers(viewport).sign_in(user)
        for language in ("Tiếng Việt", "English"):
            for address in pages:
                reader.open(address).check()
            if language == "Tiếng Việt":
                reader.page.get_by_role("button", name="English").click()
