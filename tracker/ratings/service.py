"""A cell's year: kept in step with its sheets, proposed, recognised, closed, reopened. Nothing here commits."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, inspect, select
from sqlalchemy.exc import NoResultFound

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.base.transitions import ReasonMissing, WrongState
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.meetings.models import Meeting
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.ratings import explaining, gathering
from tracker.ratings.book import YearBook
from tracker.ratings.gathering import Computed
from tracker.ratings.keeping import thawed
from tracker.ratings.models import BranchYear, CellYear
from tracker.ratings.rules import YEAR, YEARS, YearState
from tracker.ratings.words import REFUSED
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import WITH_SUPERIOR


def get(cell_id: int, year: int, today: date | None = None) -> CellYear:
    """The cell's year, stored or about to be, with the superior committee of its own day; or ``NoResultFound``."""
    check_year(year)
    cell = organisations.get_cell(cell_id)
    return find(cell, year) or _new(cell, year, today or clock.day_of(clock.now()))


def check_year(year: int) -> None:
    """A year that the book can hold, or ``NoResultFound``."""
    if year not in YEARS:
        raise NoResultFound


def find(cell: Organisation, year: int) -> CellYear | None:
    """The stored year, or ``None`` where nothing of it has been stored."""
    return db.session.scalar(select(CellYear).where(CellYear.cell_id == cell.id, CellYear.year == year))


def _new(cell: Organisation, year: int, today: date) -> CellYear:
    """A year not yet stored, with version 0, which a form drawn from it carries."""
    superior = gathering.superior_on(cell, min(today, date(year, 12, 31)))
    return CellYear(
        cell=cell, cell_id=cell.id, year=year, state=YearState.OPEN, version=0, closed_with=None,
        superior=db.session.get(Organisation, superior.id) if superior.id else None, superior_id=superior.id,
        superior_name=superior.name, cell_name=superior.cell_name,
    )  # fmt: skip


def of_year(cell: Organisation, year: int, today: date) -> YearBook:
    """The cell's year: as it was closed, if it is closed; else computed from its records as of that day."""
    stored = find(cell, year)
    return shown(stored, today) if stored else gathering.book(cell, year, today)


def shown(cell_year: CellYear, today: date) -> YearBook:
    if cell_year.state is YearState.CLOSED and cell_year.closed_with:
        return thawed(YearBook, cell_year.closed_with)
    return gathering.book(cell_year.cell, cell_year.year, today)


def before(cell_year: CellYear) -> YearBook | None:
    """A reopened year as it was when last closed."""
    if cell_year.state is YearState.CLOSED or not cell_year.closed_with:
        return None
    return thawed(YearBook, cell_year.closed_with)


# --- the stored figures ---------------------------------------------------------------------------------------------


def store(cell: Organisation, year: int, today: date) -> CellYear:
    """Bring the stored figures up to date, in the transaction that changed what they come from.

    A closed year stands as it was closed.
    """
    row = _locked(cell, year, today)
    if row.state is not YearState.CLOSED:
        _fill(row, gathering.computed(cell, year, today), today)
        db.session.flush()
    return row


def keep(changed: Meeting | Scoresheet, at: datetime) -> None:
    """After every change of a meeting or a sheet: bring its year up to date.

    A closed year refuses what would change its rating; an explanation or the locking of a sheet may pass.
    """
    row = store(changed.cell, changed.year, clock.day_of(at))
    if row.state is YearState.CLOSED and row.closed_at and row.closed_with:
        kept = thawed(YearBook, row.closed_with)
        if gathering.book_again(kept, row.cell, clock.day_of(row.closed_at)).rating != kept.rating:
            raise RuleBroken(_("Năm %(year)s đã chốt. Muốn sửa, cấp trên phải mở lại năm trước.", year=row.year))


def follow_move(organisation: Organisation, day: date, at: datetime) -> None:
    """A cell moved: the years it touches that are not closed name their committee anew."""
    query = select(CellYear.year).where(CellYear.cell_id == organisation.id, CellYear.year >= day.year)
    for year in db.session.scalars(query.order_by(CellYear.year)).all():
        store(organisation, year, clock.day_of(at))


