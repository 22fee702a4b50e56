"""A cell's year passed on to the committee above, or proposed in the cell's stead; state by state, office by office."""

from datetime import UTC, date, datetime

import pytest

from tests import factories as make
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.permissions import Action, allows
from tracker.ratings import forwarding
from tracker.ratings import service as ratings
from tracker.ratings.models import BranchYear
from tracker.ratings.rules import YEAR, YearState
from tracker.reviews.models import ReviewSettings

GOOD, FAIR, AVERAGE, POOR = QualityClass
AT = datetime(2022, 2, 10, 3, tzinfo=UTC)
TODAY = date(2022, 2, 10)
S = YearState
TABLE = {
    "propose": ({S.OPEN, S.PROPOSED}, S.PROPOSED),
    "propose_for": ({S.OPEN}, S.PROPOSED),
    "withdraw": ({S.PROPOSED}, S.OPEN),
    "forward": ({S.PROPOSED}, S.PROPOSED),
    "recognise": ({S.PROPOSED, S.RECOGNISED}, S.RECOGNISED),
    "recognise_in_batch": ({S.PROPOSED}, S.RECOGNISED),
    "close": ({S.RECOGNISED}, S.CLOSED),
    "reopen": ({S.RECOGNISED, S.CLOSED}, S.OPEN),
}
ACTION = {
    "propose": Action.PROPOSE_RATING, "withdraw": Action.PROPOSE_RATING, "propose_for": Action.PROPOSE_RATING_FOR,
    "forward": Action.RECOGNISE_RATING, "recognise": Action.RECOGNISE_RATING,
    "recognise_in_batch": Action.RECOGNISE_RATING, "close": Action.RECOGNISE_RATING, "reopen": Action.RECOGNISE_RATING,
}  # fmt: skip
CELLS_OWN = {"propose", "withdraw"}
DO = {
    "propose": lambda year, by: ratings.propose(year, GOOD, "vì", by, AT),
    "propose_for": lambda year, by: forwarding.propose_for(year, GOOD, "vì", by, AT),
    "withdraw": lambda year, by: ratings.withdraw(year, "vì", by, AT),
    "forward": lambda year, by: forwarding.forward(year, "Nhất trí", by, AT),
    "recognise": lambda year, by: ratings.recognise(year, GOOD, "vì", by, AT),
    "recognise_in_batch": lambda year, by: ratings.recognise_in_batch(year, by, AT),
    "close": lambda year, by: ratings.close(year, by, AT),
    "reopen": lambda year, by: ratings.reopen(year, "vì", by, AT),
}
WAY = {
    S.OPEN: (), S.PROPOSED: ("propose",), S.RECOGNISED: ("propose", "recognise"),
    S.CLOSED: ("propose", "recognise", "close"),
}  # fmt: skip


@pytest.fixture
def book(app):
    """Province over a district that forwards, over the cell; a person for each way of standing to it."""
    make.guidance()
    province = make.committee("Đảng bộ tỉnh")
    district = make.committee("Đảng bộ huyện", province)
    db.session.add(ReviewSettings(committee_id=district.id, forwards=True))
    db.session.commit()
    cell = make.cell(district, "Chi bộ Thử")
    make.year_of_meetings(cell, 2021, "95 " * 12)
    people = {
        "secretary": make.secretary(cell), "deputy": make.deputy(cell), "member": make.member(cell),
        "district": make.reviewer(district), "province": make.reviewer(province), "observer": make.observer(district),
        "administrator": make.administrator(district), "elsewhere": make.reviewer(make.committee("Khác", province)),
        "delegate": make.delegate(cell),
    }  # fmt: skip
    actors = {name: make.actor(person) for name, person in people.items()}
    return {"cell": cell, "district": district, "province": province, "people": people, "actors": actors}


def year_of(book):
    return ratings.get(book["cell"].id, 2021, TODAY)


def brought(book, state, forwarded=False):
    for act in WAY[state]:
        by = book["actors"]["secretary" if act in CELLS_OWN else "province" if forwarded else "district"]
        DO[act](year_of(book), by)
        if act == "propose" and forwarded:
            DO["forward"](year_of(book), book["actors"]["district"])
    db.session.commit()
    return year_of(book)


def test_the_table_in_the_code_is_the_one_kept_by_hand():
    assert {name: (set(row.sources), row.target) for name, row in YEAR.rows.items()} == TABLE
    assert {name for name, row in YEAR.rows.items() if row.needs_reason} == {
        "propose_for", "withdraw", "forward", "reopen",
    }  # fmt: skip


