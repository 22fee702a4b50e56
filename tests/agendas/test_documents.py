import io
import zipfile

import pytest

from tests import factories as make
from tracker.agendas import documents, recognising
from tracker.agendas import service as agendas
from tracker.agendas.models import Document, DocumentContent
from tracker.agendas.rules import DocumentKind
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings.rules import MeetingState

HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def meeting(app):
    return make.meeting(year=2027)


@pytest.fixture
def secretary(meeting):
    return make.secretary(meeting.cell)


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("[Content_Types].xml", "word/document.xml"):
            made.writestr(name, b"0" * (160 * 1024 * 1024))
    return packed.getvalue()


def many_parts():
    return make.office_file(extra=[f"word/{number}.xml" for number in range(5001)])


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (make.PDF, "pdf"),
        (make.PNG, "png"),
        (make.JPG, "jpg"),
        (make.office_file(), "docx"),
        (make.office_file("xl/workbook.xml"), "xlsx"),
        (make.office_file("ppt/presentation.xml"), None),
        (make.office_file("readme.txt"), None),
        (make.office_file(extra=["word/vbaProject.bin"]), None),
        (make.office_file(extra=["../../etc/passwd"]), None),
        (make.office_file(extra=["/etc/passwd"]), None),
        (make.office_file(extra=["..\\run.exe"]), None),
        (make.office_file()[:60], None),
        (b"PK\x03\x04", None),
        (HTML, None),
        (b"MZ\x90\x00" + b"\x00" * 100, None),
        (b"GIF89a" + b"\x00" * 20, None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"", None),
    ],
    ids=[
        "pdf",
        "png",
        "jpg",
        "docx",
        "xlsx",
        "slides",
        "bare-zip",
        "macros",
        "climbs-out",
        "absolute",
        "backslash",
        "cut-short",
        "only-a-mark",
        "html",
        "program",
        "gif",
        "svg",
        "empty",
    ],
)
def test_a_file_is_what_its_content_says(content, extension):
    found = recognising.recognise(content)

    assert (found.extension if found else None) == extension


@pytest.mark.parametrize("make_trap", [bomb, many_parts])
def test_a_packed_trap_is_refused_without_being_unpacked(make_trap):
    assert recognising.recognise(make_trap()) is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Dự thảo nghị quyết.pdf", "Dự thảo nghị quyết.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\báo cáo.docx", "báo cáo.docx"),
        ("a\r\nContent-Type: text/html.pdf", "html.pdf"),
        ('a"b;c.pdf', "ab;c.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        (".pdf", "tai-lieu.pdf"),
        ("", "tai-lieu"),
        ("x" * 300 + ".pdf", "x" * 160 + ".pdf"),
    ],
)
def test_a_name_keeps_only_what_is_safe(sent, kept):
    assert recognising.safe_name(sent) == kept


def upload(client, meeting, content, name, **fields):
    data = {"file": (io.BytesIO(content), name), "kind": "reference", "item_id": "", **fields}
    return client.page(f"/meetings/{meeting.id}/documents/new", data=data)


