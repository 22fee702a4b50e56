"""State × act × office: every act on a sheet in every state, tried by everybody, against a table kept by hand.

What a request does is looked at where it would be committed, and undone.
"""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories as make
from tests.house.test_grants import tokens
from tracker import errors
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.extensions import db
from tracker.people.models import Person
from tracker.reviews import acts as reviewing
from tracker.reviews.models import ReviewSettings
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SHEET, SheetState

# In the cell: Secretary, Deputy, K committee member, T minute-taker, Member, F delegate, Observer, a administrator.
# Above: Reviewer, who opened what is under review, and Q another of the same committee; P reviewer above them;
# V reviewer of another committee; A administrator and O observer of the committee.
PEOPLE = "SDKTMFoaRQPVAO"
STATES = ("draft", "agreed", "submitted", "under_review", "returned", "recognised", "explained", "locked")
TABLE = """
                    draft  agreed  submitted  under_review  returned  recognised  explained  locked
mark                SDKT   -       -          -             SDKT      -           -          -
agree               SDKT   -       -          -             SDKT      -           -          -
reconsider          -      SD      -          -             -         -           -          -
submit              -      SD      -          -             -         -           -          -
open                -      -       RQ         RQ            -         -           -          -
adjust              -      -       RQ         R             -         -           -          -
undo                -      -       -          R             -         -           -          -
return              -      -       RQ         R             -         -           -          -
recognise           -      -       RQ         R             -         -           -          -
recognise_in_batch  -      -       RQ         -             -         -           -          -
forward             -      -       RQ         R             -         -           -          -
explain             -      -       -          -             -         SD          -          -
take_up_again       -      -       -          -             -         -           RQ         -
uphold              -      -       -          -             -         -           RQ         -
"""
LEADS_TO = {
    "mark": "draft", "agree": "agreed", "reconsider": "draft", "submit": "submitted", "open": "under_review",
    "adjust": "under_review", "undo": "under_review", "return": "returned", "recognise": "recognised",
    "recognise_in_batch": "recognised", "forward": "submitted", "explain": "recognised",
    "take_up_again": "under_review", "uphold": "locked",
}  # fmt: skip
UNTIL = {
    "draft": "mark", "agreed": "agree", "submitted": "submit", "under_review": "open", "returned": "return",
    "recognised": "recognise", "explained": "explain", "locked": "uphold",
}  # fmt: skip
WAYS = {
    "mark": ("/meetings/{meeting}/scoresheet", {"mark_3.1": "2"}),
    "agree": ("/meetings/{meeting}/scoresheet/agree", {"votes_for": "1"}),
    "reconsider": ("/meetings/{meeting}/scoresheet/reconsider", {"reason": "Vì"}),
    "submit": ("/meetings/{meeting}/scoresheet/submit", {}),
    "explain": ("/meetings/{meeting}/scoresheet/explain", {"text": "Vì"}),
    "open": ("/scoresheets/{sheet}/review/open", {}),
    "adjust": ("/scoresheets/{sheet}/review/criteria/3.1", {"points": "2", "reason": "Vì"}),
    "undo": ("/scoresheets/{sheet}/review/criteria/4.2/undo", {}),
    "return": ("/scoresheets/{sheet}/review/return", {"summary": "Vì", "deadline": "2199-01-01"}),
    "recognise": ("/scoresheets/{sheet}/review/recognise", {}),
    "recognise_in_batch": ("/committees/{committee}/queue/batch?year=2026&month={month}", {}),
    "forward": ("/scoresheets/{sheet}/review/forward", {"opinion": "Nhất trí"}),
    "take_up_again": ("/scoresheets/{sheet}/review/take-up", {"reason": "Vì"}),
    "uphold": ("/scoresheets/{sheet}/review/uphold", {"reason": "Vì"}),
}
ACTS = {f"scoresheet.{act}" for act in LEADS_TO}


def may():
    """By act and state, who."""
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    assert tuple(head) == STATES
    return {(act, state): set(who.strip("-")) for act, *row in lines for state, who in zip(STATES, row, strict=True)}


MAY = may()


@dataclass
class Sheet:
    """What an address and a form need of one."""

    id: int
    meeting: int
    month: int
    version: int