@pytest.mark.parametrize("forwarded", [False, True], ids=["kept", "forwarded"])
@pytest.mark.parametrize("state", YearState)
def test_every_act_from_every_state_by_every_office(book, state, forwarded):
    """The cell leads its own acts; the rest is of the one committee that decides. A top committee forwards to none."""
    brought(book, state, forwarded)
    decides = "province" if forwarded and state is not S.OPEN else "district"
    for act, (sources, target) in TABLE.items():
        may = {"secretary", "deputy"} if act in CELLS_OWN else {decides}
        for who, actor in book["actors"].items():
            assert allows(actor, ACTION[act], year_of(book)) is (who in may), (act, who)
        if state in sources and not (act == "forward" and decides == "province"):
            assert DO[act](year_of(book), book["actors"][sorted(may)[0]]).state is target, act
        else:
            with pytest.raises(RuleBroken):
                DO[act](year_of(book), book["actors"][sorted(may)[0]])
        db.session.rollback()
        assert year_of(book).state is state


def test_what_was_passed_on_is_kept_with_name_and_word(book):
    year = brought(book, S.PROPOSED, forwarded=True)

    assert (year.forwarded_to_id, year.forwarded_by, year.forwarded_note, year.decider_id) == (
        book["province"].id, book["actors"]["district"].name, "Nhất trí", book["province"].id,
    )  # fmt: skip
    assert forwarding.passed_to(year) == "Đảng bộ tỉnh"


@pytest.mark.parametrize("act", ["propose", "withdraw", "reopen"])
def test_a_new_beginning_takes_it_back_to_the_committee_directly_above(book, act):
    brought(book, S.RECOGNISED if act == "reopen" else S.PROPOSED, forwarded=True)
    year = DO[act](year_of(book), book["actors"]["province" if act == "reopen" else "secretary"])

    assert (year.decider_id, year.forwarded_to_id, year.forwarded_by, year.forwarded_note) == (
        book["district"].id, None, "", "",
    )  # fmt: skip


def test_a_year_whose_cell_moves_is_no_longer_with_the_old_line(book):
    year = brought(book, S.PROPOSED, forwarded=True)
    year.superior_id = book["province"].id  # as stored before a move was found out
    db.session.commit()
    year = ratings.store(book["cell"], 2021, TODAY)

    assert (year.superior_id, year.forwarded_to_id) == (book["district"].id, None)


def test_a_proposal_in_the_cells_stead_says_whose_it_is(client, book):
    forwarding.propose_for(year_of(book), FAIR, "Chi bộ không đề nghị", book["actors"]["district"], AT)
    db.session.commit()
    page = client.sign_in(book["people"]["secretary"]).page(f"/cells/{book['cell'].id}/ratings/2021")
    said = " ".join(page.select_one("main").text.split())
    assert "Đảng bộ huyện đề nghị thay: Khá." in said
    assert "Chi bộ không đề nghị" in said
    DO["propose"](year_of(book), book["actors"]["secretary"])

    assert year_of(book).proposed_for == ""


def test_even_a_year_without_meetings_is_proposed_in_the_cells_stead_but_not_before_its_end(book):
    empty = make.cell(book["district"], "Chi bộ Trống")
    year = ratings.get(empty.id, 2021, TODAY)
    assert forwarding.propose_for(year, POOR, "Cả năm không họp", book["actors"]["district"], AT).proposed_class is POOR
    with pytest.raises(RuleBroken, match="chưa kết thúc"):
        forwarding.propose_for(ratings.get(empty.id, 2022, TODAY), POOR, "Vì", book["actors"]["district"], AT)


def test_the_way_over_the_pages(client, book):
    brought(book, S.PROPOSED)
    url = f"/cells/{book['cell'].id}/ratings/2021"
    client.sign_in(book["people"]["district"])
    version = year_of(book).version
    page = client.page(f"{url}/forward", data={"opinion": "", "version": version})
    assert "Hãy ghi ý kiến của cấp mình" in page.text
    page = client.page(f"{url}/forward", data={"opinion": "Chi bộ làm tốt", "version": version})
    assert "chuyển lên Đảng bộ tỉnh quyết định" in " ".join(page.select_one("main").text.split())
    assert not page.select("main form[action$=recognise]")
    page = client.sign_in(book["people"]["province"]).page(url)

    assert "Chi bộ làm tốt" in page.text
    assert page.select("main form[action$=recognise]") and not page.select("main form[action$=forward]")


def test_under_a_closed_branch_year_no_cell_is_reopened(book):
    brought(book, S.CLOSED)
    row = BranchYear(
        committee=book["district"], year=2021, committee_name="Đảng bộ huyện", closed_at=AT, closed_with={"cells": []}
    )
    db.session.add(row)
    db.session.commit()
    with pytest.raises(RuleBroken, match="mở lại năm của đảng bộ trước"):
        DO["reopen"](year_of(book), book["actors"]["district"])
    db.session.rollback()
    row.closed_at = None
    db.session.commit()

    assert DO["reopen"](year_of(book), book["actors"]["district"]).state is S.OPEN
