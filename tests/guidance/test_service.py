from datetime import UTC, date, datetime

import pytest
import yaml
from sqlalchemy import delete, event, select, text, update
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tests.guidance.files import DATA, mapping
from tracker.audit.models import AuditEntry
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance import fault_words, service
from tracker.guidance.faults import Faults
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import MeetingKind
from tracker.organisations.models import Placement

AT = datetime(2026, 3, 6, 3, 0, tzinfo=UTC)
REGULAR, THEMATIC, COMMITTEE, COMBINED = MeetingKind


def written(name="hd42", **changes):
    """The text of a shipped file with some of its top keys changed."""
    return yaml.safe_dump(mapping(name) | changes, allow_unicode=True)


def publish(name="hd42", **changes):
    version = service.import_document(written(name, **changes), "thu.yaml", None, AT)
    db.session.commit()
    return version


def refused(content):
    with pytest.raises(Faults) as caught:
        service.import_document(content, "thu.yaml", None, AT)
    db.session.rollback()
    return [fault.key for fault in caught.value.items]


@pytest.fixture
def shipped(app):
    service.import_shipped(None, AT)
    db.session.commit()


@pytest.fixture
def queries(app):
    """The statements sent to the database from now on."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


class TestImport:
    def test_what_is_shipped_is_published_once(self, shipped):
        service.import_shipped(None, AT)

        assert [version.code for version in service.listing()] == ["HD42", "HD09-2019"]

    def test_a_version_keeps_its_document_and_head(self, shipped):
        version = service.find("HD09-2019")

        assert (version.number, version.valid_from, version.valid_until, version.is_reconstructed) == (
            "09-HD/TU",
            date(2019, 5, 29),
            date(2025, 10, 27),
            True,
        )
        assert version.document == mapping("hd09-2019")

    def test_comments_and_order_of_keys_make_no_new_version(self, shipped):
        again = "# ghi chú\n" + yaml.safe_dump(mapping("hd42"), allow_unicode=True, sort_keys=True)

        assert service.import_document(again, "khac.yaml", None, AT).id == service.find("HD42").id

    def test_another_text_under_a_published_code_is_refused(self, shipped):
        assert refused(written(title="Khác")) == ["code_published"]

    def test_an_unknown_scope_is_refused(self, shipped):
        assert refused(written(code="MOI", scope="KHONG-CO")) == ["unknown_scope"]

    @pytest.mark.parametrize(
        ("since", "until", "faults"),
        [
            ("2026-01-01", "", ["dates_overlap"]),
            ("2019-01-01", "2019-05-29", ["dates_overlap"]),
            ("2025-10-27", "2025-10-28", ["dates_overlap", "dates_overlap"]),
            ("2019-01-01", "", ["dates_overlap", "dates_overlap"]),
        ],
    )
    def test_dates_that_overlap_a_published_version_are_refused(self, shipped, since, until, faults):
        assert refused(written(code="MOI", valid_from=since, valid_until=until)) == faults

    def test_dates_that_only_meet_do_not_overlap(self, shipped):
        publish(code="CU", valid_from="2018-07-06", valid_until="2019-05-28")

        assert len(service.listing()) == 3

    def test_another_scope_may_have_its_own_for_the_same_days(self, shipped):
        province = make.committee(code="TINH-A")

        assert publish(code="RIENG", scope="TINH-A").scope_id == province.id

    def test_another_kind_of_meeting_may_have_its_own_for_the_same_days(self, app):
        regular, thematic = mapping()["sheets"]
        conditions = mapping()["conditions"]
        publish(code="CHI-TK", sheets=[regular], conditions=conditions[2:])
        publish(code="CHI-CD", sheets=[thematic], conditions=conditions[2:])
        cell = make.cell()

        found = [service.chosen(cell, kind, date(2026, 3, 6)).code for kind in (REGULAR, THEMATIC, COMBINED)]
        assert found == ["CHI-TK", "CHI-CD", "CHI-TK"]

    def test_the_overlap_is_said_with_the_other_version_and_its_dates(self, shipped):
        with pytest.raises(Faults) as caught:
            service.import_document(written(code="MOI", valid_from="2026-01-01"), "moi.yaml", None, AT)

        [said] = fault_words.sentences(caught.value)
        assert "bản HD42 (từ 28/10/2025 đến …)" in said

    def test_publishing_is_written_in_the_trail_of_the_topmost_committee(self, app):
        province = make.committee()
        make.committee(parent=province)
        version = publish()

        [entry] = db.session.scalars(select(AuditEntry))
        assert (entry.organisation_id, entry.act, entry.new["code"]) == (province.id, "publish_guidance", version.code)


class TestChoice:
    @pytest.mark.parametrize(
        ("on", "code"),
        [
            (date(2019, 5, 28), None),
            (date(2019, 5, 29), "HD09-2019"),
            (date(2025, 10, 27), "HD09-2019"),
            (date(2025, 10, 28), "HD42"),
            (date(2030, 1, 1), "HD42"),
        ],
    )
    @pytest.mark.parametrize("kind", list(MeetingKind))
    def test_the_day_of_the_meeting_decides(self, shipped, kind, on, code):
        version = service.chosen(make.cell(), kind, on)

        assert (version.code if version else None) == code

    def test_the_sheet_follows_the_kind(self, shipped):
        version = service.find("HD42")

        sheets = [service.sheet_of(version, kind) for kind in MeetingKind]
        assert [sheet and sheet.code for sheet in sheets] == ["TK-HD42", "CD-HD42", None, "TK-HD42"]

    def test_the_nearest_committees_own_goes_first(self, shipped):
        province, elsewhere = make.committee(code="TINH"), make.committee(code="TINH-KHAC")
        commune = make.committee(code="XA", parent=province)
        publish(code="CUA-TINH", scope="TINH")
        near, far, other = make.cell(commune), make.cell(province), make.cell(elsewhere)
        publish(code="CUA-XA", scope="XA")

        found = [service.chosen(cell, REGULAR, date(2026, 3, 6)).code for cell in (near, far, other)]
        assert found == ["CUA-XA", "CUA-TINH", "HD42"]

    def test_a_committees_own_does_not_hold_before_its_day(self, shipped):
        province = make.committee(code="TINH")
        publish(code="CUA-TINH", scope="TINH", valid_from="2026-03-06")
        cell = make.cell(province)

        found = [service.chosen(cell, REGULAR, date(2026, 3, day)).code for day in (5, 6)]
        assert found == ["HD42", "CUA-TINH"]

    def test_a_cell_that_moved_goes_by_the_committee_of_the_day(self, shipped):
        old, new = make.committee(code="CU"), make.committee(code="MOI")
        publish(code="CUA-CU", scope="CU")
        cell = make.cell(old)
        first = db.session.scalars(select(Placement).where(Placement.organisation_id == cell.id)).one()
        first.until_date = date(2026, 2, 28)
        db.session.add(Placement(organisation=cell, parent=new, name=cell.name, from_date=date(2026, 3, 1)))
        cell.parent = new
        db.session.commit()

        found = [service.chosen(cell, REGULAR, date(2026, *day)).code for day in ((2, 28), (3, 1))]
        assert found == ["CUA-CU", "HD42"]

    def test_a_whole_year_is_chosen_with_one_query(self, shipped, queries):
        cell = make.cell()
        for version in service.listing():
            service.read(version)
        wanted = [(kind, date(2025, month, 6)) for month in range(1, 13) for kind in (REGULAR, THEMATIC)]
        assert cell.id
        del queries[:]

        found = service.choices(cell, wanted)

        assert len([statement for statement in queries if "SELECT" in statement]) == 1
        assert [found[REGULAR, date(2025, month, 6)].code for month in (10, 11)] == ["HD09-2019", "HD42"]

    def test_nothing_wanted_is_nothing_chosen(self, shipped):
        assert service.choices(make.cell(), []) == {}


class TestRetire:
    def test_a_version_ends_on_its_last_day_and_another_may_follow(self, shipped):
        service.retire(service.find("HD42"), date(2026, 6, 30), None, AT)
        db.session.commit()
        publish(code="HD42-2", valid_from="2026-07-01")
        cell = make.cell()

        found = [service.chosen(cell, REGULAR, date(2026, *day)).code for day in ((6, 30), (7, 1))]
        assert found == ["HD42", "HD42-2"]
        assert service.read(service.find("HD42")).valid_until == date(2026, 6, 30)

    def test_it_is_set_once(self, shipped):
        with pytest.raises(RuleBroken, match="không đổi được nữa"):
            service.retire(service.find("HD09-2019"), date(2027, 1, 1), None, AT)

    def test_it_cannot_reach_back(self, shipped):
        with pytest.raises(RuleBroken, match="từ hôm nay"):
            service.retire(service.find("HD42"), date(2026, 3, 5), None, AT)


class TestTriggers:
    @pytest.mark.parametrize(
        "values",
        [
            {"title": "Khác"},
            {"document": {"code": "HD42"}},
            {"content_hash": "0"},
            {"valid_from": date(2020, 1, 1)},
            {"provenance": "official"},
            {"valid_until": date(2026, 6, 30), "title": "Khác"},
            {"valid_until": date(2026, 6, 30), "document": {}},
            {"published_at": AT.replace(year=2020)},
        ],
    )
    def test_a_published_version_cannot_be_changed(self, shipped, values):
        of = GuidanceVersion.code == "HD42"
        with pytest.raises(DBAPIError, match="cannot be changed"):
            db.session.execute(update(GuidanceVersion).where(of).values(**values))

    def test_its_scope_cannot_be_set(self, shipped):
        with pytest.raises(DBAPIError, match="cannot be changed"):
            db.session.execute(
                text("UPDATE guidance_version SET scope_id = :scope, valid_until = '2026-06-30' WHERE code = 'HD42'"),
                {"scope": make.committee().id},
            )

    def test_its_last_day_cannot_be_set_twice(self, shipped):
        of = GuidanceVersion.code == "HD42"
        db.session.execute(update(GuidanceVersion).where(of).values(valid_until=date(2026, 6, 30)))
        with pytest.raises(DBAPIError, match="cannot be changed"):
            db.session.execute(update(GuidanceVersion).where(of).values(valid_until=date(2026, 7, 31)))

    def test_a_published_version_cannot_be_deleted(self, shipped):
        with pytest.raises(DBAPIError, match="cannot be changed"):
            db.session.execute(delete(GuidanceVersion))


def test_the_shipped_folder_holds_both_files():
    assert sorted(path.name for path in DATA.iterdir()) == ["hd09-2019.yaml", "hd42.yaml"]