class Trial:
    """One sheet in each state of one cell, and everybody; requests are made as anybody, and undone."""

    def __init__(self, app):
        self.app, self.client, self.seen = app, FlaskClient(app, use_cookies=False), []
        self.people = people = self.make_people()
        self.sheets = {state: self.make_sheet(month, state) for month, state in enumerate(STATES, start=1)}
        self.ids = {who: person.id for who, person in people.items()}
        signer = app.session_interface.get_signing_serializer(app)
        name = app.config["SESSION_COOKIE_NAME"]
        self.cookies = {who: f"{name}={signer.dumps({'token': token})}" for who, token in tokens(self).items()}

    def make_people(self):
        province = make.committee()
        commune = make.committee(parent=province)
        self.cell, self.committee = make.cell(commune), commune.id
        quiet = {"sample_percent": 0, "least_months": 24, "same_months": 24}  # nothing drawn, nothing asked
        db.session.add(ReviewSettings(committee_id=commune.id, forwards=True, **quiet))
        make.guidance()
        return {
            "S": make.secretary(self.cell), "D": make.deputy(self.cell), "K": make.committee_member(self.cell),
            "T": make.minute_taker(self.cell), "M": make.member(self.cell), "F": make.delegate(self.cell),
            "o": make.observer(self.cell), "a": make.administrator(self.cell), "R": make.reviewer(commune),
            "Q": make.reviewer(commune), "P": make.reviewer(province), "V": make.reviewer(make.committee()),
            "A": make.administrator(commune), "O": make.observer(commune),
        }  # fmt: skip

    def make_sheet(self, month, state):
        if state == "submitted":
            row = make.quiet_sheet(self.cell, month=month)
        else:
            row = make.scoresheet(make.scored_meeting(self.cell, voters=1, month=month), until=UNTIL[state])
        if state == "under_review":
            reviewing.adjust(row, "4.2", Decimal(10), "Vì", make.actor(self.people["R"]), clock.now())
            db.session.commit()
        return Sheet(row.id, row.meeting_id, month, row.version)

    def did(self, act, state, who):
        """The status, and what would have been committed: the acts on record and the state after; else ``None``."""
        sheet, self.seen = self.sheets[state], []
        address, fields = WAYS[act]
        given = {"version": sheet.version, **fields}
        if act == "recognise_in_batch":
            salt = f"batch-{self.committee}-{self.ids[who]}"
            signer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt=salt)
            given = {"shown": signer.dumps([(sheet.id, sheet.version)]), "sheet": str(sheet.id)}
        url = address.format(sheet=sheet.id, meeting=sheet.meeting, committee=self.committee, month=sheet.month)
        self.at = sheet.id
        with self.app.app_context(), self.client.post(url, data=given, headers={"Cookie": self.cookies[who]}) as answer:
            return answer.status_code, self.seen[-1] if self.seen else (set(), None)

    def look(self, session):
        """In the place of a commit."""
        session.flush()
        entries = session.scalars(select(AuditEntry.act).where(AuditEntry.id > self.before).order_by(AuditEntry.id))
        state = session.scalar(select(Scoresheet.state).where(Scoresheet.id == self.at))
        self.seen.append((set(entries), state))


@pytest.fixture(scope="module")
def trial(running_app, database):
    database.renew(running_app)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make.people, "hash_password", lambda _password: "!")
        with running_app.app_context():
            trial = Trial(running_app)
            trial.before = db.session.scalar(select(func.max(AuditEntry.id)))
            assert db.session.get(Person, trial.ids["R"]).id == reviewer_of(trial.sheets["under_review"])
            db.session.remove()
        patch.setattr(Session, "commit", lambda session: trial.look(session))
        patch.setattr(errors, "page", lambda status: ("", status))
        patch.setitem(running_app.config, "WTF_CSRF_ENABLED", False)
        yield trial


def reviewer_of(sheet):
    return db.session.get(Scoresheet, sheet.id).reviewer_id


def test_the_table_names_every_act_that_somebody_does():
    assert {act for act, _state in MAY} == set(LEADS_TO) == set(WAYS) == set(SHEET.rows) - {"lock"}
    assert {act: SHEET.rows[act].target.value for act in LEADS_TO} == LEADS_TO
    assert set(STATES) - {"explained"} == {state.value for state in SheetState}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", LEADS_TO)
def test_who_may_do_it_from_there_and_nobody_else(trial, act, state):
    wrong = {}
    for who in PEOPLE:
        status, (entries, after) = trial.did(act, state, who)
        done = f"scoresheet.{act}" in entries
        if who in MAY[act, state]:
            fine = done and status == 302 and after == LEADS_TO[act]
        else:
            fine = not entries & ACTS and status in (200, 302, 404, 409)
        if not fine:
            wrong[who] = status, entries, after
    assert wrong == {}
