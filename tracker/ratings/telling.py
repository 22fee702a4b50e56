"""One cell's year as ``tracker rate`` prints it: in sentences, or in JSON."""

import json
from datetime import date
from typing import Any

import click
from flask_babel import gettext as _

from tracker.base.filters import number
from tracker.organisations import service as organisations
from tracker.ratings import explaining, printing, sentences, words
from tracker.ratings import service as ratings
from tracker.ratings.book import YearBook
from tracker.ratings.keeping import frozen
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YEARS


def asked_for(code: str | None, year: int | None, today: date) -> CellYear:
    """The year of the cell with that code, or a sentence on what is wrong."""
    if not code or not year:
        raise click.ClickException(_("Hãy ghi mã chi bộ và năm."))
    cell = organisations.find(code)
    if cell is None or not cell.is_cell:
        raise click.ClickException(_("Không có chi bộ mang mã “%(code)s”.", code=code))
    if year not in YEARS:
        raise click.ClickException(_("Năm %(year)s không hợp lý. Hãy xem lại.", year=year))
    return ratings.get(cell.id, year, today)


def why(cell_year: CellYear, today: date, language: str) -> str:
    return "\n".join(printing.lines(explaining.why(cell_year, today), language))


def year(cell_year: CellYear, today: date, as_json: bool) -> str:
    book = ratings.shown(cell_year, today)
    if as_json:
        return json.dumps(as_json_of(cell_year, book), ensure_ascii=False, indent=2)
    return text_of(cell_year, book)


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
