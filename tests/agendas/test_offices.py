"""Every route of this stage × every office: who may, who sees nothing."""

import pytest

from tests import factories as make
from tracker.guidance.rules import MeetingKind

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
KEEPERS = {"secretary", "deputy", "committee member", "minute-taker"}
ABOVE = {"reviewer", "reviewer above", "observer"}
READERS = KEEPERS | ABOVE | {"member"}

GET = {
    "/meetings/{meeting}/agenda": READERS,
    "/meetings/{meeting}/agenda/versions/1": READERS,
    "/meetings/{meeting}/agenda/invitation": READERS,
    "/meetings/{meeting}/agenda/receipts": KEEPERS | ABOVE,
    "/meetings/{meeting}/agenda/edit": KEEPERS,
    "/meetings/{meeting}/agenda/items/new": KEEPERS,
    "/meetings/{meeting}/agenda/circulate": KEEPERS,
    "/meetings/{meeting}/documents/new": KEEPERS,
    "/agenda-items/{item}/edit": KEEPERS,
    "/documents/{document}": READERS,
}
POST = {
    "/meetings/{meeting}/agenda/opened": KEEPERS | {"member"},
    "/meetings/{meeting}/agenda/acknowledge": KEEPERS | {"member"},
    "/meetings/{meeting}/agenda/standard": KEEPERS,
    "/meetings/{meeting}/agenda/order": KEEPERS,
    "/meetings/{meeting}/agenda/remind": KEEPERS,
    "/meetings/{meeting}/agenda/items/new": KEEPERS,
    "/meetings/{meeting}/agenda/circulate": KEEPERS,
    "/meetings/{meeting}/agenda/receipts/{member}/hand-over": KEEPERS,
    "/meetings/{meeting}/documents/new": KEEPERS,
    "/agenda-items/{item}/edit": KEEPERS,
    "/agenda-items/{item}/move": KEEPERS,
    "/agenda-items/{item}/remove": KEEPERS,
    "/documents/{document}/remove": KEEPERS,
}


@pytest.fixture
def places(app):
    cell = make.cell(make.committee(parent=make.committee()))
    meeting = make.meeting(cell, year=2027)
    secretary, member = make.secretary(cell), make.member(cell)
    item = make.item(meeting)
    document = make.document(meeting, secretary)
    make.circulation(meeting, secretary)
    return {"cell": cell, "meeting": meeting.id, "item": item.id, "document": document.token, "member": member.id}


@pytest.mark.parametrize("office", WHO)
def test_pages_open_for_those_in_the_table_only(client, places, office):
    client.sign_in(WHO[office](places["cell"]))
    for path, may in GET.items():
        status = client.get(path.format(**places)).status_code
        assert status == (200 if office in may else 404), f"{office}: {path} answers {status}"


@pytest.mark.parametrize("office", WHO)
def test_acts_are_open_to_those_in_the_table_only(client, places, office):
    client.sign_in(WHO[office](places["cell"]))
    for path, may in POST.items():
        answer = client.post(path.format(**places), data={"csrf_token": client.csrf_token()})
        assert (answer.status_code != 404) is (office in may), f"{office}: {path} answers {answer.status_code}"


@pytest.mark.parametrize(("office", "status"), [("secretary", 200), ("minute-taker", 200), ("member", 404)])
def test_the_committees_own_agenda_is_not_the_members(client, places, office, status):
    sitting = make.meeting(places["cell"], year=2027, day=3, kind=MeetingKind.COMMITTEE)
    client.sign_in(WHO[office](places["cell"]))

    assert client.get(f"/meetings/{sitting.id}/agenda").status_code == status


def test_every_route_of_the_stage_is_in_the_tables(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("agendas.")]

    assert sum(len(rule.methods & {"GET", "POST"}) for rule in rules) == len(GET) + len(POST)
