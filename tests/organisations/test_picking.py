"""What a page offers to be picked: everything where that is little, else the nearest, or what is searched for."""

from datetime import date

import pytest

from tests import factories as make
from tests.queries import counted
from tracker.extensions import db
from tracker.organisations import picking
from tracker.people import service as people


@pytest.fixture
def province(app):
    return make.committee("Tỉnh ủy Thử", code="T")


@pytest.fixture
def communes(province):
    return [make.committee(f"Đảng ủy xã {name}", province, code=f"XA-{name}") for name in ("An", "Bình", "Cao")]


@pytest.fixture
def cells(communes):
    """Two in each commune; one that has ended, and one of another province."""
    made = [make.cell(commune, f"Chi bộ {n} {commune.code}") for commune in communes for n in ("Đồi", "Suối")]
    make.cell(communes[0], "Chi bộ Đã Thôi", ended_on=date(2025, 1, 31))
    make.cell(make.committee("Tỉnh ủy Khác"), "Chi bộ Đồi Xa")
    return made


def few(monkeypatch, most=3):
    monkeypatch.setattr(picking, "MOST", most)


def names(offer):
    return [row.name for row in offer.rows]


def test_all_cells_are_offered_where_they_are_few(province, cells):
    offer = picking.cells([province.path], cells[0])

    assert offer.rows == tuple(sorted(cells[1:], key=lambda cell: cell.sort_key))
    assert offer.is_all


@pytest.mark.parametrize(("most", "is_all"), [(6, True), (5, True), (4, False)])
def test_few_is_what_fits_the_list(monkeypatch, province, cells, most, is_all):
    few(monkeypatch, most)
    assert picking.cells([province.path], cells[0]).is_all is is_all


@pytest.mark.parametrize(
    ("sought", "offered", "found"),
    [
        ("", ["Chi bộ Suối XA-An"], False),
        ("doi", ["Chi bộ Đồi XA-Bình", "Chi bộ Đồi XA-Cao"], True),
        ("ĐỒI xa-cao", ["Chi bộ Đồi XA-Cao"], True),
        ("không có", ["Chi bộ Suối XA-An"], False),
        ("thôi", ["Chi bộ Suối XA-An"], False),
        ("%", ["Chi bộ Suối XA-An"], False),
    ],
)
def test_of_many_cells_the_nearest_or_those_searched_for(monkeypatch, province, cells, sought, offered, found):
    few(monkeypatch)
    offer = picking.cells([province.path], cells[0], sought)

    assert (names(offer), offer.is_all, offer.found) == (offered, False, found)


def test_more_that_match_than_are_offered_are_said_to_be(monkeypatch, province, cells):
    few(monkeypatch)
    assert picking.cells([province.path], cells[0], "chi bo").is_cut
    exactly = picking.cells([province.path], cells[0], "suoi", cells[2].id)
    assert (len(exactly.rows), exactly.is_cut) == (4, False)
    assert not picking.cells([province.path], cells[0]).is_cut


def test_what_was_picked_stays_offered_and_nothing_beyond_ones_places(monkeypatch, province, cells):
    few(monkeypatch)
    stranger = make.cell()

    assert names(picking.cells([province.path], cells[0], "", cells[5].id))[-1] == cells[5].name
    assert names(picking.cells([province.path], cells[0], "", cells[1].id)) == [cells[1].name]
    for never in (stranger.id, cells[0].id, 999_999):
        assert names(picking.cells([province.path], cells[0], "", never)) == ["Chi bộ Suối XA-An"]
    assert names(picking.cells([], cells[0], "chi bo", cells[1].id)) == []


def test_a_committee_is_not_offered_itself_what_is_below_it_or_where_it_stands(monkeypatch, province, communes):
    below = make.committee("Đảng ủy bộ phận", communes[0], code="BP")
    make.committee("Đảng ủy sâu", below)
    assert names(picking.parents([province.path], communes[0])) == ["Đảng ủy xã Bình", "Đảng ủy xã Cao"]

    make.committee("Đảng ủy khuất", communes[2])
    few(monkeypatch)
    offer = picking.parents([province.path], below)
    assert names(offer) == ["Đảng ủy xã Bình", "Đảng ủy xã Cao", "Tỉnh ủy Thử"]
    few(monkeypatch, 2)
    assert names(picking.parents([province.path], below, "cao")) == ["Đảng ủy xã Cao"]
    assert names(picking.parents([province.path], province)) == []


def test_committees_to_set_beside_one_or_to_begin_with(monkeypatch, province, communes):
    deep = make.committee("Đảng ủy bộ phận", communes[0], code="BP")
    every = sorted(["Tỉnh ủy Thử", deep.name, *(commune.name for commune in communes)])
    assert sorted(names(picking.committees([province.path], None))) == every

    few(monkeypatch)
    assert names(picking.committees([province.path], communes[0])) == [
        "Đảng ủy bộ phận", "Đảng ủy xã Bình", "Đảng ủy xã Cao",
    ]  # fmt: skip
    few(monkeypatch, 4)
    top = picking.committees([province.path], None)
    assert (deep.name in names(top), len(top.rows), top.is_all) == (False, 4, False)
    assert names(picking.committees([province.path], None, "bộ phận")) == [deep.name]


def test_the_same_few_queries_whatever_there_is(monkeypatch, province, cells):
    few(monkeypatch)
    paths, picked = [province.path], cells[5].id
    db.session.refresh(cells[0])
    with counted() as sent:
        picking.cells(paths, cells[0], "khong co", picked)
    assert len(sent) == 4


def test_a_member_is_moved_to_a_cell_that_was_searched_for(client, monkeypatch, province, communes, cells):
    few(monkeypatch)
    standing = people.standing_on(make.member(cells[0]).id, date(2026, 1, 31))
    client.sign_in(make.administrator(province))
    url = f"/standings/{standing.id}/transfer"

    page = client.page(url)
    assert "chỉ có những nơi gần nhất" in page.select_one("[role=status]").text
    page = client.page(f"{url}?q=doi")
    assert [one["value"] for one in page.select("#cell option")] == [str(cells[2].id), str(cells[4].id)]
    assert "2 nơi tìm thấy" in page.select_one("[role=status]").text
    assert "“xyz”" in client.page(f"{url}?q=xyz").select_one("[role=status]").text
    assert "3 nơi đầu" in client.page(f"{url}?q=chi").select_one("[role=status]").text
    page = client.page(url, data={"cell": cells[4].id, "day": ""})
    assert page.select_one("#cell option[selected]")["value"] == str(cells[4].id)
    client.page(f"{url}?q=doi", data={"cell": cells[4].id, "day": "2026-02-01"})

    db.session.expire_all()
    assert people.standing_on(standing.person_id, date(2026, 2, 1)).cell_id == cells[4].id


def test_an_organisation_is_moved_under_a_committee_that_was_searched_for(client, monkeypatch, province, communes):
    few(monkeypatch, 1)
    cell = make.cell(communes[0])
    client.sign_in(make.administrator(province))
    url = f"/organisations/{cell.id}/move"
    page = client.page(f"{url}?q=xa-cao")
    assert [one.text for one in page.select("#parent option")] == ["Đảng ủy xã Cao (XA-Cao)"]
    client.page(url, data={"parent": communes[2].id, "day": "2026-02-01", "version": cell.version})

    db.session.expire_all()
    assert cell.parent_id == communes[2].id
