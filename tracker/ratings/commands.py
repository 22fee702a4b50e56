"""``tracker rate`` and ``tracker recompute``."""

import json
from datetime import date, timedelta
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from tracker import once
from tracker.base import clock
from tracker.base.filters import number
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.people import sessions
from tracker.ratings import explaining, listing, printing, sentences, summaries, words
from tracker.ratings import recompute as recomputing
from tracker.ratings import service as ratings
from tracker.ratings.book import YearBook
from tracker.ratings.keeping import frozen
from tracker.ratings.models import CellYear
from tracker.reviews import acts

LANGUAGES = ("vi", "en")
KEPT = timedelta(days=30)  # how long the keys of sent forms and sessions that are over are kept
AT_ONCE = 100  # years stored in one transaction


@click.command("rate")
@click.argument("cell", required=False)
@click.argument("of_year", metavar="[YEAR]", type=int, required=False)
@click.option("--cell", "code", help="Mã chi bộ.")
@click.option("--year", type=int, help="Năm.")
@click.option("--json", "as_json", is_flag=True, help="In JSON, tên khóa không đổi.")
@click.option("--all", "everyone", is_flag=True, help="Tính lại năm đó của mọi chi bộ, mỗi chi bộ một dòng.")
@click.option("--explain", is_flag=True, help="In vì sao xếp loại, đúng từng câu như trên trang.")
@click.option("--language", type=click.Choice(LANGUAGES), default="vi", help="Tiếng của lời giải thích.")
@with_appcontext
def rate(
    cell: str | None,
    of_year: int | None,
    code: str | None,
    year: int | None,
    as_json: bool,
    everyone: bool,
    explain: bool,
    language: str,
) -> None:
    """In xếp loại năm của một chi bộ: từng điều kiện, con số, mức phải đạt, và điều còn thiếu."""
    today = clock.day_of(clock.now())
    if everyone:
        click.echo(_of_all(code or cell, year or of_year, today, as_json))
        return
    cell_year = _asked_for(code or cell, year or of_year, today)
    if explain:
        click.echo("\n".join(printing.lines(explaining.why(cell_year, today), language)))
        return
    book = ratings.shown(cell_year, today)
    said = (
        json.dumps(as_json_of(cell_year, book), ensure_ascii=False, indent=2) if as_json else text_of(cell_year, book)
    )
    click.echo(said)


def _asked_for(code: str | None, year: int | None, today: date) -> CellYear:
    """The year of the cell with that code, or a sentence on what is wrong."""
    if not code or not year:
        raise click.ClickException(_("Hãy ghi mã chi bộ và năm."))
    cell = organisations.find(code)
    if cell is None or not cell.is_cell:
        raise click.ClickException(_("Không có chi bộ mang mã “%(code)s”.", code=code))
    if year not in ratings.YEARS:
        raise click.ClickException(_("Năm %(year)s không hợp lý. Hãy xem lại.", year=year))
    return ratings.get(cell.id, year, today)


def _of_all(code: str | None, year: int | None, today: date, as_json: bool) -> str:
    """A lone word after ``--all`` is the year, as in ``rate --all 2025``."""
    year = year or (int(code) if code and code.isdecimal() else None)
    if not year or year not in ratings.YEARS:
        raise click.ClickException(_("Năm %(year)s không hợp lý. Hãy xem lại.", year=year or code or ""))
    listed = listing.rows(year, today)
    return listing.as_json(listed) if as_json else listing.as_text(listed)


def as_json_of(cell_year: CellYear, book: YearBook) -> dict[str, Any]:
    """The year with keys that stay: ``class``, ``conditions`` and the rest; figures are texts, exact."""
    rating = book.rating
    return {
        "cell": {"code": book.cell_code, "name": book.cell_name},
        "superior": book.superior_name,
        "year": book.year,
        "guidance": frozen(book.guidance) if book.guidance else None,
        "state": cell_year.state.value,
        "class": frozen(rating.quality),
        "why": frozen(rating.why),
        "proposed_class": frozen(cell_year.proposed_class),
        "recognised_class": frozen(cell_year.recognised_class),
        "provisional": frozen(rating.provisional),
        "mean": frozen(rating.mean),
        "thematic_mean": frozen(rating.thematic_mean),
        "lowest": frozen(rating.lowest),
        "highest": frozen(rating.highest),
        "regular_held": rating.held,
        "thematic_held": sum(rating.themes),
        "scored": rating.scored,
        "recognised": rating.recognised,
        "required_months": rating.required,
        "counts": {quality.value: count for quality, count in rating.counts},
        "missing_months": list(rating.missing),
        "excused_months": list(rating.excused),
        "unscored_months": list(rating.unscored),
        "quarters_without_theme": list(rating.empty_quarters),
        "periods": frozen(rating.periods),
        "lacking": [gap.text for gap in words.gaps(book)],
        "conditions": [
            {
                "class": trial.quality.value,
                "demand": condition.demand.kind.value,
                "of_class": frozen(condition.demand.quality),
                "figure": frozen(condition.figure),
                "bound": frozen(condition.bound),
                "met": condition.is_met,
                "clause": condition.clause,
                "sentence": sentences.demand_sentence(condition),
            }
            for trial in rating.trials
            for condition in trial.conditions
        ],
    }


