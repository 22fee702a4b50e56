"""No page asks the database more because there is more to list: every page of the book counted at two sizes."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

import time_machine

from tests.bench.growing import grow
from tests.house import whole_book
from tests.house.test_both_languages import addresses, routes
from tests.queries import counted
from tracker.agendas.models import AgendaItem
from tracker.extensions import db

TRIED = 12  # addresses of a page, for one reader: who may not open these may open none
READERS = 2  # of one page: others see the same or less
MOST = 32
ABOVE = {"desk.show": 45}
"""Pages that may ask more than ``MOST``: a secretary's desk gathers from every stage."""
GROWING = 40  # of the pages, so many at least have more to show in the larger book


@dataclass(frozen=True)
class Asked:
    """What one page sent, and how long it was."""

    sent: tuple[str, ...]
    length: int

    def beyond(self, other):
        """The statements sent more often than by the other."""
        more = Counter(self.sent) - Counter(other.sent)
        return [f"{number} × {' '.join(statement.split())[:140]}" for statement, number in more.items()]


def test_no_page_asks_more_as_the_book_grows(app):
    with time_machine.travel(whole_book.NOW):
        people = whole_book.make_book()
        known = whole_book.subjects() | {"meeting_id": _fullest_first(), "month": [1], "code": ["1.1", "1"]}
        grow(people, "a")
        pages = _opened(app, people, known)
        few = _asked(app, people, pages)
        grow(people, "b")
        many = _asked(app, people, pages)
    grown = {page: many[page].beyond(few[page]) for page in pages if len(many[page].sent) > len(few[page].sent)}
    assert grown == {}
    assert {rule.endpoint for rule in routes(app)} - {endpoint for endpoint, *_rest in pages} == set()
    assert {page: one.sent for page, one in many.items() if len(one.sent) > ABOVE.get(page[0], MOST)} == {}
    assert len({page[0] for page in pages if many[page].length > few[page].length}) >= GROWING


def _fullest_first():
    """The meetings with the most on their agenda first, then the others."""
    counts = Counter(meeting_id for (meeting_id,) in db.session.query(AgendaItem.meeting_id))
    return sorted(whole_book.subjects()["meeting_id"], key=lambda one: -counts[one])


def _opened(app, people, known):
    """Endpoint, reader and address of each page that opens, for a few readers of each."""
    found, readers = [], Counter()
    for role in ("secretary", "reviewer", "administrator", "member", "observer", "delegate"):
        client = app.test_client().sign_in(people[role])
        for rule in routes(app):
            if readers[rule.endpoint] < READERS or not rule.arguments:
                tried = islice(addresses(app, rule, known), TRIED)
                there = (one for one in tried if client.get(one).status_code in (200, 302))
                opened = [(rule.endpoint, role, address) for address in islice(there, 1)]
                readers[rule.endpoint] += len(opened)
                found += opened
    return found


def _asked(app, people, pages):
    """What each page sends when opened a second time: what a process learns once is not counted."""
    clients = {role: app.test_client().sign_in(people[role]) for role in whole_book.ROLES}
    found = {}
    for page in pages:
        _endpoint, role, address = page
        clients[role].get(address)
        with counted() as sent:
            response = clients[role].get(address)
        found[page] = Asked(tuple(sent), len(response.data))
    return found
