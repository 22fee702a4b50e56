"""Organisations over time: what a day knows, first and last day included."""

from datetime import date

import pytest

from tests import factories as make
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.organisations import founding, tree
from tracker.organisations import service as organisations
from tracker.organisations.models import CellType, Organisation, OrganisationKind
from tracker.permissions import Actor, Office, Post

AT = clock.moment_of(date(2026, 3, 6))
TODAY = date(2026, 3, 6)
MOVED = date(2025, 7, 1)


@pytest.fixture
def district(app):
    return make.committee("Huyện ủy Thử", kind=OrganisationKind.DISTRICT)


@pytest.fixture
def commune(app):
    return make.committee("Đảng ủy xã Thử")


@pytest.fixture
def base(district):
    return make.committee("Đảng ủy cơ sở", district, kind=OrganisationKind.BASE)


@pytest.fixture
def cell(base):
    make.cell(base, "Chi bộ bên cạnh")
    return make.cell(base, "Chi bộ thôn Một")


def actor_of(organisation):
    post = Post(Office.ADMINISTRATOR, organisation.id, organisation.path)
    return Actor(account_id=1, person_id=1, name="Lò Văn Thử", cell_id=None, posts=(post,))


@pytest.mark.parametrize(
    ("day", "old"), [(date(2010, 1, 1), True), (date(2025, 6, 30), True), (MOVED, False), (date(2026, 3, 6), False)]
)
def test_a_moved_cell_stands_under_the_committee_of_the_day(cell, base, commune, day, old):
    founding.move(None, cell, commune, MOVED, AT)

    assert organisations.superior_on(cell, day).id == (base if old else commune).id


def test_one_placement_ends_the_day_before_the_next_begins(cell, commune):
    founding.move(None, cell, commune, MOVED, AT)

    days = [(placement.from_date, placement.until_date) for placement in organisations.placements(cell)]
    assert days == [(MOVED, None), (make.LONG_AGO, date(2025, 6, 30))]


def test_before_its_first_day_a_cell_stands_nowhere(cell):
    assert organisations.superior_on(cell, date(2009, 12, 31)) is None


def test_the_past_keeps_the_committees_above_too(cell, district, base, commune):
    founding.move(None, base, commune, MOVED, AT)

    assert [row.id for row in organisations.ancestors_on(cell, date(2025, 6, 30))] == [district.id, base.id]
    assert [row.id for row in organisations.ancestors_on(cell, MOVED)] == [commune.id, base.id]


def test_a_move_takes_the_whole_subtree_along(cell, base, commune, district):
    stranger = make.committee(code="LA")
    founding.move(None, base, commune, MOVED, AT)
    db.session.commit()

    assert base.path == f"/{commune.id}/{base.id}/"
    assert cell.path == f"/{commune.id}/{base.id}/{cell.id}/"
    assert stranger.path == f"/{stranger.id}/"
    assert cell in organisations.cells_below(commune)
    assert organisations.cells_below(district) == []
    assert organisations.committees_below(commune) == [base]


def test_a_move_on_the_first_day_corrects_it(cell, commune):
    founding.move(None, cell, commune, make.LONG_AGO, AT)

    assert [placement.parent_id for placement in organisations.placements(cell)] == [commune.id]


def test_a_rename_and_a_move_may_share_a_day(cell, commune):
    founding.move(None, cell, commune, MOVED, AT)
    founding.rename(None, cell, "Chi bộ bản Hai", MOVED, AT)

    assert len(organisations.placements(cell)) == 2
    assert organisations.name_on(cell, date(2025, 6, 30)) == "Chi bộ thôn Một"
    assert organisations.name_on(cell, MOVED) == "Chi bộ bản Hai"


@pytest.mark.parametrize(
    ("where", "day", "sentence"),
    [
        ("commune", date(2026, 3, 7), "chưa đến"),
        ("commune", date(2009, 1, 1), "đã có thay đổi khác"),
        ("base", MOVED, "dưới cấp ủy này rồi"),
        ("cell", MOVED, "không có tổ chức trực thuộc"),
        ("young", MOVED, "không hoạt động vào ngày này"),
    ],
)
def test_a_move_that_cannot_be(cell, base, commune, where, day, sentence):
    young = make.committee(since=date(2025, 7, 2))
    to = {"commune": commune, "base": base, "cell": make.cell(base), "young": young}[where]

    with pytest.raises(RuleBroken, match=sentence):
        founding.move(None, cell, to, day, AT)