def text_of(cell_year: CellYear, book: YearBook) -> str:
    return "\n".join([*_head(cell_year, book), *_figures(book), *_reasons(book)])


def _head(cell_year: CellYear, book: YearBook) -> list[str]:
    rating = book.rating
    lines = [
        f"{book.cell_name} – {book.superior_name} – {book.year}",
        words.outcome(rating),
        *(str(words.WHY_PROVISIONAL[reason]) for reason in rating.provisional),
        _("Trạng thái: %(state)s.", state=words.STATE[cell_year.state]),
    ]
    if cell_year.proposed_class:
        lines.append(words.proposal(cell_year.proposed_class, cell_year.proposed_for))
    if cell_year.recognised_class:
        lines.append(_("Cấp trên công nhận: %(quality)s.", quality=words.quality_word(cell_year.recognised_class)))
    if book.guidance:
        lines.append(_("Theo hướng dẫn %(number)s: %(rule)s.", number=book.guidance.number, rule=book.guidance.rule))
        lines += [_("Mẫu tham khảo – cần đối chiếu bản gốc")] if book.guidance.is_reconstructed else []
    return lines


def _figures(book: YearBook) -> list[str]:
    rating = book.rating
    lines = [
        "",
        _(
            "Đã họp: %(regular)s kỳ thường kỳ, %(thematic)s kỳ chuyên đề.",
            regular=rating.held,
            thematic=sum(rating.themes),
        ),
        _("Có điểm: %(scored)s kỳ; đã công nhận: %(number)s.", scored=rating.scored, number=rating.recognised),
    ]
    if rating.mean is not None:
        lines.append(
            _(
                "Điểm từ %(lowest)s đến %(highest)s; trung bình cả năm %(mean)s.",
                lowest=number(rating.lowest),
                highest=number(rating.highest),
                mean=number(rating.mean),
            )
        )
    lines += [f"  {words.quality_word(quality)}: {count}" for quality, count in rating.counts]
    return lines + [f"- {gap.text} {gap.reason}".rstrip() for gap in words.gaps(book)]


def _reasons(book: YearBook) -> list[str]:
    lines = []
    for trial in book.rating.trials:
        held = _("được") if trial.holds else _("không được")
        lines += ["", f"{words.quality_word(trial.quality)}: {held}"]
        for condition in trial.conditions:
            met = _("Đạt.") if condition.is_met else _("Chưa đạt.")
            said = [met, sentences.demand_sentence(condition), sentences.shrunk(condition, book.rating.required)]
            lines.append("  " + " ".join([*filter(None, said), f"[{condition.clause}]"]))
    return lines


@click.command("recompute")
@click.option("--check", is_flag=True, help="Không ghi gì; nêu từng số liệu đã lưu mà khác, và thoát với mã 1.")
@click.option("--year", type=int, help="Chỉ tính năm này.")
@with_appcontext
def recompute(check: bool, year: int | None) -> None:
    """Tính lại số liệu năm từ bản ghi, khóa phiếu hết hạn giải trình (mỗi ngày một lần); hoặc chứng minh là khớp."""
    today = clock.day_of(clock.now())
    pairs = recomputing.years(today, year)
    if check:
        _check(pairs, today, year)
    else:
        _mend(pairs, today, year)


def _check(pairs: list[tuple[int, int]], today: date, year: int | None) -> None:
    found = [
        fault
        for cell_id, of_year in recomputing.unsettled(pairs, today)
        for fault in recomputing.faults(cell_id, of_year, today)
    ]
    for fault in found:
        _tell(fault.cell_code, fault)
    missed = summaries.mismatches(year)
    for one in missed:
        _tell(one.code, one)
    if found or missed:
        number = len(found) + len(missed)
        raise click.ClickException(_("%(number)s số liệu lưu không khớp với tính lại.", number=number))
    click.echo(_("Đã đối chiếu %(number)s năm của các chi bộ: số liệu lưu khớp với tính lại.", number=len(pairs)))


def _tell(code: str, fault: recomputing.Fault | summaries.Mismatch) -> None:
    click.echo(
        _(
            "%(cell)s, năm %(year)s, %(name)s: đang lưu %(stored)s, tính lại được %(computed)s",
            cell=code,
            year=fault.year,
            name=fault.name,
            stored=fault.stored,
            computed=fault.computed,
        )
    )


def _mend(pairs: list[tuple[int, int]], today: date, year: int | None) -> None:
    acts.lock_due(clock.now())
    once.forget(clock.now() - KEPT)
    sessions.forget(clock.now() - KEPT)
    left, changed = recomputing.renew(pairs, today)
    db.session.commit()
    for place, (cell_id, of_year) in enumerate(left, start=1):
        changed += recomputing.mend(cell_id, of_year, today)
        if place % AT_ONCE == 0:
            db.session.commit()
    summaries.count({(one.committee_id, one.year) for one in summaries.mismatches(year)})
    db.session.commit()
    click.echo(
        _("Đã tính lại %(number)s năm của các chi bộ, %(changed)s năm có thay đổi.", number=len(pairs), changed=changed)
    )
