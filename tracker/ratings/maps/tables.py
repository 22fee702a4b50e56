"""Each page of the map as plain tables: what the page shows beside its drawing is what is taken away as a workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from tracker.guidance.kinds import QualityClass
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.sheets import Criterion
from tracker.guidance.words import QUALITY, RECONSTRUCTED
from tracker.ratings.facts import MONTHS
from tracker.ratings.maps import words
from tracker.ratings.maps.classes import Classes, Line
from tracker.ratings.maps.compare import Comparison, DearForm, Side
from tracker.ratings.maps.costs import FormCosts
from tracker.ratings.maps.grid import Line as CellLine
from tracker.ratings.maps.grid import Map
from tracker.ratings.maps.tallies import Tally, share
from tracker.ratings.maps.trend import Course, Trend


@dataclass(frozen=True)
class Said:
    """What people named it, in their own language."""

    text: str


@dataclass(frozen=True)
class Share:
    """Out of one."""

    value: Decimal | None


Cell = str | int | Decimal | Said | Share | Criterion | None


@dataclass(frozen=True)
class Column:
    label: str
    is_figure: bool = False
    is_said: bool = False


@dataclass(frozen=True)
class Table:
    """``name`` is the worksheet's, short. The first column names the row. ``note`` stands above it."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


def kind(cell: Cell) -> str:
    """How a cell is written: ``said``, ``share``, ``criterion``, ``figure``, ``words`` or ``none``."""
    if cell is None:
        return "none"
    named = {Said: "said", Share: "share", Criterion: "criterion", str: "words"}
    return next((name for type_, name in named.items() if isinstance(cell, type_)), "figure")


def _figures(*labels: str) -> list[Column]:
    return [Column(label, is_figure=True) for label in labels]


def _grades() -> list[Column]:
    return _figures(*(str(label) for label in QUALITY.values()))


def _counts(tally: Tally) -> list[int]:
    return [tally.of(quality) for quality in QualityClass]


# --- the map --------------------------------------------------------------------------------------------------------


def heatmap(shown: Map) -> list[Table]:
    return [_squares(shown), _points(shown)]


def _months() -> list[str]:
    return [_("Tháng %(month)s", month=month) for month in MONTHS]


def _named(line: CellLine) -> list[Cell]:
    return [Said(line.name), Said(line.committee)]


def _squares(shown: Map) -> Table:
    weighed = _figures(_("Không họp"), _("Nộp muộn"), _("Mức thấp"), _("Câu hỏi"))
    return Table(
        _("Từng tháng"),
        _("Từng chi bộ theo tháng"),
        [Column(_("Chi bộ")), Column(_("Cấp ủy cấp trên")), *map(Column, _months()), *weighed, Column(_("Cả năm"))],
        [
            [
                *_named(line), *(words.in_words(square) for square in line.squares), line.trouble.missing,
                line.trouble.late, line.trouble.low, line.trouble.signals,
                str(QUALITY[line.quality]) if line.quality else None,
            ]
            for line in shown.lines
        ],
    )  # fmt: skip


def _points(shown: Map) -> Table:
    """The totals as figures; what the cell scored itself stands among them, and the other sheet tells them apart."""
    return Table(
        _("Điểm"),
        _("Điểm từng chi bộ theo tháng"),
        [Column(_("Chi bộ")), Column(_("Cấp ủy cấp trên")), *_figures(*_months())],
        [[*_named(line), *(square.total for square in line.squares)] for line in shown.lines],
    )


# --- the trend ------------------------------------------------------------------------------------------------------


def trend(found: Trend) -> list[Table]:
    return [months(found), shares(found), *([parts(found)] if found.parts else [])] if found.months else []


def months(found: Trend) -> Table:
    rows: list[list[Cell]] = []
    for month in reversed(found.months):
        for version in found.versions_in(month):
            tally = found.whole.at(month, version)
            rows.append(
                [_month(month), Said(version.number), tally.meetings, tally.mean, tally.median, *_counts(tally)]
            )
    return Table(
        _("Từng tháng"),
        _("Bình quân, trung vị và số phiếu theo mức của từng tháng"),
        [
            Column(_("Tháng")), Column(_("Hướng dẫn")),
            *_figures(_("Số phiếu đánh giá"), _("Bình quân"), _("Trung vị")),
            *_grades(),
        ],
        rows,
    )  # fmt: skip


def shares(found: Trend) -> Table:
    """Of all guidances together: classes may be counted so, totals may not."""
    tallies = [(month, found.whole.classes(month)) for month in reversed(found.months)]
    return Table(
        _("Tỷ lệ các mức"),
        _("Tỷ lệ phiếu theo mức của từng tháng"),
        [Column(_("Tháng")), *_figures(_("Số phiếu đánh giá")), *_grades()],
        [
            [_month(month), tally.meetings, *(Share(tally.share(quality)) for quality in QualityClass)]
            for month, tally in tallies
        ],
    )


def parts(found: Trend) -> Table:
    """A row for each part of the branch and guidance, a column a month."""
    rows = [
        [Said(course.part.name), Said(version.number), *_means(found, course, version)]
        for course in found.parts
        for version in found.versions
        if course.under(version).meetings
    ]
    columns = [Column(_("Đảng bộ")), Column(_("Hướng dẫn")), *_figures(_("Bình quân"), *map(_month, found.months))]
    return Table(_("Từng đảng bộ"), _("Bình quân từng tháng của từng đảng bộ"), columns, rows)


