"""A committee's year in figures: after every act equal to what its cells come to, whoever acts at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text

from tests import factories as make
from tests.ratings.test_service import BY, Queries
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.meetings import service as meetings
from tracker.migrations import frozen
from tracker.organisations import founding
from tracker.organisations.models import Organisation
from tracker.ratings import branch_years, forwarding, summaries
from tracker.ratings import service as ratings
from tracker.ratings.commands import recompute
from tracker.ratings.models import CellYear, OrganisationYear
from tracker.reviews.models import ReviewSettings

GOOD, FAIR, AVERAGE, POOR = QualityClass
AT = datetime(2022, 2, 10, 3, tzinfo=UTC)
TODAY = date(2022, 2, 10)
THREADS = 8
VERSIONS = Path(frozen.__file__).parent / "versions"


@pytest.fixture
def communes(app):
    make.guidance()
    district = make.committee("Đảng bộ huyện Thử", make.committee("Đảng bộ tỉnh Thử"))
    db.session.add(ReviewSettings(committee_id=district.id, forwards=True))
    return make.committee("Đảng bộ xã Một", district), make.committee("Đảng bộ xã Hai", district)


def a_cell(commune, line="95 " * 12, name="Chi bộ Thử", **of):
    cell = make.cell(commune, name, **of)
    make.year_of_meetings(cell, 2021, line)
    return cell


def kept(commune, year=2021):
    db.session.expire_all()
    return db.session.get(OrganisationYear, (commune.id, year))


def committed():
    db.session.commit()
    assert summaries.mismatches() == []


def test_a_year_stored_is_counted_with_its_committee(communes):
    here, _there = communes
    for line in ("95 " * 12, "~75 " * 12, "? " * 12):
        ratings.store(a_cell(here, line), 2021, TODAY)
    committed()
    row = kept(here)

    assert (row.cells, row.good, row.fair, row.unrated) == (3, 1, 1, 1)
    assert (row.regular_held, row.sheets_scored, row.sheets_recognised) == (36, 24, 12)
    assert (row.with_mean, row.mean_sum) == (2, 170)


def test_every_act_leaves_the_kept_figures_equal_to_those_counted_anew(communes):
    here, there = communes
    cell = a_cell(here)
    year = ratings.store(cell, 2021, TODAY)
    committed()

    def state():
        row = kept(here)
        return (row.good, row.fair, row.proposed, row.recognised, row.closed)

    ratings.propose(year, FAIR, "Lý do", BY, AT)
    committed()
    assert state() == (1, 0, 1, 0, 0)
    ratings.withdraw(year, "Lý do", BY, AT)
    committed()
    assert state() == (1, 0, 0, 0, 0)
    ratings.propose(year, GOOD, "", BY, AT)
    committed()
    ratings.recognise(year, FAIR, "Lý do", BY, AT)
    committed()
    assert state() == (0, 1, 0, 1, 0)
    ratings.close(year, BY, AT)
    committed()
    assert state() == (0, 1, 0, 0, 1)
    ratings.reopen(year, "Lý do", BY, AT)
    committed()
    assert state() == (1, 0, 0, 0, 0)
    founding.move(None, cell, there, date(2021, 6, 1), AT)
    committed()
    assert (kept(here).cells, kept(there).cells) == (0, 1)


def test_a_year_forwarded_or_recognised_in_batch_is_counted(communes):
    here, _there = communes
    db.session.add(ReviewSettings(committee_id=here.id, forwards=True))
    cells = [a_cell(here), a_cell(here)]
    for cell in cells:
        ratings.propose(ratings.store(cell, 2021, TODAY), GOOD, "", BY, AT)
    forwarding.forward(ratings.get(cells[0].id, 2021), "Ý kiến", BY, AT)
    committed()
    line = ratings.get(cells[1].id, 2021)
    branch_years.recognise_in_batch(branch_years.get(here.id, 2021), {line.id}, {line.id: line.version}, BY, AT)
    committed()

    assert (kept(here).proposed, kept(here).recognised) == (1, 1)


def test_a_meeting_that_was_not_held_is_counted_in_the_transaction_that_records_it(communes):
    here, _there = communes
    cell = a_cell(here, "95 " * 11 + "-")
    ratings.store(cell, 2021, TODAY)
    committed()
    meeting = make.meeting(cell, 2021, 12)
    meetings.announce(meeting, AT)
    committed()


def test_what_did_not_change_costs_no_counting(communes):
    here, _there = communes
    cell = a_cell(here)
    ratings.store(cell, 2021, TODAY)
    committed()
    with Queries() as queries:
        ratings.store(cell, 2021, TODAY)
        before = queries.number
        db.session.commit()

    assert queries.number == before


def test_a_change_undone_with_a_savepoint_is_not_counted_and_one_before_it_is(communes):
    here, _there = communes
    one, other = a_cell(here), a_cell(here)
    ratings.store(one, 2021, TODAY)
    undone = db.session.begin_nested()
    ratings.store(other, 2021, TODAY)
    summaries.settle(db.session())
    undone.rollback()
    committed()

    assert kept(here).cells == 1


def test_a_change_rolled_back_is_forgotten(communes):
    here, _there = communes
    db.session.commit()
    ratings.store(a_cell(here), 2021, TODAY)
    db.session.rollback()
    with Queries() as queries:
        db.session.commit()

    assert queries.number == 0
    assert kept(here) is None


def act(app, cell_id):
    """Propose, withdraw, again and again: each a transaction of its own."""
    for number in range(6):
        with app.app_context():
            year = ratings.get(cell_id, 2021, TODAY)
            if number % 2:
                ratings.withdraw(year, "Lý do", BY, AT)
            else:
                ratings.propose(year, GOOD, "", BY, AT)
            db.session.commit()
    with app.app_context():
        ratings.propose(ratings.get(cell_id, 2021, TODAY), GOOD, "", BY, AT)
        db.session.commit()


def test_eight_transactions_at_once_lose_no_update(app, communes):
    """Of cells of one committee, each in a connection and thread of its own."""
    here, _there = communes
    cells = [a_cell(here).id for _ in range(THREADS)]
    committee_id = here.id
    db.session.commit()

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(act, app, cell_id) for cell_id in cells]:
            done.result()

    db.session.expire_all()
    row = db.session.get_one(OrganisationYear, (committee_id, 2021))
    assert (row.cells, row.good, row.proposed) == (THREADS, THREADS, THREADS)
    assert summaries.mismatches() == []


def test_many_cells_in_one_transaction_and_one_in_another_do_not_wait_for_each_other_for_ever(app, communes):
    here, there = communes
    cells = [a_cell(commune).id for commune in (here, there) * 3]
    db.session.commit()

    def all_of(keys):
        for _round in range(5):
            with app.app_context():
                for key in keys:
                    ratings.store(db.session.get_one(Organisation, key), 2021, TODAY)
                    year = ratings.get(key, 2021, TODAY)
                    ratings.propose(year, GOOD, "", BY, AT)
                db.session.commit()

    with ThreadPoolExecutor(4) as pool:
        turns = [cells, cells[3:], cells[5:], cells]
        for done in [pool.submit(all_of, keys) for keys in turns]:
            done.result()

    db.session.expire_all()
    assert summaries.mismatches() == []


def test_recompute_names_what_differs_in_a_committee_and_mends_it(app, communes):
    here, _there = communes
    here.code = "XA01"
    ratings.store(a_cell(here), 2021, TODAY)
    committed()
    run = app.test_cli_runner().invoke
    run(recompute)
    row = kept(here)
    row.fair, row.good = 1, 0
    db.session.commit()

    said = run(recompute, ["--check", "--year", "2021"])
    assert said.exit_code == 1
    assert "XA01, năm 2021, fair: đang lưu 1, tính lại được 0" in said.output
    assert run(recompute, ["--check", "--year", "2020"]).exit_code == 0
    run(recompute)
    assert run(recompute, ["--check"]).exit_code == 0


def test_a_row_without_cells_and_no_row_are_the_same(communes):
    here, _there = communes
    db.session.add(OrganisationYear(committee_id=here.id, year=2020))
    committed()


def test_the_step_that_makes_the_table_fills_it(communes):
    here, there = communes
    for commune, line in ((here, "95 " * 12), (here, "~75 " * 12), (there, "? " * 12)):
        ratings.store(a_cell(commune, line), 2021, TODAY)
    recognised = ratings.get(a_cell(there).id, 2021, TODAY)
    ratings.propose(recognised, GOOD, "", BY, AT)
    ratings.recognise(recognised, AVERAGE, "Lý do", BY, AT)
    db.session.commit()
    db.session.execute(delete(OrganisationYear))
    db.session.commit()
    file = VERSIONS / f"0006_summaries.{db.engine.name}.sql"
    (filling,) = [
        one for one in file.read_text().split(frozen.PARTED) if one.startswith("INSERT INTO organisation_year")
    ]
    db.session.execute(text(filling.rstrip().rstrip(";")))
    db.session.commit()

    assert db.session.scalar(select(CellYear.id).limit(1))
    assert summaries.mismatches() == []
    assert kept(there).average == 1