@pytest.mark.parametrize("deeper", [False, True])
def test_nothing_stands_below_itself(district, base, deeper):
    with pytest.raises(RuleBroken, match="dưới chính nó"):
        founding.move(None, district, base if deeper else district, MOVED, AT)


def test_only_who_administers_both_ends_moves(cell, base, commune):
    with pytest.raises(RuleBroken, match="không quản trị"):
        founding.move(actor_of(base), cell, commune, MOVED, AT)


def test_after_its_end_nothing_changes_any_more(cell, commune):
    founding.end(None, cell, date(2025, 12, 31), AT)

    with pytest.raises(RuleBroken, match="đã kết thúc"):
        founding.move(None, cell, commune, date(2026, 1, 1), AT)
    with pytest.raises(RuleBroken, match="không hoạt động"):
        founding.create(
            None, parent=make.committee(since=date(2026, 1, 2)), code="X", name="X", kind=OrganisationKind.CELL,
            cell_type=CellType.OTHER, since=date(2026, 1, 1), at=AT,
        )  # fmt: skip


def test_a_committee_with_cells_does_not_end(cell, base):
    with pytest.raises(RuleBroken, match="Còn tổ chức trực thuộc"):
        founding.end(None, base, TODAY, AT)


@pytest.mark.parametrize("code", ["", "-A", "A-", "Ă1", "A B", "A" * 41, "A_B"])
def test_a_code_that_cannot_be(commune, code):
    with pytest.raises(RuleBroken, match="viết lại mã"):
        founding.create(None, parent=commune, code=code, name="X", kind=OrganisationKind.BASE, since=TODAY, at=AT)


@pytest.mark.parametrize("code", ["cb-1", " CB-1 ", "CB-1"])
def test_a_code_is_used_once_however_it_is_typed(commune, code):
    make.cell(commune, code="CB-1")

    with pytest.raises(RuleBroken, match="đã có tổ chức khác dùng"):
        founding.create(None, parent=commune, code=code, name="X", kind=OrganisationKind.BASE, since=TODAY, at=AT)


def test_a_tree_of_any_depth(commune):
    parent = commune
    for depth in range(12):
        parent = founding.create(
            None, parent=parent, code=f"D{depth}", name=f"Tầng {depth}", kind=OrganisationKind.BASE, since=TODAY, at=AT
        )

    assert len(organisations.ancestors_on(parent, TODAY)) == 12
    lines, following = tree.outline([commune.path])
    assert [line.depth for line in lines] == list(range(13))
    assert following is None


def test_every_act_is_in_the_trail_in_words(cell, commune):
    founding.move(None, cell, commune, MOVED, AT, "QĐ 12")
    founding.rename(None, cell, "Chi bộ bản Hai", MOVED, AT)
    founding.set_up(None, cell, AT, usual_day=3)
    founding.end(None, cell, TODAY, AT)

    entries = audit.of_organisation(cell.id)
    assert [entry.act.removeprefix("organisation.") for entry in entries] == ["end", "set_up", "rename", "move"]
    assert entries[3].old == {"parent": "Đảng ủy cơ sở"}
    assert entries[3].new == {"parent": "Đảng ủy xã Thử", "since": "2025-07-01", "basis": "QĐ 12"}


def test_a_committee_and_a_cell_are_not_taken_for_one_another(cell, base):
    assert organisations.get_cell(cell.id) == cell
    assert organisations.get_committee(base.id) == base
    with pytest.raises(Exception, match="No row"):
        organisations.get(10**6)
    for get, row in ((organisations.get_cell, base), (organisations.get_committee, cell)):
        with pytest.raises(organisations.NoResultFound):
            get(row.id)


def test_paths_are_not_taken_by_their_beginnings(app):
    """Organisation 1 is not above organisation 12."""
    rows = [make.committee() for _ in range(12)]
    below = make.cell(rows[11])

    assert all(organisations.cells_below(row) == ([below] if row is rows[11] else []) for row in rows)
    assert db.session.get(Organisation, below.id).path.startswith(rows[11].path)