def _means(found: Trend, course: Course, version: Any) -> list[Cell]:
    return [course.under(version).mean, *(course.at(month, version).mean for month in found.months)]


def _month(month: tuple[int, int]) -> str:
    return f"{month[1]}/{month[0]}"


# --- classes --------------------------------------------------------------------------------------------------------


def classes(found: Classes) -> list[Table]:
    return [years(found), meetings(found)]


def years(found: Classes) -> Table:
    columns = [
        Column(_("Đảng bộ")),
        *_figures(_("Số chi bộ")),
        *_grades(),
        *_figures(_("Chưa xếp loại"), _("Tỷ lệ Tốt")),
    ]
    return Table(_("Năm"), _("Số chi bộ theo mức xếp loại năm"), columns, [*_parts(found, _year)])


def _year(line: Line) -> list[Cell]:
    counts = [line.years[quality] for quality in QualityClass]
    return [line.years.cells, *counts, line.years[None], Share(share(counts[0], line.rated))]


def meetings(found: Classes) -> Table:
    columns = [Column(_("Đảng bộ")), *_figures(_("Số kỳ")), *_grades(), *_figures(_("Tỷ lệ Tốt"))]
    return Table(_("Kỳ sinh hoạt"), _("Số kỳ sinh hoạt theo mức"), columns, [*_parts(found, _meeting)])


def _meeting(line: Line) -> list[Cell]:
    return [line.meetings.meetings, *_counts(line.meetings), Share(line.meetings.share(QualityClass.GOOD))]


def _parts(found: Classes, figures: Any) -> Iterable[list[Cell]]:
    """A row for each part, and where there are several one for all."""
    for line in found.parts:
        yield [_part(line), *figures(line)]
    if len(found.parts) > 1:
        yield [_("Tất cả"), *figures(found.whole)]


def _part(line: Line) -> Cell:
    return Said(line.part.name)


# --- dear criteria --------------------------------------------------------------------------------------------------


def costs(found: Sequence[FormCosts]) -> list[Table]:
    return [form_costs(one, place) for place, one in enumerate(found, start=1) if not one.is_withheld]


def form_costs(found: FormCosts, place: int = 1) -> Table:
    columns = [
        Column(_("Tiêu chí")),
        *_figures(_("Điểm mất"), _("Điểm có thể được"), _("Tỷ lệ mất"), _("Số chi bộ mất"), _("Số kỳ mất"), _("Số kỳ")),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            one.criterion, one.points, one.possible, Share(one.share), one.lost_cells,
            one.lost_meetings, one.meetings,
        ]
        for one in found.shown
    ]  # fmt: skip
    name, caption = f"{place}. {found.version.number} {found.form.code}", _("Điểm mất theo từng tiêu chí")
    return Table(name, caption, columns, rows, _stamp(found.version))


def _stamp(version: GuidanceVersion) -> str:
    return str(RECONSTRUCTED) if version.is_reconstructed else ""


# --- one beside another ---------------------------------------------------------------------------------------------


def comparison(found: Comparison) -> list[Table]:
    return [figures(found), *(dear(found, one, place) for place, one in enumerate(found.forms, start=2) if one.lines)]


def _beside(first: str, found: Comparison) -> list[Column]:
    named = [Column(side.name, is_figure=True, is_said=True) for side in found.sides]
    return [Column(first), *named]


def figures(found: Comparison) -> Table:
    rows: list[list[Cell]] = [
        [_("Số chi bộ"), *(side.rates.cells for side in found.sides)],
        [_("Tỷ lệ tháng có họp"), *(Share(side.rates.meeting) for side in found.sides)],
        [_("Tháng không họp được chấp nhận"), *(side.rates.excused for side in found.sides)],
        [_("Tỷ lệ nộp phiếu đúng hạn"), *(Share(side.rates.submitting) for side in found.sides)],
        [_("Tỷ lệ phiếu đã công nhận"), *(Share(side.rates.recognising) for side in found.sides)],
    ]
    for version in found.versions:
        tallies = [side.of(version) for side in found.sides]
        rows.append([_("Bình quân – %(guidance)s", guidance=version.number), *(one.mean for one in tallies)])
        rows.append([_("Trung vị – %(guidance)s", guidance=version.number), *(one.median for one in tallies)])
    return Table(
        _("So sánh"),
        _("Số liệu năm của hai đảng bộ"),
        _beside(_("Số liệu"), found),
        [*rows, *_of_classes(found)],
        found.severity or "",
    )


def _of_classes(found: Comparison) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for quality, label in QUALITY.items():
        rows.append(
            [_("Chi bộ xếp loại năm mức %(quality)s", quality=label), *(_rated(s, quality) for s in found.sides)]
        )
    for quality, label in QUALITY.items():
        of = [Share(side.classes.meetings.share(quality)) for side in found.sides]
        rows.append([_("Kỳ sinh hoạt mức %(quality)s", quality=label), *of])
    return rows


def _rated(side: Side, quality: QualityClass) -> Share:
    return Share(share(side.classes.years[quality], side.classes.rated))


def dear(found: Comparison, form: DearForm, place: int = 2) -> Table:
    rows: list[list[Cell]] = [[one.criterion, *map(Share, one.shares)] for one in form.lines]
    name = f"{place}. {form.version.number} {form.form.code}"
    return Table(name, _("Tỷ lệ điểm mất theo tiêu chí"), _beside(_("Tiêu chí"), found), rows, _stamp(form.version))
