"""A committee's year: what it lists, recognises in batch, closes and reopens."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests import factories as make
from tests.queries import counted
from tracker.audit.models import AuditEntry
from tracker.base.errors import Conflict, RuleBroken
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.notices.models import Notice
from tracker.organisations import founding
from tracker.permissions import Actor
from tracker.ratings import branch_years
from tracker.ratings import service as ratings
from tracker.ratings.closing import Change
from tracker.ratings.exceptions import Doubt, Group
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState
from tracker.reviews.models import Signal
from tracker.reviews.rules import SignalKind, SignalState

GOOD, FAIR, AVERAGE, POOR = QualityClass
AT = datetime(2022, 2, 10, 3, tzinfo=UTC)
TODAY = date(2022, 2, 10)
BY = Actor(account_id=1, person_id=1, name="Vi Văn Thử", cell_id=None, posts=())


@pytest.fixture
def province(app):
    make.guidance()
    return make.committee("Đảng bộ tỉnh")


@pytest.fixture
def commune(province):
    return make.committee("Đảng bộ xã", province)


def stored(committee, name, state=YearState.PROPOSED, year=2021, **columns):
    """A cell and its year straight in the table: whole, good, proposed as computed."""
    cell = make.cell(committee, name)
    proposed = None if state is YearState.OPEN else columns.pop("proposed_class", GOOD)
    decided = GOOD if state in (YearState.RECOGNISED, YearState.CLOSED) else None
    figures = {"regular_held": 12, "scored": 12, "recognised": 12, "mean": Decimal(95), "computed_class": GOOD}
    row = CellYear(
        cell=cell, year=year, state=state, superior_id=committee.id, superior_name=committee.name, cell_name=name,
        computed_on=TODAY, is_provisional=False, proposed_class=proposed, recognised_class=decided,
        closed_with={} if state is YearState.CLOSED else None, **figures | columns,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def whole(committee, name, line="95 " * 12, state=YearState.PROPOSED):
    """A cell whose year really was held, proposed as computed."""
    cell = make.cell(committee, name)
    make.year_of_meetings(cell, 2021, line)
    year = ratings.get(cell.id, 2021, TODAY)
    if state is not YearState.OPEN:
        year = ratings.propose(year, ratings.of_year(cell, 2021, TODAY).rating.quality, "", BY, AT)
    if state is YearState.RECOGNISED:
        ratings.recognise(year, year.proposed_class, "", BY, AT)
    if state is YearState.OPEN:
        ratings.store(cell, 2021, TODAY)
    db.session.commit()
    return cell


def year_of(committee, year=2021):
    return branch_years.get(committee.id, year)


def names(lines):
    return [line.name for line in lines]


def test_those_with_a_doubt_come_first_then_the_quiet_then_the_decided(commune):
    stored(commune, "A đã chốt", YearState.CLOSED)
    stored(commune, "B công nhận", YearState.RECOGNISED)
    stored(commune, "C lặng")
    stored(commune, "D chưa", YearState.OPEN)
    stored(commune, "E thiếu", missing=[8])
    make.cell(commune, "F trống")
    preview = branch_years.preview(year_of(commune), TODAY)

    assert names(preview.lines) == ["D chưa", "E thiếu", "F trống", "C lặng", "B công nhận", "A đã chốt"]
    assert [preview.counts[group] for group in Group] == [3, 1, 1, 1]


def test_the_list_goes_page_by_page_in_that_order(commune):
    for number in range(5):
        stored(commune, f"Chi bộ {number}", missing=[1] if number % 2 else [])
    seen, after = [], None
    while True:
        page = branch_years.preview(year_of(commune), TODAY, after, most=2)
        seen += names(page.lines)
        after = page.after
        if after is None:
            break

    assert seen == ["Chi bộ 1", "Chi bộ 3", "Chi bộ 0", "Chi bộ 2", "Chi bộ 4"]


def test_only_live_questions_about_that_year_are_a_doubt(commune):
    row = stored(commune, "Chi bộ Thử")
    asked = {"cell_id": row.cell_id, "committee_id": commune.id, "kind": SignalKind.SAME_TOTAL, "figures": {}}
    for year, state in ((2021, SignalState.RAISED), (2021, SignalState.CEASED), (2020, SignalState.RAISED)):
        span = {"from_year": year, "from_month": 3, "to_year": year, "to_month": 6}
        db.session.add(Signal(state=state, raised_at=AT, changed_at=AT, **span, **asked))
    db.session.commit()
    [line] = branch_years.preview(year_of(commune), TODAY).lines

    assert [(one.doubt, one.count) for one in line.doubts] == [(Doubt.SIGNALS, 1)]


def test_what_was_passed_on_is_decided_above_and_only_there(province, commune):
    row = stored(commune, "Chi bộ Thử")
    row.forwarded_to_id, row.forwarded_note = province.id, "Nhất trí"
    db.session.commit()
    assert branch_years.preview(year_of(commune), TODAY).lines == []
    [line] = branch_years.preview(year_of(province), TODAY).lines

    assert (line.name, line.came_from, line.note) == ("Chi bộ Thử", "Đảng bộ xã", "Nhất trí")
    assert [one.went_to for one in branch_years.missing(year_of(commune), TODAY).passed_on] == ["Đảng bộ tỉnh"]


# --- in batch -------------------------------------------------------------------------------------------------------


def shown(committee):
    return {line.key: line.version for line in branch_years.preview(year_of(committee), TODAY).lines}


def test_in_batch_each_is_recognised_as_proposed_and_logged_by_name(commune):
    cells = [whole(commune, "Chi bộ A"), whole(commune, "Chi bộ B")]
    other = whole(commune, "Chi bộ C")
    seen = shown(commune)
    chosen = [ratings.find(cell, 2021).id for cell in cells]
    batch = branch_years.recognise_in_batch(year_of(commune), chosen, seen, BY, AT)
    db.session.commit()

    assert (batch.done, batch.left) == (["Chi bộ A", "Chi bộ B"], [])
    assert [ratings.find(cell, 2021).state for cell in (*cells, other)] == [YearState.RECOGNISED] * 2 + [
        YearState.PROPOSED
    ]
    logged = db.session.query(AuditEntry).filter_by(act="rating.recognise_in_batch")
    assert {(entry.organisation_id, entry.actor) for entry in logged} == {(cell.id, BY.name) for cell in cells}


def test_what_changed_since_was_never_shown_or_has_a_doubt_is_left_and_named(commune):
    good, changed, doubtful = (whole(commune, f"Chi bộ {one}") for one in "ABC")
    lines = {line.name: line.key for line in branch_years.preview(year_of(commune), TODAY).lines}
    seen = shown(commune)
    ratings.propose(ratings.get(changed.id, 2021, TODAY), GOOD, "Đề nghị lại", BY, AT)
    ratings.find(doubtful, 2021).reopened_at = AT
    db.session.commit()
    seen[lines["Chi bộ C"]] = ratings.find(doubtful, 2021).version
    batch = branch_years.recognise_in_batch(year_of(commune), lines.values(), seen, BY, AT)

    assert (batch.done, batch.left) == (["Chi bộ A"], ["Chi bộ B", "Chi bộ C"])
    assert ratings.find(good, 2021).recognised_class is GOOD
    with pytest.raises(RuleBroken, match="vừa thay đổi"):
        branch_years.recognise_in_batch(year_of(commune), [lines["Chi bộ B"]], {}, BY, AT)
    with pytest.raises(RuleBroken, match="chọn ít nhất một"):
        branch_years.recognise_in_batch(year_of(commune), [], seen, BY, AT)


def test_another_committees_cell_is_never_in_the_batch(province, commune):
    elsewhere = stored(make.committee("Đảng bộ khác", province), "Chi bộ khác")
    stored(commune, "Chi bộ mình")
    with pytest.raises(RuleBroken):
        branch_years.recognise_in_batch(year_of(commune), [elsewhere.id], {elsewhere.id: elsewhere.version}, BY, AT)


# --- closing --------------------------------------------------------------------------------------------------------


def close(committee, at=AT):
    found = branch_years.close(year_of(committee), BY, at)
    db.session.commit()
    return found


def test_one_press_closes_the_recognised_and_then_the_branch(commune):
    cells = [whole(commune, f"Chi bộ {one}", state=YearState.RECOGNISED) for one in "AB"]
    row, closed, refused = close(commune)

    assert (closed, refused, row.closed_by) == (2, [], BY.name)
    assert {ratings.find(cell, 2021).state for cell in cells} == {YearState.CLOSED}
    kept = branch_years.as_closed(row)
    assert [(one.name, one.quality, one.mean) for one in kept.cells] == [
        ("Chi bộ A", GOOD, Decimal(95)),
        ("Chi bộ B", GOOD, Decimal(95)),
    ]
    assert [(one.quality, one.cells) for one in kept.totals] == [(GOOD, 2)]
    with pytest.raises(RuleBroken, match="đã chốt"):
        close(commune)


def test_what_is_missing_keeps_it_open_and_is_told_but_the_recognised_are_closed(commune):
    done = whole(commune, "Chi bộ A", state=YearState.RECOGNISED)
    stored(commune, "Chi bộ B")
    make.cell(commune, "Chi bộ C")
    waiting = whole(commune, "Chi bộ D", line="~" + "95 " * 12, state=YearState.RECOGNISED)
    row, closed, refused = close(commune)

    assert (row.closed_at, closed, ratings.find(done, 2021).state) == (None, 1, YearState.CLOSED)
    assert [name for name, _why in refused] == ["Chi bộ D"] and "chưa thẩm định xong" in refused[0][1]
    left = branch_years.missing(year_of(commune), TODAY)
    assert names(left.undecided) == ["Chi bộ B", "Chi bộ C"]
    assert names(left.closable) == ["Chi bộ D"] and ratings.find(waiting, 2021).state is YearState.RECOGNISED


def test_committees_below_close_first_and_those_without_cells_are_not_waited_for(province, commune):
    whole(commune, "Chi bộ A", state=YearState.RECOGNISED)
    make.committee("Đảng bộ trống", province)
    row, _closed, _refused = close(province)
    assert row.closed_at is None
    assert branch_years.missing(year_of(province), TODAY).branches == [(commune.id, "Đảng bộ xã")]
    close(commune)
    row, _closed, _refused = close(province)

    assert row.closed_at == AT
    [below] = branch_years.as_closed(row).branches
    assert (below.name, [(one.quality, one.cells) for one in below.counts]) == ("Đảng bộ xã", [(GOOD, 1)])


def test_not_before_the_year_is_over_nor_from_an_older_page(commune):
    stored(commune, "Chi bộ A", YearState.CLOSED)
    with pytest.raises(RuleBroken, match="chưa kết thúc"):
        close(commune, datetime(2021, 12, 31, 16, 59, tzinfo=UTC))
    db.session.rollback()
    with pytest.raises(Conflict):
        branch_years.close(year_of(commune), BY, AT, version=3)
    db.session.rollback()
    assert close(commune, datetime(2021, 12, 31, 17, 0, tzinfo=UTC))[0].closed_at is not None


def test_reopened_it_shows_what_reads_otherwise_since(commune):
    cell = whole(commune, "Chi bộ A", state=YearState.RECOGNISED)
    stored(commune, "Chi bộ B", YearState.CLOSED)
    close(commune)
    with pytest.raises(RuleBroken, match="của đảng bộ trước"):
        ratings.reopen(ratings.get(cell.id, 2021, TODAY), "Sót", BY, AT)
    with pytest.raises(RuleBroken, match="lý do"):
        branch_years.reopen(year_of(commune), " ", BY, AT)
    row = branch_years.reopen(year_of(commune), "Ghi sót một kỳ", BY, AT)
    db.session.commit()
    assert not branch_years.changed_since(row, TODAY)
    ratings.reopen(ratings.get(cell.id, 2021, TODAY), "Sót", BY, AT)
    [change] = branch_years.changed_since(year_of(commune), TODAY).cells

    assert (change.name, change.change, change.then.state, change.now.state) == (
        "Chi bộ A", Change.OTHER, YearState.CLOSED, YearState.OPEN,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="chưa chốt"):
        branch_years.reopen(year_of(commune), "Nữa", BY, AT)


def test_a_branch_under_a_closed_one_is_not_reopened_before_it(province, commune):
    stored(commune, "Chi bộ A", YearState.CLOSED)
    close(commune)
    close(province)
    with pytest.raises(RuleBroken, match="Đảng bộ tỉnh"):
        branch_years.reopen(year_of(commune), "Vì", BY, AT)
    db.session.rollback()
    branch_years.reopen(year_of(province), "Vì", BY, AT)

    assert branch_years.reopen(year_of(commune), "Vì", BY, AT).closed_at is None


def test_the_years_committee_is_that_of_its_last_day_and_by_its_name_of_then(province, commune):
    district = make.committee("Đảng bộ huyện", province)
    moved = make.committee("Đảng bộ xã chuyển", district)
    stored(moved, "Chi bộ A", YearState.CLOSED)
    stored(moved, "Chi bộ A sau", YearState.CLOSED, year=2023)
    founding.move(None, moved, commune, date(2022, 7, 1), datetime(2022, 7, 1, 3, tzinfo=UTC))
    founding.rename(None, moved, "Đảng bộ tên mới", date(2022, 7, 2), datetime(2022, 7, 2, 3, tzinfo=UTC))
    db.session.commit()
    today = date(2024, 2, 1)

    assert branch_years.missing(year_of(district), today).branches == [(moved.id, "Đảng bộ xã chuyển")]
    assert branch_years.missing(year_of(commune), today).branches == []
    assert branch_years.missing(year_of(commune, 2023), today).branches == [(moved.id, "Đảng bộ tên mới")]
    assert year_of(moved).committee_name == "Đảng bộ xã chuyển"


# --- pages ----------------------------------------------------------------------------------------------------------


def url(committee, act="", year=2021):
    return f"/committees/{committee.id}/years/{year}" + (f"/{act}" if act else "")


def said(page):
    return " ".join(page.select_one("main").text.split())


def test_the_number_of_queries_does_not_grow(client, province):
    client.sign_in(make.reviewer(province))
    numbers = []
    for size in (2, 7):
        commune = make.committee(f"Đảng bộ {size}", province)
        for number in range(size):
            stored(commune, f"Chi bộ {number}", missing=[number + 1] if number % 2 else [])
            stored(commune, f"Chi bộ xong {number}", YearState.RECOGNISED)
            stored(make.committee(f"Cơ sở {number}", commune), f"Chi bộ cơ sở {number}")
        client.page(url(commune))
        with counted() as sent:
            client.page(url(commune))
        numbers.append(len(sent))

    assert numbers[0] == numbers[1]


def test_the_way_of_a_branch_year_over_its_page(client, commune):
    reviewer = make.reviewer(commune, "Lương Thị Hạnh")
    whole(commune, "Chi bộ A")
    whole(commune, "Chi bộ B")
    doubt = whole(commune, "Chi bộ C", line="95 95 95 95 95 95 95 - 95 95 95 95")
    page = client.sign_in(reviewer).page(url(commune))
    assert "Thiếu tháng 8/2021." in said(page)
    assert [tick["checked"] for tick in page.select("input[name=chosen]")] == ["", ""]
    form = {"shown": page.select_one("input[name=shown]")["value"]}
    page = client.page(url(commune, "recognise"), data=form)
    assert "Hãy chọn ít nhất một chi bộ" in said(page)
    form["chosen"] = [tick["value"] for tick in page.select("input[name=chosen]")]
    page = client.page(url(commune, "recognise"), data=form)
    assert "Đã công nhận 2 chi bộ." in page.text

    page = client.page(url(commune, "close"), data={"version": "0"})
    assert "Đã chốt năm của 2 chi bộ." in page.text
    assert "Năm của đảng bộ chưa chốt được" in page.text
    assert "Chi bộ C: chi bộ đã đề nghị, chưa công nhận" in said(page)
    page = client.page(url(commune, "close"), data={"version": year_of(commune).version})
    assert "Chưa chốt được" in said(page)
    ratings.recognise(ratings.get(doubt.id, 2021), FAIR, "", BY, AT)
    db.session.commit()
    page = client.page(url(commune, "close"), data={"version": year_of(commune).version})
    assert "Lương Thị Hạnh chốt ngày" in said(page)

    page = client.page(url(commune, "reopen"), data={"version": year_of(commune).version, "reason": ""})
    assert "Hãy ghi lý do." in said(page)
    page = client.page(url(commune, "reopen"), data={"version": year_of(commune).version, "reason": "Ghi sót"})
    assert "Chưa có chi bộ nào khác với lúc chốt" in said(page)
    client.speak("en").page(url(commune))


def test_cells_that_proposed_nothing_are_reminded_once_a_day(client, commune):
    first, second = (stored(commune, f"Chi bộ {one}", YearState.OPEN) for one in "AB")
    stored(commune, "Chi bộ C")
    leaders = [make.secretary(row.cell).id for row in (first, second)]
    client.sign_in(make.reviewer(commune))
    page = client.page(url(commune, "remind"), data={"cell": first.cell_id})
    assert "Đã nhắc 1 chi bộ." in page.text
    page = client.page(url(commune, "remind"), data={})
    assert "Đã nhắc 1 chi bộ." in page.text
    assert "hôm nay" in said(client.page(url(commune, "remind"), data={}))
    told = [(notice.person_id, notice.path) for notice in db.session.query(Notice).order_by(Notice.id)]

    assert told == [
        (leaders[0], f"/cells/{first.cell_id}/ratings/2021"), (leaders[1], f"/cells/{second.cell_id}/ratings/2021"),
    ]  # fmt: skip


def test_a_forged_or_foreign_seal_recognises_nothing(client, province, commune):
    whole(commune, "Chi bộ A")
    other = make.committee("Đảng bộ khác", province)
    key = str(stored(other, "Chi bộ khác").id)
    client.sign_in(make.reviewer(other))
    foreign = client.page(url(other)).select_one("input[name=shown]")["value"]
    client.sign_in(make.reviewer(commune))
    own = str(ratings.find(db.session.query(CellYear).filter_by(cell_name="Chi bộ A").one().cell, 2021).id)
    for seal in ("", "giả", foreign):
        page = client.page(url(commune, "recognise"), data={"shown": seal, "chosen": [own, key]})
        assert "Hãy chọn ít nhất một chi bộ" in said(page)

    assert {row.state for row in db.session.query(CellYear)} == {YearState.PROPOSED}


def test_who_only_reads_sees_no_act(client, province, commune):
    whole(commune, "Chi bộ A")
    page = client.sign_in(make.reviewer(province)).page(url(commune))

    assert "Chi bộ A" in said(page)
    assert not page.select("main form[method=post]") and not page.select("input[name=chosen]")


def test_another_year_or_branch_chosen_above_leads_to_its_page(client, province, commune):
    client.sign_in(make.reviewer(province))
    page = client.page(url(province) + f"?year=2020&month=3&branch={commune.id}")

    assert "2020" in page.select_one("h1").text
    assert "Đảng bộ xã" in page.title.text
