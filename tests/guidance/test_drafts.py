"""An administrator copies a version, changes it, looks at it, publishes it."""

import copy
from io import BytesIO

import pytest

from tests.guidance.drafting import C21, FACTS, at, content, typed, words
from tests.guidance.files import mapping, put
from tracker.extensions import db
from tracker.guidance import (
    draft_forms,
    draft_outline,
    draft_places,
    drafts,
    files,
    format_page,
    parsing,
    service,
)
from tracker.guidance.models import GuidanceDraft

# Everything that the pages hold goes through them unchanged.


def every_place(mapping):
    yield from draft_places.WHOLE
    for number, _condition in enumerate(mapping["conditions"]):
        yield f"conditions.{number}"
    for one, sheet in enumerate(mapping["sheets"]):
        yield f"sheets.{one}"
        for two, group in enumerate(sheet["groups"]):
            yield f"sheets.{one}.groups.{two}"
            for three, _criterion in enumerate(group["criteria"]):
                yield f"sheets.{one}.groups.{two}.criteria.{three}"


@pytest.mark.parametrize("name", ["hd42", "hd09-2019", "example"])
def test_what_is_drawn_and_saved_untouched_says_the_same(app, name):
    before = mapping(name) if name != "example" else files.read(format_page.example("vi").encode(), "x").mapping
    after = GuidanceDraft(content=before)
    with app.test_request_context():
        for place in every_place(before):
            _parts, form = draft_forms.page(after.content, place, None)
            path = draft_places.path_of(place)
            held = draft_outline.kept(after.content, path) | form.held()
            changed = copy.deepcopy(after.content)
            if path:
                drafts._place(changed, path, held)
            else:
                changed |= held
            after.content = changed

        assert parsing.parse(after.content, "x") == parsing.parse(before, "x")


def test_a_version_is_copied_changed_previewed_and_published(visit, version, administrator):
    page = visit(f"/guidance/{version.id}/copy", data={})
    draft = db.session.query(GuidanceDraft).one()
    assert "Thiếu mục “mã (code)”" in words(page)

    visit(f"/guidance/drafts/{draft.id}/edit/{C21}", data=typed(draft, C21, text="Đảng viên có mặt"))
    db.session.refresh(draft)
    preview = visit(f"/guidance/drafts/{draft.id}/preview/0")
    assert "Đảng viên có mặt" in words(preview)
    visit(f"/guidance/{version.id}/retire", data={"until": "2030-12-31"})
    page = visit(f"/guidance/drafts/{draft.id}/publish", data=typed(draft, "facts", **FACTS))

    assert "Đã ban hành" in words(page)
    db.session.expire_all()
    published = service.find("HD42-2")
    assert db.session.get(GuidanceDraft, draft.id).published_id == published.id
    changed = mapping() | FACTS
    put(changed, f"{C21}.text", "Đảng viên có mặt")
    assert service.read(published) == parsing.parse(changed, "x")
    assert service.find("HD42").document == mapping()


def test_the_old_version_must_end_before_the_new_one_begins(visit, draft, version):
    page = visit(f"/guidance/drafts/{draft.id}/publish", data=typed(draft, "facts", **FACTS))
    assert "Trùng thời gian với bản HD42" in words(page)
    assert service.find("HD42-2") is None

    visit(f"/guidance/{version.id}/retire", data={"until": "2030-12-31"})
    visit(f"/guidance/drafts/{draft.id}/publish", data=typed(draft, "facts", **FACTS))
    assert service.find("HD42-2").valid_from.year == 2031


def test_what_was_typed_to_publish_is_on_the_page_again(visit, draft):
    page = visit(f"/guidance/drafts/{draft.id}/publish", data=typed(draft, "facts", **FACTS, number="77-HD/TU"))

    assert page.select_one("[name=number]")["value"] == "77-HD/TU"
    assert "Lỗi: " in page.title.text


def test_a_published_draft_is_changed_no_more(visit, draft, version):
    visit(f"/guidance/{version.id}/retire", data={"until": "2030-12-31"})
    sent = typed(draft, C21, text="Muộn")
    visit(f"/guidance/drafts/{draft.id}/publish", data=typed(draft, "facts", **FACTS))
    published = service.find("HD42-2")
    before = service.read(published)

    page = visit(f"/guidance/drafts/{draft.id}/edit/{C21}", data=sent)
    assert "đã ban hành, không sửa được nữa" in words(page)
    page = visit(f"/guidance/drafts/{draft.id}")
    assert page.select_one("h1").text.startswith("Hướng dẫn")
    db.session.expire_all()
    assert service.read(service.find("HD42-2")) == before