_LOCKED = (
    select(CellYear)
    .where(CellYear.cell_id == bindparam("cell_id"), CellYear.year == bindparam("year"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def _locked(cell: Organisation, year: int, today: date) -> CellYear:
    """The row to write to, made where there is none; the cell's row is then locked so that only one is made.

    It is locked against another such lock alone, and not against rows that refer to the cell: one who has the year's
    row already writes those, and is waited for here.
    """
    wanted = {"cell_id": cell.id, "year": year}
    row = db.session.scalar(_LOCKED, wanted)
    if row is None:
        one_at_a_time = select(Organisation.id).where(Organisation.id == cell.id).with_for_update(key_share=True)
        db.session.execute(one_at_a_time)
        row = db.session.scalar(_LOCKED, wanted)
    if row is None:
        row = _new(cell, year, today)
        row.version = 1
        db.session.add(row)
    return row


def figures(found: Computed) -> dict[str, Any]:
    """The summary columns of a year, by name."""
    rating = found.rating
    return {
        "superior_id": found.superior.id,
        "superior_name": found.superior.name,
        "cell_name": found.superior.cell_name,
        "regular_held": rating.held,
        "thematic_held": sum(rating.themes),
        "scored": rating.scored,
        "recognised": rating.recognised,
        "mean": rating.mean,
        "lowest": rating.lowest,
        "highest": rating.highest,
        "missing": list(rating.missing),
        "empty_quarters": list(rating.empty_quarters),
        "why": rating.why,
        "is_provisional": rating.is_provisional,
        "computed_class": rating.quality,
        **{quality.value: number for quality, number in rating.counts},
    }


def _fill(row: CellYear, found: Computed, today: date) -> None:
    """Only what changed is set, so that a year that stays as it was keeps its version."""
    changed = {name: value for name, value in figures(found).items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if "superior_id" in changed:
        _take_back(row)
    if changed or row.computed_on is None or row.computed_on.month != today.month:
        row.computed_on = today


# --- acts -----------------------------------------------------------------------------------------------------------


def propose(
    cell_year: CellYear, quality: QualityClass, reason: str, by: Any, at: datetime, version: Any = None
) -> CellYear:
    """The cell's proposal: the computed class, or another with a reason."""
    row, found = begun(cell_year, "propose", None, at, version)
    if found.rating.held == 0:
        raise RuleBroken(_("Năm %(year)s chưa có kỳ sinh hoạt nào. Hãy ghi kỳ họp trước khi đề nghị.", year=row.year))
    _need_reason(quality, found.rating.quality, reason, _("Hãy ghi lý do đề nghị mức khác với mức sổ tính."))
    _take_back(row)
    row.proposed_class, row.proposed_reason = quality, reason
    row.proposed_at, row.proposed_by, row.proposed_for = at, by.name, ""
    return done(row, "propose", by, at)


def withdraw(cell_year: CellYear, reason: str, by: Any, at: datetime, version: Any = None) -> CellYear:
    row, _found = begun(cell_year, "withdraw", reason, at, version)
    _forget(row)
    return done(row, "withdraw", by, at, reason)


def recognise(
    cell_year: CellYear, quality: QualityClass, reason: str, by: Any, at: datetime, version: Any = None
) -> CellYear:
    """The superior committee's word: the class proposed, or another with a reason."""
    row, _found = begun(cell_year, "recognise", None, at, version)
    _need_reason(quality, row.proposed_class, reason, _("Hãy ghi lý do công nhận mức khác với mức chi bộ đề nghị."))
    row.recognised_class, row.recognised_reason = quality, reason
    row.recognised_at, row.recognised_by = at, by.name
    return done(row, "recognise", by, at)


def recognise_in_batch(cell_year: CellYear, by: Any, at: datetime, version: Any = None) -> CellYear:
    """The class proposed, with others on one page. Which may be so: ``exceptions``."""
    row, _found = begun(cell_year, "recognise_in_batch", None, at, version)
    row.recognised_class, row.recognised_reason = row.proposed_class, ""
    row.recognised_at, row.recognised_by = at, by.name
    return done(row, "recognise_in_batch", by, at)


def close(cell_year: CellYear, by: Any, at: datetime, version: Any = None) -> CellYear:
    """Keep the whole of the year's page for ever. The year must be over, and no sheet with the superior."""
    row, _found = begun(cell_year, "close", None, at, version)
    if clock.day_of(at).year <= row.year:
        raise RuleBroken(_("Năm %(year)s chưa kết thúc. Chỉ chốt năm từ ngày 01/01 năm sau.", year=row.year))
    waiting = select(Scoresheet.id).where(
        Scoresheet.cell_id == row.cell_id, Scoresheet.year == row.year, Scoresheet.state.in_(WITH_SUPERIOR)
    )
    if db.session.scalars(waiting).first():
        raise RuleBroken(_("Còn phiếu đã nộp chưa thẩm định xong. Hãy công nhận hoặc trả lại trước khi chốt năm."))
    row.closed_at, row.closed_by, row.closed_with = at, by.name, explaining.kept(row, clock.day_of(at))
    return done(row, "close", by, at)


def reopen(cell_year: CellYear, reason: str, by: Any, at: datetime, version: Any = None) -> CellYear:
    """Back to open. What the year was closed with stays beside it, to show the difference."""
    if branch := closed_branch(cell_year.superior_id, cell_year.year):
        raise RuleBroken(
            _(
                "Năm %(year)s của “%(name)s” đã chốt. Hãy mở lại năm của đảng bộ trước, rồi mở lại năm của chi bộ.",
                year=cell_year.year,
                name=branch.committee_name,
            )
        )
    row, _found = begun(cell_year, "reopen", reason, at, version)
    _forget(row)
    row.reopened_at, row.reopened_by, row.reopened_reason = at, by.name, reason
    return done(row, "reopen", by, at)


def closed_branch(committee_id: int | None, year: int) -> BranchYear | None:
    """The committee's year where it is closed as a whole."""
    query = select(BranchYear).where(BranchYear.committee_id == committee_id, BranchYear.year == year)
    return db.session.scalar(query.where(BranchYear.closed_at.is_not(None)))


def begun(cell_year: CellYear, act: str, reason: str | None, at: datetime, version: Any) -> tuple[CellYear, Computed]:
    """The row locked, with figures of this moment, where the act may start; or a sentence why not."""
    today = clock.day_of(at)
    row = _locked(cell_year.cell, cell_year.year, today)
    if version is not None and str(version) != str(row.version if inspect(row).persistent else 0):
        raise Conflict(row)
    try:
        YEAR.step(act, row.state, reason)
    except WrongState as error:
        raise RuleBroken(str(REFUSED[error.act, YearState(error.state)])) from error
    except ReasonMissing as error:
        raise RuleBroken(_("Hãy ghi lý do.")) from error
    found = gathering.computed(row.cell, row.year, today)
    _fill(row, found, today)
    return row, found


def done(row: CellYear, act: str, by: Any, at: datetime, reason: str = "") -> CellYear:
    """The trail names what changed; the page kept at closing is too long for it and is left out."""
    row.state = YEAR.rows[act].target
    old, new = ({name: value for name, value in side.items() if name != "closed_with"} for side in audit.changes(row))
    audit.record(by, f"rating.{act}", row, at=at, old=old, new=new | ({"reason": reason} if reason else {}))
    return row


def _need_reason(given: QualityClass, expected: QualityClass | None, reason: str, sentence: str) -> None:
    if given is not expected and not reason.strip():
        raise RuleBroken(sentence)


def _forget(row: CellYear) -> None:
    row.proposed_class = row.recognised_class = None
    row.proposed_reason = row.recognised_reason = row.proposed_by = row.recognised_by = row.closed_by = ""
    row.proposed_at = row.recognised_at = row.closed_at = None
    row.proposed_for = ""
    _take_back(row)


def _take_back(row: CellYear) -> None:
    """The committee directly above the cell decides again."""
    row.forwarded_to = row.forwarded_to_id = row.forwarded_at = None
    row.forwarded_by = row.forwarded_note = ""
