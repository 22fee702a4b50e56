"""The year of every cell of the book, computed afresh, a line a cell: what ``tracker rate --all`` prints."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from tracker.base.filters import number
from tracker.extensions import db
from tracker.guidance.kinds import QualityClass
from tracker.organisations.models import Organisation
from tracker.ratings import many, words
from tracker.ratings.keeping import frozen
from tracker.ratings.many import Figures
from tracker.ratings.rules import Provisional, Unrated

Row = tuple[str, str, Figures]
"""A cell's code, its name today, and its year."""


def rows(year: int, today: date) -> list[Row]:
    """In the order of their codes; those that ended are named too."""
    found = many.of_year(year, today)
    named = select(Organisation.id, Organisation.code, Organisation.name).order_by(Organisation.code)
    return [(code, name, found[key]) for key, code, name in db.session.execute(named) if key in found]


def as_text(listed: list[Row]) -> str:
    """Columns parted by tabs, under a line that names them."""
    classes = {quality: words.quality_word(quality) for quality in (*QualityClass, None)}
    said = Said()
    heads = [_("Mã"), _("Chi bộ"), _("Xếp loại"), _("Điểm trung bình"), *(classes[one] for one in QualityClass)]
    lines = ["\t".join([*heads, _("Ghi chú")])]
    for code, name, figures in listed:
        counts = "\t".join([str(number) for _quality, number in figures.counts])
        remarks = said[figures.why, figures.provisional]
        lines.append(f"{code}\t{name}\t{classes[figures.quality]}\t{number(figures.mean)}\t{counts}\t{remarks}")
    return "\n".join(lines)


class Said(dict[tuple[Unrated | None, tuple[Provisional, ...]], str]):
    """Why there is no class, else why it may still change: the same few sentences again and again."""

    def __missing__(self, key: tuple[Unrated | None, tuple[Provisional, ...]]) -> str:
        why, provisional = key
        sentences = [words.WHY_UNRATED[why]] if why else [words.WHY_PROVISIONAL[one] for one in provisional]
        self[key] = " ".join(map(str, sentences))
        return self[key]


def as_json(listed: list[Row]) -> str:
    """A list with keys that stay, as ``rate --json`` has them; figures are texts, exact."""
    return json.dumps(list(_objects(listed)), ensure_ascii=False, indent=1)


def _objects(listed: list[Row]) -> Iterator[dict[str, Any]]:
    for code, name, figures in listed:
        yield {
            "cell": {"code": code, "name": name},
            "class": figures.quality,
            "why": figures.why,
            "provisional": figures.provisional,
            "mean": frozen(figures.mean),
            "lowest": frozen(figures.lowest),
            "highest": frozen(figures.highest),
            "regular_held": figures.held,
            "thematic_held": sum(figures.themes),
            "scored": figures.scored,
            "recognised": figures.recognised,
            "counts": dict(figures.counts),
            "missing_months": figures.missing,
            "quarters_without_theme": figures.empty_quarters,
        }
