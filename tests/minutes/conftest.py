"""A cell with a meeting just held, and its secretary signed in."""

import pytest

from tests import factories as make


@pytest.fixture
def cell(app):
    return make.cell(make.committee("Đảng bộ xã Thử"), "Chi bộ thôn Thử", locality="Suối Bạc")


@pytest.fixture
def meeting(cell):
    return make.meeting_to_minute(cell, titles=("Kiểm điểm nghị quyết", "Thảo luận việc làm đường"))


@pytest.fixture
def secretary(client, cell):
    return client.sign_in(make.secretary(cell, "Hoàng Thị Thử"))
