import pytest

from tests import factories as make


@pytest.fixture
def version(app):
    return make.guidance()


@pytest.fixture
def province(app):
    return make.committee("Đảng bộ tỉnh")


@pytest.fixture
def administrator(province):
    return make.administrator(province, "Đàm Quản Trị")


@pytest.fixture
def draft(version, administrator):
    return make.guidance_draft(administrator, version)


@pytest.fixture
def visit(client, administrator):
    client.sign_in(administrator)
    return client.page
