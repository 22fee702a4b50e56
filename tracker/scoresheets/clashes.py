"""Two people wrote on one sheet: what is stored and what was typed, side by side, neither lost."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from tracker.base.filters import number
from tracker.guidance.sheets import Criterion
from tracker.scoresheets.models import Mark, Scoresheet

TEXTS = ("strengths", "weaknesses", "remedies")


@dataclass(frozen=True)
class Clash:
    """One thing that stands otherwise in the book than in the form."""

    label: str
    theirs: str
    yours: str


def clashes(sheet: Scoresheet, form: Any) -> list[Clash]:
    """Where the form and the stored sheet differ: marks and notes by criterion, then the texts."""
    marks = {mark.criterion: mark for mark in sheet.marks}
    found = [clash for one in form.criteria for clash in _of_criterion(one, marks[one.code], form)]
    for name in TEXTS:
        theirs, yours = getattr(sheet, name), form[name].data or ""
        if theirs != yours:
            found.append(Clash(str(form[name].label.text), theirs, yours))
    return found


def _of_criterion(one: Criterion, mark: Mark, form: Any) -> list[Clash]:
    found = []
    theirs, yours = stored_words(one, mark), typed_words(one, form)
    if theirs != yours and mark.applies:
        found.append(Clash(_("Điểm tiêu chí %(code)s", code=one.code), theirs, yours))
    note = form[f"note_{one.code}"].data or ""
    if note != mark.note:
        found.append(Clash(_("Ghi chú tiêu chí %(code)s", code=one.code), mark.note, note))
    return found


def stored_words(one: Criterion, mark: Mark) -> str:
    if one.parts:
        given = [mark.parts.get(part.code) for part in one.parts]
        return " + ".join("…" if points is None else number(Decimal(points)) for points in given)
    return "" if mark.given is None else number(mark.given)


def typed_words(one: Criterion, form: Any) -> str:
    """As it was typed, even where it is no number."""
    if one.parts:
        return " + ".join(_typed(form[f"part_{one.code}_{part.code}"]) or "…" for part in one.parts)
    return _typed(form[f"mark_{one.code}"])


def _typed(field: Any) -> str:
    return str(field._value()) if field.data is None else number(field.data)


def fill_blanks(sheet: Scoresheet, form: Any) -> None:
    """Take from the book what the form leaves empty, so that saving it anew takes nothing away unseen."""
    stored = type(form)(formdata=None)
    stored.load(sheet)
    for name, field in form._fields.items():
        is_ours = name.startswith(("mark_", "part_", "note_")) or name in TEXTS
        if is_ours and field.data in (None, "") and not field.errors:
            field.data, field.raw_data = stored[name].data, None
