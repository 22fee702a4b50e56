"""The five of the demo sign in on the day it was made, and each finds something to do.

One test, so that the demo is made once for all windows.
"""

import pytest
from playwright.sync_api import expect

from tests.demo.conftest import app, made, today  # noqa: F401  # the app of these tests is a copy of the demo
from tests.journeys.conftest import NARROW, WIDE
from tracker.demo.cast import PASSWORD

pytestmark = pytest.mark.journey
WINDOWS = ({"viewport": WIDE}, {"viewport": NARROW}, {"viewport": WIDE, "javascript": False})
WAITS = {
    "bithu": "Việc cần làm",
    "dangvien": "Việc của tôi",
    "thamdinh": "Việc cần làm",
    "quantri": "Việc cần làm",
    "giamsat": "Đồng chí được đọc",
}


def test_each_of_the_five_finds_something_to_do(readers):
    for given in WINDOWS:
        for user_name, waits in WAITS.items():
            take_up_the_first(readers(**given).sign_in(user_name, PASSWORD).check_kind(), waits)


def take_up_the_first(reader, waits):
    page = reader.page
    expect(page.get_by_role("complementary", name="Dữ liệu minh hoạ")).to_be_visible()
    first = page.get_by_role("region", name=waits, exact=True).get_by_role("listitem").first
    front_door = page.get_by_role("heading", level=1).inner_text()
    first.get_by_role("link").or_(first.get_by_role("button")).first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(front_door)
    reader.check()
