"""How a committee sets its reviewing, and its bank of reasons."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.audit.models import AuditEntry
from tracker.extensions import db
from tracker.reviews import phrases, settings
from tracker.reviews.models import Phrase, ReviewSettings

GIVEN = {
    "sample_percent": "20", "submit_days": "4", "review_days": "6", "return_days": "3", "least_months": "5",
    "same_months": "6", "high_points": "96,5", "late_percent": "40", "alike_percent": "80", "spoke_percent": "95",
    "apart": "2,5",
}  # fmt: skip


@pytest.fixture
def commune(app):
    return make.committee(parent=make.committee())


@pytest.fixture
def reviewer(client, commune):
    return client.sign_in(make.reviewer(commune))


def url(commune, rest=""):
    return f"/committees/{commune.id}/review-settings{rest}"


def stored(commune):
    db.session.expire_all()
    return settings.of(commune.id)


def test_a_committee_that_set_nothing_goes_by_the_defaults(app, commune):
    found = settings.of(commune.id)
    assert (found.version, found.sample_percent, found.high_points, found.forwards) == (0, 10, Decimal(95), False)
    assert {name: getattr(found, name) for name in settings.DEFAULTS} == settings.DEFAULTS
    assert db.session.scalar(select(ReviewSettings)) is None and found not in db.session


def test_what_it_goes_by_unstored_is_what_the_database_would_store(app, commune):
    unset = {name: getattr(settings.of(commune.id), name) for name in settings.DEFAULTS}
    db.session.add(ReviewSettings(committee_id=commune.id))
    db.session.commit()
    assert {name: getattr(stored(commune), name) for name in settings.DEFAULTS} == unset
    other = make.committee()
    assert {one: row.version for one, row in settings.of_all([commune.id, other.id]).items()} == {
        commune.id: 1, other.id: 0,
    }  # fmt: skip


def test_settings_are_stored_and_changed(reviewer, commune):
    page = reviewer.page(url(commune))
    assert page.find(id="sample_percent")["value"] == "10" and "Mặc định: 10." in page.text
    reviewer.page(url(commune), data={**GIVEN, "version": "0"})
    now = stored(commune)
    assert (now.version, now.sample_percent, now.high_points, now.apart) == (1, 20, Decimal("96.5"), Decimal("2.5"))
    page = reviewer.page(url(commune), data={**GIVEN, "forwards": "y", "version": "1"})
    assert (stored(commune).version, stored(commune).forwards) == (2, True)
    assert page.find(id="forwards").has_attr("checked")
    acts = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "review_settings.change").order_by(AuditEntry.id)
    )
    assert [one.new["forwards"] for one in acts] == [False, True]


@pytest.mark.parametrize("version", ["0", "7", ""])
def test_nobody_overwrites_what_another_set_meanwhile(reviewer, commune, version):
    reviewer.page(url(commune), data={**GIVEN, "version": "0"})
    reviewer.page(url(commune), data={**GIVEN, "submit_days": "9", "version": version}, status=409)
    assert stored(commune).submit_days == 4


def test_the_first_to_set_anything_needs_the_page_of_that_state(reviewer, commune):
    reviewer.page(url(commune), data={**GIVEN, "version": "1"}, status=409)
    assert stored(commune).version == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("sample_percent", "101", "phải từ 0 đến 100"),
        ("sample_percent", "-1", "phải từ 0 đến 100"),
        ("sample_percent", "", "Hãy ghi một con số"),
        ("sample_percent", "2,5", "bằng số nguyên"),
        ("submit_days", "0", "phải từ 1 đến 60"),
        ("least_months", "2", "phải từ 3 đến 24"),
        ("same_months", "25", "phải từ 3 đến 24"),
        ("alike_percent", "0", "phải từ 1 đến 100"),
        ("apart", "0", "phải từ 0,5 đến 20"),
        ("apart", "2,555", "chỉ lẻ đến phần trăm"),
        ("high_points", "cao", "bằng số"),
        ("high_points", "100,5", "phải từ 0 đến 100"),
    ],
)
def test_a_figure_that_cannot_be_comes_back_as_typed(reviewer, commune, name, value, sentence):
    page = reviewer.page(url(commune), data={**GIVEN, name: value, "version": "0"})
    assert sentence in page.find(id=f"{name}-error").text
    assert page.find(id=name)["value"] == value
    assert page.find(id="text").get("value", "") == ""
    assert stored(commune).version == 0


@pytest.mark.parametrize("percent", ["0", "100"])
def test_the_edges_may_stand(reviewer, commune, percent):
    reviewer.page(url(commune), data={**GIVEN, "sample_percent": percent, "version": "0"})
    assert stored(commune).sample_percent == int(percent)


def test_the_highest_committee_has_nobody_to_forward_to(client, app):
    province = make.committee()
    client.sign_in(make.reviewer(province))
    page = client.page(url(province), data={**GIVEN, "forwards": "y", "version": "0"})
    assert "không có cấp ủy cấp trên" in page.find(id="forwards-error").text
    assert stored(province).version == 0


def add(client, commune, text):
    return client.page(url(commune, "/phrases"), data={"text": text})


def test_phrases_are_added_and_taken_out_of_use(reviewer, commune):
    add(reviewer, commune, "Thiếu biên bản kèm theo.")
    page = add(reviewer, commune, "Chưa nêu rõ người phát biểu.")
    assert [one.text for one in page.select(".phrases .user-text")[::2]] == [
        "Chưa nêu rõ người phát biểu.", "Thiếu biên bản kèm theo.",
    ]  # fmt: skip
    [_kept, gone] = phrases.of(commune.id)
    reviewer.page(f"/review-phrases/{gone.id}/remove", data={})
    assert [one.text for one in phrases.of(commune.id)] == ["Chưa nêu rõ người phát biểu."]
    assert db.session.scalar(select(Phrase.removed_at).where(Phrase.id == gone.id)) is not None
    reviewer.page(f"/review-phrases/{gone.id}/remove", data={}, status=404)
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.subject_kind == "Phrase").order_by(AuditEntry.id))
    assert sorted(acts) == ["phrase.add", "phrase.add", "phrase.remove"]


def test_the_same_words_are_not_kept_twice(reviewer, commune):
    add(reviewer, commune, "Thiếu biên bản.")
    page = add(reviewer, commune, "thiếu BIÊN BẢN.")
    assert "đã có trong danh sách" in page.find(id="text-error").text
    assert page.find(id="text")["value"] == "thiếu BIÊN BẢN."
    assert "Hãy ghi câu cần thêm." in add(reviewer, commune, "").text
    assert len(phrases.of(commune.id)) == 1


def test_the_bank_holds_no_more_than_somebody_reads(reviewer, commune, monkeypatch):
    monkeypatch.setattr(phrases, "MOST", 2)
    for text in ("Một.", "Hai."):
        add(reviewer, commune, text)
    assert "Hãy bỏ bớt" in add(reviewer, commune, "Ba.").find(id="text-error").text


def test_a_committees_phrases_are_its_own(reviewer, commune):
    add(reviewer, commune, "Thiếu biên bản.")
    other = make.committee()
    assert phrases.of(other.id) == []
    foreign = make.phrase(other)
    reviewer.page(f"/review-phrases/{foreign.id}/remove", data={}, status=404)
