"""Reads the Excel form into the mapping of a guidance file. Loaded on first use: it brings python-calamine."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from tracker.guidance import comparisons, excel_form, excel_opening, labels
from tracker.guidance.document import UNKEEPABLE
from tracker.guidance.excel_form import CONDITIONS, CRITERIA, HELD, ROW, SETTINGS, UNDER, YEAR
from tracker.guidance.faults import Fault, Faults
from tracker.guidance.keys import CONDITION, Key
from tracker.guidance.labels import folded

MOST_ROWS = 3000
HEAD_WITHIN = 10  # rows above which the titles must stand
VALUE, KEY = "Nội dung", "Khóa"

Line = dict[str, tuple[str, str]]
"""A row: by the column's title, the cell's address and its text."""


def read(content: bytes, file: str) -> tuple[dict[str, Any], dict[str, str], list[Fault]]:
    """The mapping, the cell of each of its parts, and the faults of cells that could not be used."""
    return _Form(_workbook(content, file), file).read()


def _workbook(content: bytes, file: str) -> Any:
    book = excel_opening.opened(content, file)
    missing = [name for name in (CRITERIA, SETTINGS) if name not in book.sheet_names]
    if missing:
        raise Faults(file, tuple(Fault("", "sheet_missing", (("name", name),)) for name in missing))
    return book


def _cell(sheet: str, row: int, column: int) -> str:
    """``Tiêu chí!F12``, from places counted from nought."""
    letters = chr(ord("A") + column % 26)
    return f"{sheet}!{chr(ord('A') + column // 26 - 1) if column > 25 else ''}{letters}{row + 1}"


def _text(value: Any) -> str:
    """A cell as it would have been typed in a file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{int(value)}" if value == int(value) else repr(value)
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    return UNKEEPABLE.sub("", str(value).replace("\r\n", "\n")).strip()


