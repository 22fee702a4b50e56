"""An error's page is a page of the book too: whole, in the reader's language, and standing when little else does."""

import pytest
from flask import render_template

from tests.pagecheck import check_page
from tracker.errors import bare


@pytest.fixture
def request_context(app):
    with app.test_request_context("/lost"):
        yield


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 429, 500])
def test_every_error_has_a_sound_page(request_context, status):
    page = check_page(render_template(f"errors/{status}.html", typed=[]))

    assert len(page.select_one(".prose p").text) > 40


def test_what_was_typed_is_given_back(request_context):
    page = check_page(render_template("errors/409.html", typed=[("text", "Đề nghị họp <19:00>\nđể đông người dự")]))

    assert page.select_one("#typed ~ .stack p").text == "Đề nghị họp <19:00>\nđể đông người dự"


def test_an_address_that_leads_nowhere(client):
    assert client.page("/no-such-page", status=404).select_one("h1").text == "Không tìm thấy trang"


def test_the_page_of_a_failure_asks_the_database_nothing(app, monkeypatch):
    monkeypatch.setattr("tracker.people.sessions.of_token", lambda *_: pytest.fail("asked who is signed in"))
    with app.test_request_context("/"):
        html, status = bare(500)

    assert status == 500
    assert check_page(html).select_one("h1").text == "Hệ thống gặp trục trặc"


def test_a_failure_is_answered_calmly(app, client, monkeypatch):
    def broken():
        raise RuntimeError("nothing works")

    monkeypatch.setitem(app.view_functions, "people.sign_in", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    page = client.page("/sign-in", status=500)

    assert "nothing works" not in page.text


def test_the_cover_opens_for_anybody(client):
    page = client.page("/sign-in")

    assert page.select_one("button.button--primary").text == "Đăng nhập"
    assert page.select_one("form[action='/language'] button").text == "English"
