import pytest
from sqlalchemy import delete, update

from tests import factories as make
from tests.audit.test_trail import without_triggers
from tracker.audit import service as audit
from tracker.audit import words
from tracker.audit.commands import verify
from tracker.audit.models import AuditEntry, AuditHead
from tracker.audit.words import changes, has_word, value
from tracker.base import clock
from tracker.extensions import db


@pytest.fixture
def cell(app):
    cell = make.cell()
    for number in range(1, 6):
        cell.usual_day = number
        audit.record(None, "organisation.set_up", cell, at=clock.now())
    other = make.cell()
    other.name = "Chi bộ nơi khác"
    audit.record(None, "organisation.rename", other, at=clock.now())
    db.session.commit()
    return cell


def lines(page):
    return [row.select_one("td").text for row in page.select("tbody tr")]


def test_the_newest_comes_first_with_old_and_new(client, cell):
    page = client.sign_in(make.secretary(cell)).page(f"/organisations/{cell.id}/audit")

    assert lines(page) == ["5", "4", "3", "2", "1"]
    assert "Sửa thiết lập của tổ chức" in page.select_one("tbody tr").text
    assert "ngày sinh hoạt: 4 → 5" in page.select_one("tbody tr").text
    assert "Chuỗi nhật ký nguyên vẹn: 5 dòng." in page.text
    assert "nơi khác" not in page.text


def test_a_long_trail_goes_page_by_page(client, cell, monkeypatch):
    monkeypatch.setattr("tracker.organisations.routes.ENTRIES", 2)
    seen, page = [], client.sign_in(make.secretary(cell)).page(f"/organisations/{cell.id}/audit")
    while True:
        seen += lines(page)
        following = page.select_one("a[rel=next]")
        if not following:
            break
        page = client.page(following["href"])

    assert seen == ["5", "4", "3", "2", "1"]


def test_a_page_says_what_was_checked_of_it_and_no_more(client, cell, database, monkeypatch):
    monkeypatch.setattr("tracker.organisations.routes.ENTRIES", 2)
    url = f"/organisations/{cell.id}/audit"
    client.sign_in(make.secretary(cell))
    assert client.page(url).select_one(".notice--done").text.strip().startswith("Các dòng 4–5 trên trang này")
    assert "Các dòng 2–3" in client.page(f"{url}?before=4").text
    assert "Chuỗi nhật ký nguyên vẹn: 5 dòng." in client.page(f"{url}?verify=1").text

    without_triggers(
        database,
        update(AuditEntry).where(AuditEntry.organisation_id == cell.id, AuditEntry.sequence == 2).values(act="x"),
    )

    newest = client.page(url)
    assert "Các dòng 4–5" in newest.text
    [walk] = [one for one in newest.select("a.button") if "toàn bộ" in one.text]
    for address in (walk["href"], f"{url}?before=4"):
        assert "đứt ở dòng 2: nội dung đã bị sửa" in client.page(address).select_one(".notice--error").text
    assert "Các dòng 1–1" in client.page(f"{url}?before=2").text


@pytest.mark.parametrize(
    ("before", "harm", "said"),
    [
        ("", lambda of: update(AuditHead).where(AuditHead.organisation_id == of).values(digest="0" * 64), "đứt"),
        ("", lambda of: delete(AuditEntry).where(AuditEntry.organisation_id == of, AuditEntry.sequence == 5), "đứt"),
        ("", lambda of: delete(AuditEntry).where(AuditEntry.organisation_id == of, AuditEntry.sequence == 4), "dòng 4"),
        (
            "?before=4",
            lambda of: delete(AuditEntry).where(AuditEntry.organisation_id == of, AuditEntry.sequence == 3),
            "dòng 3",
        ),
        (
            "?before=3",
            lambda of: delete(AuditEntry).where(AuditEntry.organisation_id == of, AuditEntry.sequence == 1),
            "dòng 1",
        ),
    ],
)
def test_what_is_missing_at_the_ends_of_a_page_is_said(client, cell, database, monkeypatch, before, harm, said):
    monkeypatch.setattr("tracker.organisations.routes.ENTRIES", 2)
    without_triggers(database, harm(cell.id))

    page = client.sign_in(make.secretary(cell)).page(f"/organisations/{cell.id}/audit{before}")

    assert said in page.select_one(".notice--error").text


def test_an_act_without_words_shows_its_code(client, cell):
    cell.locality = "Thử"
    audit.record(None, "nowhere.known", cell, at=clock.now())
    db.session.commit()

    assert "nowhere.known" in client.sign_in(make.secretary(cell)).page(f"/organisations/{cell.id}/audit").text


