"""Every route is guarded or public on purpose; every page carries its headers; no form goes without its token."""

import pytest

from tests import factories as make
from tracker.permissions import GRANTS, Action

PUBLIC = {
    "static",
    "health.alive",
    "health.ready",
    "people.sign_in",
    "people.language",
    "people.first_start",
}


def views(app):
    return {rule.endpoint: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}


def test_every_view_is_public_or_guarded(app):
    unguarded = {name for name, view in views(app).items() if not hasattr(view, "action")}

    assert unguarded <= PUBLIC


def test_every_action_has_grounds_and_serves_a_route_or_a_button(app):
    assert set(GRANTS) == set(Action)


def test_get_and_post_are_the_only_ways_in(app):
    methods = {method for rule in app.url_map.iter_rules() for method in rule.methods}

    assert methods <= {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/static/css/tokens.css", "/healthz"])
def test_headers_are_on_every_response(client, path):
    with client.get(path) as response:
        headers = response.headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_post_without_its_token_is_refused_with_what_was_typed(client, app):
    client.sign_in(make.secretary(make.cell()))

    page = client.page("/language", data={"to": "en", "words": "một đoạn dài"}, csrf=False, status=400)

    assert "một đoạn dài" in page.text


def test_a_post_after_the_session_ended_gives_the_text_back(client, app):
    client.page("/sign-out", data={"words": "một đoạn dài"}, status=401)


@pytest.mark.parametrize("path", ["/nowhere", "/meetings/999999/agenda"])
def test_what_is_not_there_is_404(client, app, path):
    client.sign_in(make.secretary(make.cell())).page(path, status=404)
