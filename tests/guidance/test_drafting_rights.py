"""Whose a draft is, who ends a version, what is kept of it all."""

import pytest

from tests import factories as make
from tests.guidance.drafting import C21, FACTS, typed, words
from tracker.audit.models import AuditEntry
from tracker.extensions import db
from tracker.guidance import service
from tracker.guidance.models import GuidanceVersion


class TestWho:
    def test_others_drafts_are_not_there_but_for_the_highest(self, client, draft, province):
        commune = make.committee("Đảng bộ xã", province)
        other = client.sign_in(make.administrator(commune))
        other.page(f"/guidance/drafts/{draft.id}", status=404)
        assert draft.title not in words(other.page("/guidance/drafts"))
        client.sign_in(make.administrator(province)).page(f"/guidance/drafts/{draft.id}")

    @pytest.mark.parametrize(
        ("scope", "said"), [("", "người quản trị cấp cao nhất"), ("other", "không quản trị tổ chức")]
    )
    def test_an_administrator_publishes_for_their_own_committee_alone(self, client, version, province, scope, said):
        commune, other = make.committee("Đảng bộ xã", province), make.committee("Đảng bộ xã khác", province)
        one = make.administrator(commune)
        draft = make.guidance_draft(one, version)
        client.sign_in(one)
        code = other.code if scope else ""
        page = client.page(f"/guidance/drafts/{draft.id}/publish", data=typed(draft, "facts", **FACTS, scope=code))
        assert said in words(page)

        client.page(f"/guidance/drafts/{draft.id}/publish", data=typed(draft, "facts", **FACTS, scope=commune.code))
        assert service.find("HD42-2").scope_id == commune.id

    def test_the_scope_is_chosen_from_what_one_administers(self, client, version, province):
        commune = make.committee("Đảng bộ xã Thử", province)
        make.committee("Đảng bộ xã khác", province)
        one = make.administrator(commune)
        draft = make.guidance_draft(one, version)
        page = client.sign_in(one).page(f"/guidance/drafts/{draft.id}/publish")

        offered = {option["value"]: option.text for option in page.select("[name=scope] option")}
        assert list(offered) == ["", commune.code]
        assert "Đảng bộ xã Thử" in offered[commune.code]

    def test_only_whose_it_is_ends_a_version(self, client, version, province):
        commune = make.committee("Đảng bộ xã", province)
        client.sign_in(make.administrator(commune)).page(f"/guidance/{version.id}/retire", status=404)

    def test_members_are_offered_nothing_to_write(self, client, version, province):
        page = client.sign_in(make.member(make.cell())).page(f"/guidance/{version.id}")
        assert "Chép thành bản thảo" not in words(page)
        client.page("/guidance/drafts", status=404)


class TestRetiring:
    def test_it_is_written_once(self, visit, version):
        page = visit(f"/guidance/{version.id}/retire", data={"until": "31/12/2199"})
        assert "31/12/2199" in words(page)
        assert "đã có ngày hết hiệu lực" in words(visit(f"/guidance/{version.id}/retire"))
        page = visit(f"/guidance/{version.id}/retire", data={"until": "30/12/2199"})
        assert "không đổi được nữa" in words(page)

    @pytest.mark.parametrize("day", ["", "hôm qua", "2001-01-01"])
    def test_a_day_that_cannot_be_is_refused(self, visit, version, day):
        page = visit(f"/guidance/{version.id}/retire", data={"until": day})
        assert page.select_one("#until-error")


def test_every_act_is_in_the_trail(visit, draft, version):
    visit(f"/guidance/drafts/{draft.id}/edit/classes", data=typed(draft, "classes"))
    db.session.refresh(draft)
    visit(f"/guidance/drafts/{draft.id}/discard", data={"version": str(draft.version)})

    acts = [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id) if "guidance" in entry.act]
    assert acts[-2:] == ["change_guidance_draft", "drop_guidance_draft"]


def test_looking_writes_nothing(visit, draft):
    before = draft.version, db.session.query(AuditEntry).count()
    for page in (
        "",
        "/edit/facts",
        f"/edit/{C21}",
        "/add/sheets",
        "/preview/0?kind=combined",
        "/preview/1",
        "/publish",
        "/upload",
    ):
        visit(f"/guidance/drafts/{draft.id}{page}")

    db.session.refresh(draft)
    assert (draft.version, db.session.query(AuditEntry).count()) == before
    assert db.session.query(GuidanceVersion).count() == 2


def test_the_preview_shows_the_sheet_of_each_kind(visit, draft):
    regular, combined = (
        words(visit(f"/guidance/drafts/{draft.id}/preview/0?kind={kind}")) for kind in ("regular", "combined")
    )

    assert ("Phần chuyên đề trong buổi họp chung" in regular, "Phần chuyên đề trong buổi họp chung" in combined) == (
        False,
        True,
    )
    assert "Tổng điểm chuẩn: 100" in regular