class _Form:
    def __init__(self, book: Any, file: str) -> None:
        self.book, self.file = book, file
        self.places: dict[str, str] = {}
        self.faults: list[Fault] = []

    def read(self) -> tuple[dict[str, Any], dict[str, str], list[Fault]]:
        mapping: dict[str, Any] = {"format": "1"}
        self._settings(mapping)
        self._criteria(mapping)
        self._conditions(mapping)
        self._year(mapping)
        return mapping, self.places, self.faults

    def _fault(self, cell: str, key: str, **params: str) -> None:
        self.places[cell] = cell
        self.faults.append(Fault(cell, key, tuple(params.items()), unreadable=True))

    def _lines(self, sheet: str, titles: list[str]) -> Iterator[Line]:
        """The filled rows below the titles."""
        if sheet not in self.book.sheet_names:
            return
        rows = self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[:MOST_ROWS]
        head = self._head(sheet, rows, titles)
        for number, row in enumerate(rows[head[0] + 1 :], start=head[0] + 1):
            line = {title: (_cell(sheet, number, column), _text(row[column])) for column, title in head[1].items()}
            if any(typed for _cell, typed in line.values()):
                yield line

    def _head(self, sheet: str, rows: list[Any], titles: list[str]) -> tuple[int, dict[int, str]]:
        known = {folded(title): title for title in titles}
        for number, row in enumerate(rows[:HEAD_WITHIN]):
            if len([value for value in row if folded(_text(value)) in known]) < 2:
                continue
            self._refuse_columns(sheet, number, row, known)
            columns = {
                place: known[folded(_text(value))] for place, value in enumerate(row) if folded(_text(value)) in known
            }
            self.places.setdefault(sheet, _cell(sheet, number + 1, 0))
            return number, columns
        raise Faults(self.file, (Fault("", "titles_missing", (("sheet", sheet), ("titles", ", ".join(titles[:4])))),))

    def _refuse_columns(self, sheet: str, number: int, row: list[Any], known: dict[str, str]) -> None:
        for place, value in enumerate(row):
            typed = _text(value)
            if typed and folded(typed) not in known:
                near = get_close_matches(folded(typed), known, 1)
                cell = _cell(sheet, number, place)
                if near:
                    self._fault(cell, "column_near", name=typed, near=known[near[0]])
                else:
                    self._fault(cell, "column_unknown", name=typed)

    # settings

    def _settings(self, mapping: dict[str, Any]) -> None:
        rows = excel_form.settings()
        by_path, by_title = {row.path: row for row in rows}, {folded(row.title): row for row in rows}
        for line in self._lines(SETTINGS, ["Mục", VALUE, "Cách ghi", KEY]):
            name, path = line.get("Mục", ("", "")), line.get(KEY, ("", ""))[1]
            cell, typed = line.get(VALUE, ("", ""))
            row = by_path.get(path) or by_title.get(folded(name[1]))
            if row is not None:
                self._setting(mapping, row, cell, typed)
            elif typed:
                self._fault(cell, "row_unknown", name=name[1])

    def _setting(self, mapping: dict[str, Any], row: excel_form.Setting, cell: str, typed: str) -> None:
        outer, _dot, name = row.path.rpartition(".")
        self.places.setdefault(row.path, cell)
        self.places.setdefault(outer or name, cell)
        if outer == "classes":
            self._class(mapping, name, cell, typed)
            return
        held = mapping.setdefault(outer, {}) if outer else mapping
        if row.key.takes == "list" and typed:
            between = "\n" if name == "notes" else None
            held[name] = held.get(name, []) + (typed.split(between) if between else _items(typed))
        elif typed:
            held[name] = _meant(row.key, typed)

    def _class(self, mapping: dict[str, Any], grade: str, cell: str, typed: str) -> None:
        if typed:
            classes = mapping.setdefault("classes", [])
            path = f"classes[{len(classes)}]"
            self.places |= {path: cell, f"{path}.at_least": cell}
            classes.append({"class": grade, "at_least": typed})

    # criteria

    def _criteria(self, mapping: dict[str, Any]) -> None:
        stack: dict[str, tuple[str, dict[str, Any]]] = {"": ("", mapping)}
        kinds = {folded(kind): kind for kind in HELD}
        for line in self._lines(CRITERIA, list(excel_form.COLUMNS)):
            cell, typed = line.get(ROW, (next(iter(line.values()))[0], ""))
            kind = kinds.get(folded(typed))
            if kind is None:
                self._fault(cell, "row_kind", value=typed, known=", ".join(HELD))
            elif any(text for title, (_cell, text) in line.items() if title != ROW):
                self._row(kind, cell, line, stack)
        self.places.setdefault("sheets", self.places.get(CRITERIA, ""))

    def _row(self, kind: str, cell: str, line: Line, stack: dict[str, tuple[str, dict[str, Any]]]) -> None:
        above, listed = UNDER[kind]
        if above not in stack:
            self._fault(cell, "row_orphan", kind=kind, above=above)
            return
        path, holder = stack[above]
        for step in listed.split(".")[:-1]:
            path, holder = f"{path}.{step}", holder.setdefault(step, {})
        name = listed.rpartition(".")[2]
        items = holder.setdefault(name, [])
        here = f"{path}.{name}[{len(items)}]".lstrip(".")
        items.append(self._held(kind, here, cell, line))
        _forget_below(stack, kind)
        stack[kind] = here, items[-1]

    def _held(self, kind: str, path: str, cell: str, line: Line) -> dict[str, Any]:
        """What a row holds, each value under its key."""
        held: dict[str, Any] = {}
        self.places[path] = cell
        for title, (place, typed) in line.items():
            name = HELD[kind].get(title)
            if name is None:
                if typed and title != ROW:
                    self._fault(place, "cell_unused", kind=kind, column=title)
                continue
            self.places[f"{path}.{name}"] = place
            if typed:
                self._put(held, name, excel_form.takes(kind, name), typed, place)
        return held

    def _put(self, held: dict[str, Any], name: str, takes: str, typed: str, place: str) -> None:
        if takes == "when":
            held[name], unread = comparisons.meant(typed)
            for one in unread:
                self._fault(place, "not_comparison", value=one)
        elif name == "when_combined.full":
            held.setdefault("when_combined", {})["full"] = typed
        elif takes == "list":
            held[name] = [labels.word("kind", one) for one in _items(typed)]
        else:
            held[name] = labels.word(takes, typed) if takes in labels.TABLES else typed

    # conditions and the year

    def _conditions(self, mapping: dict[str, Any]) -> None:
        found: list[dict[str, Any]] = []
        for line in self._lines(CONDITIONS, [excel_form.title_of(key) for key in CONDITION]):
            held = self._keyed(CONDITION, f"conditions[{len(found)}]", line)
            if "criteria" in held:
                held["criteria"] = _items(held["criteria"])
            found.append(held)
        if found:
            mapping["conditions"] = found

    def _year(self, mapping: dict[str, Any]) -> None:
        classes: list[dict[str, Any]] = []
        titles = [excel_form.title_of(key) for key in excel_form.YEAR_COLUMNS]
        for line in self._lines(YEAR, titles):
            cell, typed = line.get(titles[0], ("", ""))
            grade = labels.word("grade", typed)
            if not classes or (typed and classes[-1].get("class") != grade):
                classes.append({"class": grade} if typed else {})
                path = f"year_rule.classes[{len(classes) - 1}]"
                self.places |= {path: cell, f"{path}.class": cell}
            self._demand(classes, {title: at for title, at in line.items() if title != titles[0]})
        if classes:
            mapping.setdefault("year_rule", {})["classes"] = classes
        self.places.setdefault("year_rule.classes", self.places.get(YEAR, ""))

    def _demand(self, classes: list[dict[str, Any]], line: Line) -> None:
        if any(typed for _cell, typed in line.values()):
            demands = classes[-1].setdefault("demands", [])
            path = f"year_rule.classes[{len(classes) - 1}].demands[{len(demands)}]"
            demands.append(self._keyed(excel_form.YEAR_COLUMNS[1:], path, line))

    def _keyed(self, keys: tuple[Key, ...], path: str, line: Line) -> dict[str, Any]:
        """A row of a table whose columns are keys."""
        by_title = {excel_form.title_of(key): key for key in keys}
        self.places[path] = next(iter(line.values()))[0]
        held = {}
        for title, (cell, typed) in line.items():
            key = by_title[title]
            self.places[f"{path}.{key.name}"] = cell
            if typed:
                held[key.name] = _meant(key, typed)
        return held


def _forget_below(stack: dict[str, tuple[str, dict[str, Any]]], kind: str) -> None:
    """A new group ends the last criterion: what follows cannot stand under that one any more."""
    order = [excel_form.SHEET, excel_form.GROUP, excel_form.CRITERION]
    if kind in order:
        for below in order[order.index(kind) + 1 :]:
            stack.pop(below, None)


def _items(typed: str) -> list[str]:
    return [one for one in (part.strip() for part in re.split(r"[;,\n]", typed)) if one]


def _meant(key: Key, typed: str) -> str:
    if key.takes == "day":
        found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", typed)
        return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else typed
    return labels.word(key.takes, typed) if key.takes in labels.TABLES else typed
