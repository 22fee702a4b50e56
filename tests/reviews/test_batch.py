"""Quiet sheets recognised together: which may be, what must have been seen, and what is written of it."""

from datetime import timedelta

import pytest
import time_machine

from tests import factories as make
from tests.queries import counted
from tests.reviews.test_pages import holder, press, stored, told
from tests.reviews.test_queue import raise_signal
from tracker.audit import service as audit
from tracker.base import clock
from tracker.extensions import db
from tracker.once import new_key
from tracker.permissions import Office
from tracker.reviews.models import ReviewSettings
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets import suggesting
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.rules import SheetState

S = SheetState


@pytest.fixture
def commune(app):
    row = make.committee()
    make.reviewer(row, "Vi Văn Xét")
    db.session.add(ReviewSettings(committee_id=row.id, sample_percent=0))
    db.session.commit()
    return row


@pytest.fixture
def quiet(commune):
    return [make.quiet_sheet(make.cell(commune, f"Chi bộ {name}")) for name in "ABC"]


@pytest.fixture
def reviewer(client, commune):
    return client.sign_in(holder(commune, Office.REVIEWER))


def url(commune, **more):
    asked = {"year": 2026, "month": 3} | more
    return f"/committees/{commune.id}/queue/batch?" + "&".join(f"{name}={value}" for name, value in asked.items())


def listed(page):
    return [line.b.text.strip() for line in page.select(".batch__line")]


def send(client, commune, page, ticked, **changes):
    given = {"shown": page.select_one("[name=shown]")["value"], "sheet": [str(one.id) for one in ticked]} | changes
    return client.page(url(commune), data=given)


def states(sheets):
    return [stored(sheet).state for sheet in sheets]


def test_those_ticked_are_recognised_and_each_says_it_was_in_batch_and_by_whom(reviewer, commune, quiet):
    page = reviewer.page(url(commune))
    assert listed(page) == ["Chi bộ A", "Chi bộ B", "Chi bộ C"]
    page = send(reviewer, commune, page, quiet[:2])
    assert "Đã công nhận 2 phiếu theo lô." in page.text and listed(page) == ["Chi bộ C"]
    assert states(quiet) == [S.RECOGNISED, S.RECOGNISED, S.SUBMITTED]
    by = holder(commune, Office.REVIEWER)
    for sheet in quiet[:2]:
        now = stored(sheet)
        last = scoresheets.trail(now)[-1]
        assert (last.act, last.by_id, now.reviewer_id) == ("recognise_in_batch", by.id, by.id)
        assert now.answer_until - now.recognised_at == timedelta(days=10)
        assert audit.of_organisation(now.cell_id)[0].act == "scoresheet.recognise_in_batch"
    assert len(told("scoresheet_recognised")) == 2


def test_the_cell_reads_on_its_sheet_that_it_was_in_batch(client, reviewer, commune, quiet):
    send(reviewer, commune, reviewer.page(url(commune)), quiet[:1])
    client.sign_in(holder(quiet[0].cell, Office.SECRETARY))
    assert "Công nhận theo lô" in client.page(f"/meetings/{quiet[0].meeting_id}/scoresheet").select_one(".trail").text


def test_only_what_is_quiet_is_on_the_page(reviewer, commune, quiet):
    make.quiet_sheet(make.cell(commune, "Chi bộ hỏi"), risk=5)
    drawn = make.quiet_sheet(make.cell(commune, "Chi bộ rút"))
    make.sample(commune, 2026, 3, [drawn.cell_id])
    make.quiet_sheet(make.cell(commune, "Chi bộ tháng khác"), month=4)
    below = make.committee(parent=commune)
    make.quiet_sheet(make.cell(below, "Chi bộ dưới nữa"))
    press(reviewer, quiet[2], "/open")
    assert listed(reviewer.page(url(commune))) == ["Chi bộ A", "Chi bộ B"]


@pytest.mark.parametrize("since", ["opened", "returned", "recognised", "asked about", "drawn", "changed"])
def test_what_is_no_longer_quiet_is_left_out_with_a_sentence(reviewer, commune, quiet, since):
    page, one = reviewer.page(url(commune)), quiet[0]
    if since in ("opened", "returned", "recognised"):
        given = {"summary": "Xem lại", "deadline": clock.day_of(clock.now()).isoformat()}
        press(reviewer, one, {"opened": "/open", "returned": "/return", "recognised": "/recognise"}[since], **given)
        wanted = "phiếu không còn chờ thẩm định"
    elif since == "changed":
        scoresheets.touch(stored(one), None, clock.now())
        wanted = "phiếu đã thay đổi từ lúc hiện trên màn hình"
    elif since == "drawn":
        make.sample(commune, 2026, 3, [one.cell_id])
        wanted = "phiếu nay có điều cần xem kỹ"
    else:
        raise_signal(one)
        wanted = "phiếu nay có điều cần xem kỹ"
    db.session.commit()
    before = stored(one).state
    page = send(reviewer, commune, page, quiet)
    assert f"Chưa công nhận phiếu của “Chi bộ A”: {wanted}." in page.text
    assert states(quiet) == [before, S.RECOGNISED, S.RECOGNISED]
    assert "recognise_in_batch" not in [act.act for act in scoresheets.trail(stored(one))]


