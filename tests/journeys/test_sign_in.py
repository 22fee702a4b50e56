"""Somebody comes to the book for the first time today."""

import pytest
from playwright.sync_api import expect

from tests import factories as make

pytestmark = pytest.mark.journey


def test_signing_in_and_out(readers, window):
    make.account(make.member(make.cell(), "Nông Thị Thử"), "nong.thi.thu")
    reader = readers(**window)

    reader.open("/").check_both_languages()
    reader.sign_in("nong.thi.thu").check_both_languages()

    reader.page.get_by_role("button", name="Đăng xuất").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