def test_a_document_is_attached_to_an_item(client, meeting, secretary):
    item = make.item(meeting)
    client.sign_in(secretary).page(f"/meetings/{meeting.id}/documents/new")
    upload(client, meeting, make.PDF, "Dự thảo.pdf", kind="draft_resolution", item_id=str(item.id))

    [document] = agendas.documents(meeting)
    assert (document.file_name, document.kind, document.item_id, document.size) == (
        "Dự thảo.pdf",
        DocumentKind.DRAFT_RESOLUTION,
        item.id,
        len(make.PDF),
    )
    page = client.page(f"/meetings/{meeting.id}/agenda")
    assert page.select_one(f"#item-{item.id} a[href='/documents/{document.token}']")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (HTML, "anh.png", "Chỉ nhận tệp PDF"),
        (HTML, "trang.html", "Chỉ nhận tệp PDF"),
        (make.PDF, "anh.png", "Đuôi tệp không khớp"),
        (make.PDF, "khong-duoi", "Đuôi tệp không khớp"),
        (make.PDF, "chay.exe", "Đuôi tệp không khớp"),
        (make.office_file(), "bang.xlsx", "Đuôi tệp không khớp"),
        (b"", "rong.pdf", "rỗng"),
        (make.PDF + b"0" * 2000, "to.pdf", "lớn quá"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence(client, app, meeting, secretary, monkeypatch, content, name, sentence):
    monkeypatch.setitem(app.config, "DOCUMENT_LIMIT", 1500)
    page = upload(client.sign_in(secretary), meeting, content, name)

    assert sentence in page.select_one(".error-summary").text
    assert agendas.documents(meeting) == []


def test_no_file_chosen_is_said(client, meeting, secretary):
    page = client.sign_in(secretary).page(
        f"/meetings/{meeting.id}/documents/new", data={"kind": "reference", "item_id": ""}
    )

    assert "Hãy chọn một tệp." in page.select_one(".error-summary").text


def test_the_item_of_another_meeting_is_no_choice(client, meeting, secretary):
    foreign = make.item(make.meeting())
    page = upload(client.sign_in(secretary), meeting, make.PDF, "a.pdf", item_id=str(foreign.id))

    assert page.select_one(".error-summary")
    assert agendas.documents(meeting) == []


def test_a_document_is_handed_out_as_a_file_to_keep(client, meeting, secretary):
    document = make.document(meeting, secretary, file_name="Dự thảo “tháng 3”.pdf")
    answer = client.sign_in(secretary).get(f"/documents/{document.token}")

    assert answer.data == make.PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;") and "filename*=UTF-8''D%E1%BB%B1%20th%E1%BA%A3o" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_addresses_of_documents_cannot_be_counted(meeting, secretary):
    first, second = (make.document(meeting, secretary) for _number in range(2))

    assert first.token != second.token and len(first.token) >= 32


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda cell: make.member(cell), 200),
        (lambda cell: make.reviewer(cell.parent), 200),
        (lambda cell: make.observer(cell.parent), 200),
        (lambda cell: make.administrator(cell.parent), 404),
        (lambda cell: make.secretary(make.cell(cell.parent)), 404),
        (lambda cell: make.reviewer(make.committee()), 404),
    ],
)
def test_a_document_opens_for_those_who_may_read_the_meeting(client, meeting, secretary, who, status):
    document = make.document(meeting, secretary)

    assert client.sign_in(who(meeting.cell)).get(f"/documents/{document.token}").status_code == status


def test_nobody_gets_a_document_without_signing_in(client, meeting, secretary):
    document = make.document(meeting, secretary)

    assert client.get(f"/documents/{document.token}").status_code == 302


def test_a_document_taken_off_opens_no_more_but_its_row_stays(client, meeting, secretary):
    document = make.document(meeting, secretary)
    make.agenda_sent(meeting, secretary)
    client.sign_in(secretary).page(f"/documents/{document.token}/remove", data={})

    assert client.get(f"/documents/{document.token}").status_code == 404
    assert agendas.documents(meeting) == []
    assert db.session.get(Document, document.id).sha256
    assert "đã gỡ" in client.page(f"/meetings/{meeting.id}/agenda/versions/1").select_one("main").text


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.MINUTED])
def test_documents_stay_as_they_were_once_the_meeting_is_held(client, meeting, secretary, state):
    document = make.document(meeting, secretary)
    meeting.state, meeting.held_from = state, meeting.planned_at
    db.session.commit()
    page = upload(client.sign_in(secretary), meeting, make.PDF, "a.pdf")
    client.post(f"/documents/{document.token}/remove", data={"csrf_token": client.csrf_token()})

    assert "đã diễn ra" in page.select_one(".error-summary").text
    assert agendas.documents(meeting) == [document]


def test_lists_of_documents_never_load_their_bytes(client, meeting, secretary, queries):
    make.document(meeting, secretary)
    client.sign_in(secretary).page(f"/meetings/{meeting.id}/agenda")
    with queries() as seen:
        client.page(f"/meetings/{meeting.id}/agenda")
        client.page(f"/meetings/{meeting.id}/agenda/edit")

    assert seen and not any(DocumentContent.__tablename__ in statement for statement in seen)


def test_a_file_of_evidence_is_kept_after_the_meeting_and_is_no_part_of_its_agenda(app):
    meeting = make.meeting(state=MeetingState.HELD)
    by, at = make.actor(make.secretary(meeting.cell)), clock.now()
    upload = documents.Upload("anh.pdf", make.PDF)
    with pytest.raises(RuleBroken):
        documents.attach(meeting, None, DocumentKind.REFERENCE, upload, 10**6, by, at)
    with pytest.raises(RuleBroken, match="Đuôi tệp"):
        documents.attach_evidence(meeting, documents.Upload("anh.png", make.PDF), 10**6, by, at)

    kept = documents.attach_evidence(meeting, upload, 10**6, by, at)
    db.session.commit()

    assert documents.get(kept.token).kind is DocumentKind.EVIDENCE
    assert documents.content_of(kept) == make.PDF
    assert agendas.documents(meeting) == []


def test_no_agenda_takes_evidence(client):
    meeting = make.meeting()
    client.sign_in(make.secretary(meeting.cell))
    page = client.page(f"/meetings/{meeting.id}/documents/new")
    assert "evidence" not in [option["value"] for option in page.select("#kind option")]