def test_a_sheet_that_was_not_on_the_page_is_not_recognised(reviewer, commune, quiet):
    page = reviewer.page(url(commune))
    late = make.quiet_sheet(make.cell(commune, "Chi bộ D"))
    send(reviewer, commune, page, [quiet[0], late])
    assert states([quiet[0], late]) == [S.RECOGNISED, S.SUBMITTED]
    page = reviewer.page(url(commune))
    page = send(reviewer, commune, page, [], sheet=["9999", "x", "²", "9" * 5000])
    assert "Hãy chọn ít nhất một phiếu" in page.select_one(".error-summary").text


@pytest.mark.parametrize("token", ["", "x", "gốc.sai"])
def test_a_list_that_was_not_signed_here_is_refused(reviewer, commune, quiet, token):
    page = send(reviewer, commune, reviewer.page(url(commune)), quiet, shown=token)
    assert "Danh sách này đã cũ." in page.select_one(".error-summary").text
    assert set(states(quiet)) == {S.SUBMITTED}


def test_what_another_reviewer_or_committee_saw_is_not_seen(client, reviewer, commune, quiet):
    page = reviewer.page(url(commune))
    client.sign_in(make.reviewer(commune, "Lý Thử Hai"))
    assert "Danh sách này đã cũ." in send(client, commune, page, quiet).text
    other = make.committee()
    client.sign_in(make.reviewer(other))
    assert "Danh sách này đã cũ." in send(client, other, page, quiet).text
    assert set(states(quiet)) == {S.SUBMITTED}


def test_a_list_seen_yesterday_is_read_again(client, commune, quiet):
    client.sign_in(holder(commune, Office.REVIEWER))
    page = client.page(url(commune))
    with time_machine.travel(clock.now() + timedelta(hours=12, minutes=1), tick=True):
        client.sign_in(holder(commune, Office.REVIEWER))
        assert "Danh sách này đã cũ." in send(client, commune, page, quiet).text


def test_pressed_twice_it_is_done_once(reviewer, commune, quiet):
    shown = reviewer.page(url(commune)).select_one("[name=shown]")["value"]
    given = {"csrf_token": reviewer.csrf_token(), "once": new_key(), "shown": shown, "sheet": [str(quiet[0].id)]}
    for _press in range(2):
        assert reviewer.post(url(commune), data=given).status_code == 302
    assert [act.act for act in scoresheets.trail(stored(quiet[0]))].count("recognise_in_batch") == 1


def test_a_page_holds_few_and_the_next_ones_follow(reviewer, commune, quiet, monkeypatch):
    monkeypatch.setattr("tracker.reviews.batch_routes.MOST", 2)
    page = reviewer.page(url(commune))
    assert listed(page) == ["Chi bộ A", "Chi bộ B"] and "3 phiếu có thể công nhận theo lô" in page.text
    page = send(reviewer, commune, page, quiet)
    assert listed(page) == ["Chi bộ C"] and stored(quiet[2]).state is S.SUBMITTED
    page = send(reviewer, commune, page, quiet)
    assert "Không còn phiếu nào công nhận được theo lô" in page.text


def test_each_line_says_what_the_records_bear_out(reviewer, commune, quiet):
    [first, *_rest] = reviewer.page(url(commune)).select(".batch__line")
    text = " ".join(first.text.split())
    assert "Chi bộ A · 100 điểm Tốt" in text
    sheet = stored(quiet[0])
    found = suggesting.stored(sheet)
    wrong = {code for (code, _part), one in found.items() if one.outcome is not Outcome.MET}
    met = len({code for code, _part in found} - wrong)
    assert met and f"Sổ xác nhận {met} trong {sum(mark.applies for mark in sheet.marks)} tiêu chí." in text
    assert "Nộp sau kỳ họp 1 ngày." in text


def test_the_queue_leads_to_the_batch(reviewer, commune, quiet):
    page = reviewer.page(f"/committees/{commune.id}/queue?year=2026&month=3")
    assert page.select_one("a[href*='/queue/batch']")


def test_the_page_asks_no_more_as_cells_grow(reviewer, commune, quiet):
    def asked():
        with counted() as sent:
            reviewer.page(url(commune))
        return len(sent)

    asked()
    few = asked()
    for number in range(4):
        make.quiet_sheet(make.cell(commune, f"Chi bộ {number}"))
    assert asked() == few


def test_in_english_too(reviewer, commune, quiet):
    reviewer.speak("en")
    page = send(reviewer, commune, reviewer.page(url(commune)), quiet[:1])
    assert "in batch" in page.text