FAULTS = [
    ("facts", {"valid_from": "hôm qua"}, "valid_from", "không phải là ngày"),
    ("settings", {"settings-quorum": "3/2"}, "settings-quorum", "phải là phân số"),
    ("settings", {"attendance-floor": "90"}, "attendance-floor", "không phải là phép so sánh"),
    ("classes", {"classes-1-at_least": "95"}, "classes-1-at_least", "chồng lên loại Tốt"),
    ("sheets.0.groups.3", {"full": "41"}, "full", "nhóm ghi 41"),
    (C21, {"full": "bốn"}, "full", "không phải là số"),
    (C21, {"check": "đoán"}, "check", "không có phép đối chiếu “đoán”"),
    (C21, {"levels-0-points": "6"}, "levels-0-points", "vượt điểm chuẩn"),
    (C21, {"levels-1-when-present_percent": "nhiều"}, "levels-1-when-present_percent", "không phải là phép so sánh"),
    (C21, {"applies_when": "tasks_due"}, "if_not_applicable", "Thiếu mục"),
    ("conditions.0", {"criteria": "9.9"}, "criteria", "không có tiêu chí “9.9”"),
    ("year_rule", {"year_rule-classes-0-demands-0-bound": "x"}, "year_rule-classes-0-demands-0-bound", "không phải là"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "change", "name", "said"), FAULTS)
def test_a_fault_is_kept_and_told_beside_its_field(visit, draft, place, change, name, said):
    page = visit(f"/guidance/drafts/{draft.id}/edit/{place}", data=typed(draft, place, **change))

    field = page.select_one(f"[name={name}]")
    error = page.select_one(f"[id={field['id']}-error]")
    assert said.casefold() in error.text.casefold()
    [typed_name] = change
    kept = page.select_one(f"[name={typed_name}]")
    value = kept.get("value") or kept.select_one("option[selected]")["value"]
    assert value == change[typed_name]


def test_all_faults_stand_in_the_outline(visit, draft):
    for place, change, _name, _said in FAULTS:
        db.session.refresh(draft)
        visit(f"/guidance/drafts/{draft.id}/edit/{place}", data=typed(draft, place, **change))

    page = words(visit(f"/guidance/drafts/{draft.id}"))
    for said in ("phải là phân số", "“bốn” không phải là số", "chồng lên loại Tốt", "không có phép đối chiếu “đoán”"):
        assert said.casefold() in page.casefold()


def test_criteria_are_added_moved_and_removed(visit, draft):
    group = "sheets.0.groups.4.criteria"
    new = {"code": "5.2", "text": "Mới", "full": "2", "kind": "number", "version": str(draft.version)}
    visit(f"/guidance/drafts/{draft.id}/add/{group}", data=new)
    assert [one["code"] for one in at(draft, "sheets[0].groups[4].criteria")] == ["5", "5.2"]

    db.session.refresh(draft)
    visit(f"/guidance/drafts/{draft.id}/move/{group}.1", data={"way": "up", "version": str(draft.version)})
    assert [one["code"] for one in at(draft, "sheets[0].groups[4].criteria")] == ["5.2", "5"]

    db.session.refresh(draft)
    visit(f"/guidance/drafts/{draft.id}/remove/{group}.0", data={"version": str(draft.version)})
    assert [one["code"] for one in at(draft, "sheets[0].groups[4].criteria")] == ["5"]


@pytest.mark.parametrize(
    ("place", "sent", "path"),
    [
        ("sheets", {"code": "X", "title": "Phiếu X", "kinds": ["thematic"]}, "sheets[2].kinds"),
        ("sheets.0.groups", {"code": "8", "title": "Nhóm 8", "full": "5"}, "sheets[0].groups[7].title"),
        ("conditions", {"kind": "no_minutes", "text": "x", "at_most": "fair"}, "conditions[4].text"),
    ],
)
def test_sheets_groups_and_conditions_are_added(visit, draft, place, sent, path):
    visit(f"/guidance/drafts/{draft.id}/add/{place}", data=sent | {"version": str(draft.version)})

    assert at(draft, path)


def test_levels_are_put_in_order_and_emptied_ones_left_out(visit, draft):
    sent = typed(
        draft,
        C21,
        **{"levels-4-points": "0,5", "levels-4-label": "rất ít", "levels-1-points": "", "levels-1-label": ""},
    )
    sent |= {name: "" for name in sent if name.startswith("levels-1-")}
    sent |= {"levels-5-points": "3,5", "levels-5-label": "gần đủ"}
    visit(f"/guidance/drafts/{draft.id}/edit/{C21}", data=sent)

    assert [one["points"] for one in at(draft, "sheets[0].groups[1].criteria[0].levels")] == [
        "4",
        "3,5",
        "2",
        "1",
        "0,5",
    ]


def test_a_check_brings_a_field_for_each_figure(visit, draft):
    place = "sheets.0.groups.2.criteria.0"
    page = visit(f"/guidance/drafts/{draft.id}/edit/{place}", data=typed(draft, place, check="speakers", act="more"))
    assert {"when-speakers", "when-speakers_percent"} <= {field["name"] for field in page.select("input")}

    db.session.refresh(draft)
    sent = typed(draft, place, **{"when-speakers": ">= 3"})
    visit(f"/guidance/drafts/{draft.id}/edit/{place}", data=sent)
    assert at(draft, "sheets[0].groups[2].criteria[0].when") == {"speakers": ">= 3"}


