"""A real browser on a real server: Debian's Chromium, found by role and label, checked by axe."""

import os
import shutil
import threading
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text()
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
SERIOUS = {"serious", "critical"}
ACTS = ("click", "fill", "check", "uncheck", "select_option", "set_input_files", "press")
expect.set_options(timeout=15_000)


class Quiet(WSGIRequestHandler):
    def log(self, *_words):
        """Nothing: the tests say what went wrong."""


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.exit("Chromium is missing: CI must have it", returncode=3)
        pytest.skip("Chromium is missing: the journeys were NOT run")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def finished(app):
    """The same app, each answer whole before a byte is sent: a browser that hangs up leaves no file open behind it."""

    def answer(environ, start_response):
        chunks = app(environ, start_response)
        try:
            return [b"".join(chunks)]
        finally:
            chunks.close()

    return answer


@pytest.fixture
def site(app):
    """The address of the app, served by threads of this process on the test's own database."""
    server = make_server("127.0.0.1", 0, finished(app), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Reader:
    """One person at one browser window. ``acts`` counts what they press, follow, fill, choose and open by ``self``."""

    def __init__(self, browser, site, viewport, javascript=True):
        self.site, self.javascript, self.complaints, self.acts = site, javascript, [], 0
        self.is_at_a_laptop = javascript and viewport == WIDE
        self.context = browser.new_context(viewport=viewport, java_script_enabled=javascript, locale="vi-VN")
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message):
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, user_name, password="mat-khau-thu"):
        self.page.goto(f"{self.site}/sign-in")
        self.page.get_by_label("Tên đăng nhập").fill(user_name)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.get_by_role("button", name="Đăng xuất").wait_for()
        return self

    def open(self, path):
        self.acts += 1
        self.page.goto(self.site + path)
        return self

    def check(self):
        """No serious finding of axe, nothing wider than the window, no complaint of the browser."""
        if self.javascript:
            self.page.evaluate(AXE)
            found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            serious = [
                f"{item['id']}: {item['nodes'][0]['html'][:200]}"
                for item in found["violations"]
                if item["impact"] in SERIOUS
            ]
            assert serious == [], f"{self.page.url}: {serious}"
            wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, f"{self.page.url} is {wider} px wider than its window"
        assert self.complaints == [], self.complaints
        return self

    def check_both_languages(self):
        """The page as it stands, then in English, then back in Vietnamese."""
        self.check()
        self._turn_to("English", back="Tiếng Việt")
        self.check()
        self._turn_to("Tiếng Việt", back="English")
        return self

    def _turn_to(self, language, back):
        """Until the whole page is there in that language, from which one can go back."""
        self.page.get_by_role("button", name=language).click()
        self.page.get_by_role("button", name=back).wait_for()
        self.page.wait_for_load_state()

    def check_kind(self):
        """The first page of its kind: both languages where the window is a laptop's, as it stands elsewhere."""
        return self.check_both_languages() if self.is_at_a_laptop else self.check()

    def press(self, name, within=None):
        """Press the one button of this very name."""
        self.acts += 1
        (within or self.page).get_by_role("button", name=name, exact=True).click()
        return self

    def follow(self, name, within=None):
        self.acts += 1
        (within or self.page).get_by_role("link", name=name, exact=True).click()
        return self

    def fill(self, label, text, within=None):
        self.acts += 1
        (within or self.page).get_by_label(label, exact=True).fill(text)
        return self

    def choose(self, label, option, within=None):
        self.acts += 1
        (within or self.page).get_by_label(label, exact=True).select_option(label=option)
        return self

    def told(self, words):
        """The page says in its status line that what was asked has been done."""
        expect(self.page.get_by_role("status")).to_contain_text(words)
        return self

    def reads(self, *words):
        """The page's main part shows all of these."""
        for one in words:
            expect(self.page.get_by_role("main")).to_contain_text(one)
        return self

    def close(self):
        assert self.complaints == [], self.complaints
        self.context.close()


@pytest.fixture
def readers(browser, site):
    """Makes readers; closes them, and lets none go with a complaint unheard."""
    made = []

    def make(viewport=WIDE, javascript=True):
        made.append(Reader(browser, site, viewport, javascript))
        return made[-1]

    yield make
    for reader in made:
        reader.close()


@pytest.fixture(params=["wide", "narrow", "no-script"])
def window(request):
    """The three ways each journey is made: laptop, phone, and without JavaScript."""
    return {
        "wide": {"viewport": WIDE},
        "narrow": {"viewport": NARROW},
        "no-script": {"viewport": WIDE, "javascript": False},
    }[request.param]


class Ledger(Counter):
    """Acts by the piece of work they belong to."""

    work = ""

    def count(self, act):
        def counted(*given, **named):
            self[self.work] += 1
            return act(*given, **named)

        return counted


@pytest.fixture
def ledger(monkeypatch):
    made = Ledger()
    for act in ACTS:
        monkeypatch.setattr(Locator, act, made.count(getattr(Locator, act)))
    monkeypatch.setattr(Page, "goto", made.count(Page.goto))
    return made
