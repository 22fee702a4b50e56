"""Every page that can be opened, in both languages, by each role: what is there, in whose words."""

import re
from itertools import product

import pytest
import time_machine

from tests.house import whole_book
from tests.pagecheck import check_page
from tracker.language import LANGUAGES

NO_PAGES = {"static", "health.alive", "health.ready"}
SIGNED_OUT = {"people.sign_in", "people.first_start"}
STAGES = (
    "agendas", "branch_years", "calibration", "contributions", "delegates", "desk", "duties", "guidance", "maps",
    "meetings", "minutes", "organisations", "people", "polls", "ratings", "reviews", "scoresheets", "signals",
)  # fmt: skip


def routes(app):
    found = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    return [rule for rule in found if rule.endpoint not in NO_PAGES | SIGNED_OUT]


def addresses(app, rule, known):
    """The addresses a route has in the book."""
    parts = sorted(rule.arguments)
    with app.test_request_context():
        for values in product(*(known[part] for part in parts)):
            yield app.url_for(rule.endpoint, **dict(zip(parts, values, strict=True)))


@pytest.fixture
def winter():
    with time_machine.travel(whole_book.NOW):
        yield


def test_every_stage_is_looked_at(app):
    assert {rule.endpoint.split(".")[0] for rule in routes(app)} == set(STAGES)


@pytest.mark.parametrize("stage", STAGES)
def test_every_page_speaks_the_language_asked_for(winter, app, stage):
    people, faults, seen = whole_book.make_book(), [], set()
    known = whole_book.subjects()
    opened = {rule.endpoint: 0 for rule in routes(app) if rule.endpoint.split(".")[0] == stage}
    for role, language in product(whole_book.ROLES, LANGUAGES):
        client = app.test_client().sign_in(people[role]).speak(language)
        for rule in routes(app):
            if rule.endpoint in opened:
                for address in addresses(app, rule, known):
                    where = f"{role} at {address} in {language}"
                    opened[rule.endpoint] += look(client, address, language, where, faults, seen)

    assert faults == []
    assert [endpoint for endpoint, times in opened.items() if not times] == []


def look(client, address, language, where, faults, seen):
    """Whether the page opened; what is wrong with it goes to the faults: nobody may keep any, even those not found.

    A page already seen is not read again.
    """
    response = client.get(address, follow_redirects=True)
    if response.headers["Cache-Control"] != "no-store":
        faults.append(f"{where}: may be kept by somebody")
    if response.status_code not in (200, 404):
        faults.append(f"{where}: {response.status_code}")
    elif response.status_code == 200 and response.mimetype == "text/html" and not_seen(language, response.text, seen):
        try:
            check_page(response.text, locale=language)
        except AssertionError as fault:
            faults.append(f"{where}: {str(fault).splitlines()[0]}")
    return response.status_code == 200


def not_seen(language, html, seen):
    words = language, hash(re.sub(r'name="(csrf_token|once)" value="[^"]*"', "", html.partition("<main")[2]))
    if words in seen:
        return False
    seen.add(words)
    return True


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_before_signing_in_and_of_nothing_speak_one_language(client, language):
    client.speak(language)
    client.page("/sign-in")
    client.page("/nowhere", status=404)
