"""Every route of this stage × every office: who may, who sees nothing."""

import pytest

from tests import factories as make
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import service as meetings
from tracker.meetings.rules import MeetingState
from tracker.minutes import service

WHO = {
    "secretary": lambda cell: make.secretary(cell),
    "deputy": lambda cell: make.deputy(cell),
    "committee member": lambda cell: make.committee_member(cell),
    "minute-taker": lambda cell: make.minute_taker(cell),
    "member": lambda cell: make.member(cell),
    "reviewer": lambda cell: make.reviewer(cell.parent),
    "reviewer above": lambda cell: make.reviewer(cell.parent.parent),
    "observer": lambda cell: make.observer(cell.parent),
    "administrator": lambda cell: make.administrator(cell.parent),
    "secretary of another cell": lambda cell: make.secretary(make.cell(cell.parent)),
    "reviewer of another branch": lambda cell: make.reviewer(make.committee()),
}
LEADERS = {"secretary", "deputy"}
KEEPERS = LEADERS | {"committee member", "minute-taker"}
ABOVE = {"reviewer", "reviewer above", "observer"}
READERS = KEEPERS | ABOVE | {"member"}

GET = {
    "/meetings/{held}/minutes": READERS,
    "/meetings/{held}/minutes/print": READERS,
    "/meetings/{committee}/minutes": READERS - {"member"},
    "/meetings/{committee}/minutes/print": READERS - {"member"},
    "/meetings/{planned}/minutes": READERS,
    "/meetings/{not_held}/minutes": READERS,
    "/meetings/{minuted}/minutes": READERS,
    "/meetings/{held}/minutes/edit": KEEPERS,
    "/meetings/{held}/minutes/decisions/new": KEEPERS,
    "/decisions/{decision}/edit": KEEPERS,
    "/meetings/{minuted}/minutes/reopen": LEADERS,
}
POST = {
    "/meetings/{held}/minutes/edit": KEEPERS,
    "/meetings/{held}/minutes/decisions/new": KEEPERS,
    "/decisions/{decision}/edit": KEEPERS,
    "/meetings/{held}/minutes/confirm": LEADERS,
    "/meetings/{minuted}/minutes/reopen": LEADERS,
    "/meetings/{minuted}/minutes/file": KEEPERS,
    "/meetings/{committee}/minutes/edit": KEEPERS,
}


@pytest.fixture
def places(app):
    cell = make.cell(make.committee(parent=make.committee()))
    held = make.meeting_to_minute(cell)
    make.minutes(held)
    minuted = make.meeting_to_minute(cell, month=2)
    make.confirmed_minutes(minuted)
    rows = {
        "held": held,
        "minuted": minuted,
        "decision": make.decision(held),
        "planned": make.meeting(cell, month=5),
        "not_held": make.meeting(cell, month=1, state=MeetingState.NOT_HELD),
        "committee": make.meeting_to_minute(cell, kind=MeetingKind.COMMITTEE),
    }
    return {"cell": cell} | {name: row.id for name, row in rows.items()}


@pytest.mark.parametrize("office", WHO)
def test_pages_open_for_those_in_the_table_only(client, places, office):
    client.sign_in(WHO[office](places["cell"]))
    for path, may in GET.items():
        status = 200 if office in may else 404
        client.page(path.format(**places), status=status)


@pytest.mark.parametrize("office", WHO)
def test_acts_are_open_to_those_in_the_table_only(client, places, office):
    client.sign_in(WHO[office](places["cell"]))
    for path, may in POST.items():
        answer = client.post(path.format(**places), data={"csrf_token": client.csrf_token()})
        assert (answer.status_code != 404) is (office in may), f"{office}: {path} answers {answer.status_code}"


BUTTONS = {
    "/minutes/edit": "write",
    "/minutes/decisions/new": "decide",
    "/minutes/confirm": "confirm",
    "/minutes/reopen": "reopen",
    "/minutes/file": "file",
}
MAY = {
    "write": KEEPERS,
    "decide": KEEPERS,
    "confirm": LEADERS,
    "reopen": LEADERS,
    "file": KEEPERS,
}
WHEN = {"held": {"write", "decide", "confirm"}, "minuted": {"reopen", "file"}, "planned": set(), "not_held": set()}


@pytest.mark.parametrize("office", ["secretary", "minute-taker", "member", "reviewer", "observer"])
@pytest.mark.parametrize("state", WHEN)
def test_a_button_stands_where_it_is_allowed_and_possible(client, places, office, state):
    page = client.sign_in(WHO[office](places["cell"])).page(f"/meetings/{places[state]}/minutes")

    ways = [tag.get("href") or tag.get("action") for tag in page.select("a[href], form[action]")]
    shown = {act for path, act in BUTTONS.items() if f"/meetings/{places[state]}{path}" in ways}
    assert shown == {act for act in WHEN[state] if office in MAY[act]}


def test_the_forms_lead_back_where_the_state_has_moved_on(client, places):
    client.sign_in(make.secretary(places["cell"]))
    for path in ("edit", "decisions/new"):
        for state in ("planned", "not_held", "minuted"):
            page = client.page(f"/meetings/{places[state]}/minutes/{path}")
            assert page.h1.text == "Biên bản"
    assert client.page(f"/meetings/{places['held']}/minutes/reopen").h1.text == "Biên bản"
    assert client.page(f"/meetings/{places['planned']}/minutes/print").h1.text == "Biên bản"


def test_a_refused_act_changes_nothing(client, places):
    client.sign_in(make.minute_taker(places["cell"]))
    client.post(f"/meetings/{places['held']}/minutes/confirm", data={"csrf_token": client.csrf_token()})

    db.session.expire_all()
    meeting = meetings.get(places["held"])
    assert meeting.state is MeetingState.HELD
    assert service.of_meeting(meeting).confirmed_at is None
