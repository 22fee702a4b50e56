"""The year of every cell that stood anywhere below a committee, a row a cell, as its workbook has it.

From the stored figures, as the committee's page; the scores of each month from the sheets. A fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import Integer, Row, case, select, type_coerce

from tracker.base.filters import number
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind, QualityClass
from tracker.organisations.models import Organisation
from tracker.ratings import branch, words
from tracker.ratings.gathering import AGREED
from tracker.ratings.models import CellYear
from tracker.ratings.rules import Unrated, YearState
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED

Value = str | int | float | Decimal | None
Scores = dict[int, float]
"""Points by month of a regular meeting; a thematic one's by the month negated."""

COLUMNS = (
    CellYear.cell_id, CellYear.cell_name, CellYear.superior_name, CellYear.regular_held, CellYear.thematic_held,
    CellYear.mean, CellYear.lowest, CellYear.highest, CellYear.good, CellYear.fair, CellYear.average, CellYear.poor,
    CellYear.computed_class, CellYear.proposed_class, CellYear.recognised_class, CellYear.state, CellYear.why,
)  # fmt: skip


def heads() -> list[str]:
    return [
        _("Mã"), _("Chi bộ"), _("Đảng bộ"), *(_("Tháng %(month)s", month=month) for month in range(1, 13)),
        *(_("Chuyên đề quý %(quarter)s", quarter=words.QUARTER[quarter]) for quarter in range(1, 5)),
        _("Thường kỳ"), pgettext("kỳ họp", "Chuyên đề"), _("Trung bình"), _("Thấp nhất"), _("Cao nhất"),
        *(_("Số kỳ %(quality)s", quality=words.quality_word(quality)) for quality in QualityClass),
        _("Sổ tính"), _("Đề nghị"), _("Công nhận"), _("Trạng thái"), _("Ghi chú"),
    ]  # fmt: skip


def rows(committee: Organisation, year: int, today: date) -> Iterator[list[Value]]:
    """By committee and cell, in the order of their names; last the cells of which nothing is stored."""
    below = branch.everything_below(committee, year, today)
    scores, said = _scores(below.committees, year), Said()
    for row in _kept(below.committees, year):
        yield [row.code, row.cell_name, row.superior_name, *_points(scores[row.cell_id]), *_figures(row, said)]
    for code, name, above in below.others:
        nothing = [None] * (12 + 4 + 2 + 3 + 4)
        yield [code, name, above, *nothing, said[None], None, None, said[YearState.OPEN], said[Unrated.NO_MEETING]]


def _kept(committees: list[int], year: int) -> Iterable[Any]:
    query = (
        select(Organisation.code, *COLUMNS)
        .join(Organisation, Organisation.id == CellYear.cell_id)
        .where(CellYear.superior_id.in_(committees), CellYear.year == year)
        .order_by(CellYear.superior_name, CellYear.superior_id, Organisation.sort_key, Organisation.id)
    )
    return db.session.execute(query)


def _scores(committees: list[int], year: int) -> dict[int, Scores]:
    """By cell, the points that count: the recognised, else the agreed ones; from the index alone."""
    sheet = Scoresheet.__table__.c
    cells = select(CellYear.cell_id).where(CellYear.superior_id.in_(committees), CellYear.year == year)
    points = case((sheet.state.in_(DECIDED), sheet.recognised_total), else_=sheet.total)
    query = select(sheet.cell_id, sheet.kind == MeetingKind.THEMATIC, sheet.month, type_coerce(points, Integer))
    scored = query.where(sheet.year == year, sheet.cell_id.in_(cells), sheet.state.in_(DECIDED | AGREED))
    found: dict[int, Scores] = defaultdict(dict)
    for cell_id, is_theme, month, hundredths in db.session.execute(scored):
        found[cell_id][-month if is_theme else month] = hundredths / 100
    return found


def _points(scores: Scores) -> list[Value]:
    """By month, then the thematic ones by quarter: where there are several, all of them in words."""
    themes: list[Value] = []
    for quarter in range(4):
        given = [scores[-month] for month in range(quarter * 3 + 1, quarter * 3 + 4) if -month in scores]
        themes.append(given[0] if len(given) == 1 else "; ".join(number(one) for one in given) or None)
    return [*(scores.get(month) for month in range(1, 13)), *themes]


class Said(dict[Any, str]):
    """The words for classes, states and reasons, each looked up once."""

    def __missing__(self, key: Any) -> str:
        tables: tuple[dict[Any, Any], ...] = (words.QUALITY, words.STATE, words.WHY_UNRATED)
        self[key] = next((str(table[key]) for table in tables if key in table), words.quality_word(None))
        return self[key]


def _figures(row: Row[Any], said: Said) -> list[Value]:
    return [
        row.regular_held, row.thematic_held, row.mean, row.lowest, row.highest, row.good, row.fair, row.average,
        row.poor, said[row.computed_class], *(said[one] if one else None for one in (row.proposed_class,
        row.recognised_class)), said[row.state], said[row.why] if row.why else None,
    ]  # fmt: skip