def test_what_the_committee_changed_on_a_sheet_is_told_in_words(cell):
    make.scoresheet(make.scored_meeting(cell), until="recognise")
    entries = [one for one in audit.of_organisation(cell.id, None, 99) if one.act == "scoresheet.recognise"]

    fields = [name for entry in entries for name, _old, _new in changes(entry)]
    assert {"recognised_total", "answer_until"} <= {*fields} and all(map(has_word, fields))


def test_an_empty_trail_says_so(client):
    cell = make.cell()

    assert "Chưa có việc nào" in client.sign_in(make.secretary(cell)).page(f"/organisations/{cell.id}/audit").text


def test_a_broken_chain_is_said_on_the_page(client, cell, database):
    mine = AuditEntry.organisation_id == cell.id
    without_triggers(database, update(AuditEntry).where(mine, AuditEntry.sequence == 3).values(actor="x"))

    page = client.sign_in(make.secretary(cell)).page(f"/organisations/{cell.id}/audit")

    assert "đứt ở dòng 3: nội dung đã bị sửa" in page.select_one(".notice--error").text


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (None, "–"), ("", "–"), (True, "có"), (False, "không"), (3, "3"), ("2026-03-06", "06/3/2026"),
        ("2026-03-06T07:00:00+00:00", "thứ Sáu, 06/3/2026, 14:00"), ("14:00:00", "14:00"), ("official", "chính thức"),
        ("Lò Văn Thử", "Lò Văn Thử"), (["official", 2], "chính thức, 2"), ({"name": "A"}, "tên: A"),
        ("x" * 301, "x" * 300 + " …"), ("2026-03-06 là ngày họp", "2026-03-06 là ngày họp"),
    ],
)  # fmt: skip
def test_values_are_told_as_a_person_reads_them(app, kept, said):
    assert value(kept) == said


def test_the_command_says_that_all_is_whole(app, cell):
    result = app.test_cli_runner().invoke(verify)

    assert (result.exit_code, result.output) == (0, "2 chuỗi nhật ký nguyên vẹn, 6 dòng.\n")


def test_the_command_names_the_first_broken_link_of_each_chain(app, cell, database):
    without_triggers(database, delete(AuditEntry).where(AuditEntry.sequence == 1))

    result = app.test_cli_runner().invoke(verify)

    assert result.exit_code == 1
    assert f"/organisations/{cell.id}/audit: Chuỗi nhật ký đứt ở dòng 1: dòng này đã mất." in result.output
    assert result.output.count("\n") == 2


@pytest.mark.parametrize(("who", "told"), [("secretary", True), ("reviewer", False), ("observer", False)])
def test_the_marks_of_a_draft_are_told_to_its_cell_alone(client, app, who, told):
    sheet = make.scoresheet(until="mark")
    cell = sheet.meeting.cell
    person = make.secretary(cell) if who == "secretary" else getattr(make, who)(cell.parent)

    page = client.sign_in(person).page(f"/organisations/{cell.id}/audit")

    assert "Chấm điểm" in page.text
    assert ("Chuẩn bị kỹ" in page.text) is told


@pytest.mark.parametrize(("who", "told"), [("reviewer", True), ("observer", True), ("administrator", False)])
def test_what_was_written_at_a_meeting_is_not_told_to_administrators(client, app, who, told):
    meeting = make.meeting()
    meeting.guests = "Đồng chí phụ trách khối"
    audit.record(None, "meeting.take_roll", meeting, at=clock.now())
    meeting.cell.locality = "Chi Lăng"
    audit.record(None, "organisation.set_up", meeting.cell, at=clock.now())
    db.session.commit()

    page = client.sign_in(getattr(make, who)(meeting.cell.parent)).page(f"/organisations/{meeting.cell_id}/audit")

    assert ("Đồng chí phụ trách khối" in page.text) is told
    assert "Chi Lăng" in page.text


def test_lines_say_what_each_entry_says_alone(cell):
    cell.usual_day, cell.usual_place, cell.locality = 6, "Nhà văn hóa", "official"
    audit.record(None, "organisation.set_up", cell, at=clock.now())
    audit.record(None, "no.such_act", cell, at=clock.now(), old={"strange": 1}, new={"strange": 2})
    entries = audit.of_organisation(cell.id)
    told = words.lines(entries)
    assert [[one[0], one.old, one.new] for line in told for one in line.changes] == [
        [words.field(name), old, new] for entry in entries for name, old, new in changes(entry)
    ]
    assert [(line.entry, line.act, line.is_known) for line in told] == [
        (entry, words.act(entry.act), words.is_known(entry)) for entry in entries
    ]
    assert told[0].changes == [words.Change("strange", False, "1", "2")] and not told[0].is_known
    kept = words.lines(entries, {"organisation.set_up"})
    assert [bool(line.changes) for line in kept] == [line.act == "no.such_act" for line in kept]