def test_a_comparison_may_be_written_in_words(visit, draft):
    place = "sheets.0.groups.2.criteria.4"
    page = visit(f"/guidance/drafts/{draft.id}/edit/{place}")
    assert page.select_one("[name=when-lead_days]")["value"] == ">= số ngày gửi trước quy định"

    visit(f"/guidance/drafts/{draft.id}/edit/{place}", data=typed(draft, place))
    assert at(draft, "sheets[0].groups[2].criteria[4].when") == {"lead_days": ">= notice_days"}


def test_two_who_edit_at_once_lose_neither_text(visit, draft):
    first, second = typed(draft, C21, text="Bản một"), typed(draft, C21, text="Bản hai")
    visit(f"/guidance/drafts/{draft.id}/edit/{C21}", data=first)
    page = visit(f"/guidance/drafts/{draft.id}/edit/{C21}", data=second, status=409)

    assert [one.text.strip() for one in page.select(".two-texts .user-text")] == ["Bản một", "Bản hai"]
    assert at(draft, "sheets[0].groups[1].criteria[0].text") == "Bản một"
    mine = second | {"version": page.select_one("form [name=version]")["value"]}
    visit(f"/guidance/drafts/{draft.id}/edit/{C21}", data=mine)
    assert at(draft, "sheets[0].groups[1].criteria[0].text") == "Bản hai"


@pytest.mark.parametrize("act", ["remove", "move"])
def test_a_stale_list_is_not_touched(visit, draft, act):
    stale = str(draft.version)
    visit(f"/guidance/drafts/{draft.id}/edit/classes", data=typed(draft, "classes"))
    visit(f"/guidance/drafts/{draft.id}/{act}/sheets.0", data={"version": stale, "way": "down"}, status=409)

    assert [one["code"] for one in at(draft, "sheets")] == ["TK-HD42", "CD-HD42"]


@pytest.mark.parametrize(("name", "pack"), [("x.xlsx", files.form), ("x.yaml", None)])
def test_a_draft_is_taken_from_a_file(visit, administrator, name, pack, app):
    whole = mapping() | {"code": "TU-TEP"}
    sent = pack(whole) if pack else service.document.canonical(whole).encode()
    visit("/guidance/drafts/upload", data={"file": (BytesIO(sent), name)})

    draft = db.session.query(GuidanceDraft).one()
    assert parsing.parse(draft.content, "x") == parsing.parse(whole, "x")
    sent = files.form(whole | {"code": "LAI"})
    data = {"file": (BytesIO(sent), "x.xlsx"), "version": str(draft.version)}
    visit(f"/guidance/drafts/{draft.id}/upload", data=data)
    assert content(draft)["code"] == "LAI"


def test_a_file_that_cannot_be_read_is_refused_with_its_cells(visit, app):
    page = visit("/guidance/drafts/upload", data={"file": (BytesIO(b"PK\x03\x04"), "x.xlsx")})

    assert "không đọc được như một tệp Excel" in words(page)
    assert db.session.query(GuidanceDraft).count() == 0


def test_an_unsound_file_is_let_in_to_be_mended(visit, app):
    changed = mapping()
    put(changed, "sheets.0.groups.0.criteria.0.full", "năm")
    visit("/guidance/drafts/upload", data={"file": (BytesIO(files.form(changed)), "x.xlsx")})

    draft = db.session.query(GuidanceDraft).one()
    assert "“năm” không phải là số" in words(visit(f"/guidance/drafts/{draft.id}"))


def test_an_empty_draft_says_what_is_missing_and_opens_everywhere(visit, app):
    page = visit("/guidance/drafts/begin", data={})
    draft = db.session.query(GuidanceDraft).one()

    assert "Thiếu mục “phiếu (sheets)”" in words(page)
    for place in draft_places.WHOLE:
        visit(f"/guidance/drafts/{draft.id}/edit/{place}")
        visit(f"/guidance/drafts/{draft.id}/edit/{place}", data={"version": str(draft.version)})
        db.session.refresh(draft)
    visit(f"/guidance/drafts/{draft.id}/publish")


def test_a_draft_put_aside_is_gone(visit, draft):
    page = visit(f"/guidance/drafts/{draft.id}/discard", data={"version": str(draft.version)})

    assert "Chưa có bản thảo nào" in words(page)
    visit(f"/guidance/drafts/{draft.id}", status=404)


@pytest.mark.parametrize(
    "place", ["nowhere", "sheets", "sheets.9", "facts.1", "sheets.0.groups.99.criteria.0", "sheets.-1"]
)
def test_a_place_that_is_not_there_is_404(visit, draft, place):
    visit(f"/guidance/drafts/{draft.id}/edit/{place}", status=404)
    for act in ("remove", "move"):
        visit(f"/guidance/drafts/{draft.id}/{act}/{place}", data={"version": str(draft.version)}, status=404)


@pytest.mark.parametrize("place", ["facts", "sheets.7.groups", "nowhere", "sheets.0"])
def test_nothing_is_added_to_a_list_that_is_not_there(visit, draft, place):
    visit(f"/guidance/drafts/{draft.id}/add/{place}", status=404)
