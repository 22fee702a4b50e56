"""Writes a guidance, or nothing yet, as an Excel form. Loaded on first use: it brings XlsxWriter."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

import xlsxwriter
from flask_babel import force_locale
from flask_babel import gettext as _

from tracker.guidance import comparisons, excel_form, keys, labels, shape
from tracker.guidance.excel_form import (
    COLUMNS,
    CONDITIONS,
    CRITERIA,
    CRITERION,
    GROUP,
    HELD,
    HELP,
    LEVEL,
    LEVEL_COMBINED,
    LISTS,
    PART,
    PART_COMBINED,
    SETTINGS,
    SHEET,
    YEAR,
)
from tracker.guidance.vocabulary import CHECKS

NUMERIC = {"number", "whole"}
DROPPED = 400  # rows below the titles that offer the words to pick from
SKELETON = (SHEET, GROUP, CRITERION, LEVEL, LEVEL, CRITERION, PART, PART, GROUP, CRITERION)
LISTED = ("way", "check", "circumstance", "if_not_applicable", "grade", "condition", "demand", "flag", "source")
AT_COLUMN = {
    "Cách chấm": "way", "Phép đối chiếu": "check", "Chỉ áp dụng khi": "circumstance",
    "Không áp dụng thì": "if_not_applicable", "Chỉ chấm khi chọn": "flag", "Nguồn": "source", "Nguồn điểm": "source",
}  # fmt: skip

Cell = tuple[str, str]
"""A value and what it takes; see ``Key.takes``."""


def write(content: Mapping[str, Any]) -> bytes:
    """The form filled with that mapping; where it is empty, a skeleton to be filled."""
    packed = BytesIO()
    choices = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with force_locale("vi"), xlsxwriter.Workbook(packed, choices) as book:
        _Form(book, content).write()
    return packed.getvalue()


class _Form:
    def __init__(self, book: Any, content: Mapping[str, Any]) -> None:
        self.book, self.content = book, content
        basic = {"text_wrap": True, "valign": "top", "font_name": "Times New Roman", "font_size": 12}
        self.text = book.add_format(basic | {"num_format": "@"})
        self.number = book.add_format(basic | {"num_format": "General"})
        self.day = book.add_format(basic | {"num_format": "dd/mm/yyyy", "align": "left"})
        self.head = book.add_format(basic | {"bold": True, "bg_color": "#F1E4DC", "border": 1})
        self.soft = book.add_format(basic | {"font_color": "#6B625A"})
        self.strong = {
            SHEET: book.add_format(basic | {"bold": True, "bg_color": "#E9D3C9", "num_format": "@"}),
            GROUP: book.add_format(basic | {"bold": True, "bg_color": "#F6EEE8", "num_format": "@"}),
        }

    def write(self) -> None:
        sheets = {name: self.book.add_worksheet(name) for name in (CRITERIA, SETTINGS, CONDITIONS, YEAR, LISTS, HELP)}
        lists = self._lists(sheets[LISTS])
        self._criteria(sheets[CRITERIA], lists)
        self._settings(sheets[SETTINGS])
        self._table(sheets[CONDITIONS], keys.CONDITION, list(_conditions(self.content)), lists)
        self._table(sheets[YEAR], excel_form.YEAR_COLUMNS, list(_year(self.content)), lists)
        self._help(sheets[HELP])
        sheets[CRITERIA].activate()

    def _put(self, sheet: Any, row: int, column: int, cell: Cell, form: Any = None) -> None:
        value, takes = cell
        amount = _amount(value) if takes in NUMERIC else None
        day = _day(value) if takes == "day" else None
        if amount is not None:
            sheet.write_number(row, column, amount, form or self.number)
        elif day is not None:
            sheet.write_datetime(row, column, day, self.day)
        else:
            sheet.write_string(row, column, value, form or self.text)

    def _criteria(self, sheet: Any, lists: dict[str, str]) -> None:
        self._head(sheet, COLUMNS)
        rows = list(_rows(self.content)) or [(kind, {}) for kind in SKELETON]
        for number, (kind, cells) in enumerate(rows, start=1):
            form = self.strong.get(kind)
            sheet.write_string(number, 0, kind, form or self.text)
            for column, title in enumerate(COLUMNS):
                if title in cells and cells[title][0]:
                    self._put(sheet, number, column, cells[title], form)
        sheet.data_validation(1, 0, DROPPED, 0, {"validate": "list", "source": list(HELD)})
        for column, title in enumerate(COLUMNS):
            if title in AT_COLUMN:
                self._offer(sheet, column, lists[AT_COLUMN[title]])

    def _offer(self, sheet: Any, column: int, listed: str) -> None:
        """A list to pick from, without refusing what is typed: the import says better what is wrong with it."""
        offered = {"validate": "list", "source": listed, "error_type": "warning"}
        sheet.data_validation(1, column, DROPPED, column, offered)

    def _head(self, sheet: Any, widths: Mapping[str, int]) -> None:
        for column, (title, width) in enumerate(widths.items()):
            sheet.set_column(column, column, width, self.text)
            sheet.write_string(0, column, title, self.head)
        sheet.freeze_panes(1, 0)

    def _settings(self, sheet: Any) -> None:
        self._head(sheet, {"Mục": 44, "Nội dung": 48, "Cách ghi": 70, "Khóa": 30})
        number = 0
        for row in excel_form.settings():
            for value in _values(self.content, row):
                number += 1
                sheet.write_string(number, 0, row.title, self.text)
                if value:
                    self._put(sheet, number, 1, (value, row.key.takes))
                sheet.write_string(number, 2, _how(row.key), self.soft)
                sheet.write_string(number, 3, row.path, self.soft)
                self._pick(sheet, number, row.key)

    def _pick(self, sheet: Any, row: int, key: keys.Key) -> None:
        if key.takes in labels.TABLES:
            source = [str(words) for words in labels.TABLES[key.takes].values()]
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": source, "error_type": "warning"})

    def _table(
        self, sheet: Any, columns: tuple[keys.Key, ...], rows: list[Mapping[str, str]], lists: dict[str, str]
    ) -> None:
        self._head(sheet, {excel_form.title_of(key): 50 if key.takes == "lines" else 26 for key in columns})
        for number, held in enumerate(rows, start=1):
            for column, key in enumerate(columns):
                value = held.get(key.name if column or columns is keys.CONDITION else "of", "")
                if value:
                    self._put(sheet, number, column, (value, key.takes))
        for column, key in enumerate(columns):
            if key.takes in lists:
                self._offer(sheet, column, lists[key.takes])

    def _lists(self, sheet: Any) -> dict[str, str]:
        """The words to pick from, a column each; what to give a list as its source."""
        found = {}
        for column, table in enumerate(LISTED):
            words = [str(label) for label in labels.TABLES[table].values()]
            sheet.set_column(column, column, 36, self.text)
            for row, label in enumerate(words):
                sheet.write_string(row, column, label, self.text)
            letter = chr(ord("A") + column)
            found[table] = f"='{LISTS}'!${letter}$1:${letter}${len(words)}"
        return found

    def _help(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, 110)
        for number, (term, says) in enumerate(_annotations()):
            sheet.write_string(number, 0, term, self.head if not says else self.text)
            sheet.write_string(number, 1, says, self.text)


def _annotations() -> Iterator[Cell]:
    """What the rows and columns are for, and what each check measures."""
    yield _("Mỗi dòng là gì"), ""
    yield SHEET, _("Mở đầu một phiếu; các dòng dưới thuộc phiếu ấy.")
    yield GROUP, _("Mở đầu một nhóm; điểm chuẩn bằng tổng các tiêu chí trong nhóm.")
    yield CRITERION, _("Một tiêu chí của nhóm ở trên.")
    yield LEVEL, _("Một mức của tiêu chí ở trên, xếp từ cao xuống thấp.")
    yield PART, _("Một ý của tiêu chí ở trên; điểm các ý cộng lại bằng điểm chuẩn.")
    yield f"{LEVEL_COMBINED}; {PART_COMBINED}", _("Mức, ý riêng cho buổi họp chung, khi điểm chuẩn khi họp chung khác.")
    yield _("Mỗi cột ghi gì"), ""
    for kind in (SHEET, GROUP, CRITERION, LEVEL, PART):
        for title, name in HELD[kind].items():
            key = keys.WHEN_COMBINED[0] if name == "when_combined.full" else _key(kind, name)
            yield f"{kind} – {title}", _how(key)
    yield _("Phép đối chiếu và số đo dùng ở cột %(column)s", column="“Đạt khi”"), ""
    for check, measures in CHECKS.items():
        yield labels.label("check", check), "; ".join(labels.label("measure", one) for one in measures)
    yield _("Ví dụ cột %(column)s", column="“Đạt khi”"), "tỷ lệ có mặt (%) >= 75; số người vắng không lý do = 0"


def _key(kind: str, name: str) -> keys.Key:
    return next(key for key in excel_form.BLOCK_OF_ROW[kind] if key.name == name)


def _how(key: keys.Key) -> str:
    """What to write, with an example; the words to choose from."""
    said = [str(key.says)] if key.says else []
    if key.takes in labels.TABLES and key.takes not in ("check", "source"):
        said.append(_("Chọn: %(words)s.", words="; ".join(str(one) for one in labels.TABLES[key.takes].values())))
    elif key.example and key.takes != "when":
        said.append(_("Ví dụ: %(example)s", example=key.example))
    return " ".join(said) if key.is_required else " ".join([*said, _("(không bắt buộc)")])


def _amount(value: str) -> float | None:
    """The number, where writing it as one loses nothing."""
    try:
        amount = Decimal(value.replace(",", "."))
    except InvalidOperation:
        return None
    return float(amount) if amount.is_finite() and Decimal(repr(float(amount))) == amount else None


def _day(value: str) -> date | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def _said(takes: str, value: Any) -> str:
    """A value of the file as a person reads it in a cell."""
    if takes == "when":
        return comparisons.said({str(name): str(bound) for name, bound in value.items()}) if value else ""
    if takes in labels.TABLES:
        return labels.label(takes, str(value))
    return str(value)


def _values(content: Mapping[str, Any], row: excel_form.Setting) -> list[str]:
    """The value of a setting; several rows where it is a list of sentences, with one to spare."""
    outer, _dot, name = row.path.rpartition(".")
    if outer == "classes":
        return [
            next((shape.text(one, "at_least") for one in shape.rows(content, outer) if one.get("class") == name), "")
        ]
    held = shape.block(content, outer) if outer else content
    if name == "notes":
        return [*shape.texts(held, name), ""]
    if row.key.takes == "list":
        return ["; ".join(shape.texts(held, name))]
    return [_said(row.key.takes, shape.text(held, name))]


def _rows(content: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Cell]]]:
    """The rows of the criteria, each with its cells by column."""
    for sheet in shape.rows(content, "sheets"):
        yield SHEET, _cells(SHEET, sheet)
        for group in shape.rows(sheet, "groups"):
            yield GROUP, _cells(GROUP, group)
            for criterion in shape.rows(group, "criteria"):
                yield CRITERION, _cells(CRITERION, criterion)
                combined = shape.block(criterion, "when_combined")
                for kind, name, holder in (
                    (LEVEL, "levels", criterion),
                    (PART, "parts", criterion),
                    (LEVEL_COMBINED, "levels", combined),
                    (PART_COMBINED, "parts", combined),
                ):
                    yield from ((kind, _cells(kind, one)) for one in shape.rows(holder, name))


def _cells(kind: str, held: Mapping[str, Any]) -> dict[str, Cell]:
    found = {}
    for title, name in HELD[kind].items():
        takes = excel_form.takes(kind, name)
        if takes == "when":
            found[title] = _said(takes, shape.block(held, name)), takes
        elif takes == "list":
            found[title] = "; ".join(labels.label("kind", one) for one in shape.texts(held, name)), takes
        else:
            outer, _dot, last = name.rpartition(".")
            found[title] = _said(takes, shape.text(shape.block(held, outer) if outer else held, last)), takes
    return found


def _conditions(content: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for held in shape.rows(content, "conditions"):
        said = {key.name: _said(key.takes, shape.text(held, key.name)) for key in keys.CONDITION}
        yield said | {"criteria": "; ".join(shape.texts(held, "criteria"))}


def _year(content: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """A row for each demand, under ``of`` the class it is asked for; a class that asks nothing has a row of its own."""
    for held in shape.rows(content, "year_rule.classes"):
        grade = {"of": _said("grade", shape.text(held, "class"))}
        source = shape.text(held, "source")
        demands = shape.rows(held, "demands")
        for one in demands:
            said = {key.name: _said(key.takes, shape.text(one, key.name)) for key in keys.DEMAND}
            yield grade | said | {"source": said["source"] or source}
        if not demands:
            yield grade
