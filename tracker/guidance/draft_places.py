"""The pages on which a draft is changed: which keys each holds, and to which page a fault belongs.

A place is the address of a page: ``facts``, ``settings``, ``sheets.0.groups.1.criteria.2``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from tracker.guidance import keys, labels, shape
from tracker.guidance.faults import Fault
from tracker.guidance.keys import Key
from tracker.guidance.kinds import QualityClass
from tracker.guidance.vocabulary import CHECKS

GRADES = tuple(str(quality) for quality in QualityClass)
SPARE, FIRST = 1, 3  # empty rows offered below those there are, and where there are none
MOST_ROWS = 40
WHOLE = ("facts", "settings", "classes", "year_rule", "sources")
LISTED = re.compile(r"(sheets\[\d+\](\.groups\[\d+\](\.criteria\[\d+\])?)?|conditions\[\d+\])")
KEPT = {"sheets": "groups", "sheets.groups": "criteria"}

Asked = Callable[[str], int]
"""How many rows of the list at a path are to be drawn."""


@dataclass(frozen=True)
class Slot:
    """One field. ``path`` is within the place; ``said`` replaces the key's label where that is somebody's words."""

    path: str
    key: Key
    label: str = ""

    @property
    def in_row(self) -> bool:
        """One of a row that may be left empty as a whole."""
        return re.search(r"(levels|parts|demands)\[", self.path) is not None

    @property
    def name(self) -> str:
        return re.sub(r"[.\[\]]+", "-", self.path).strip("-")


@dataclass(frozen=True)
class Section:
    """Fields under one heading; ``rows`` are drawn each as a group of its own, named by its number."""

    title: str
    slots: tuple[Slot, ...]
    rows: tuple[tuple[str, tuple[Slot, ...]], ...] = ()

    @property
    def every(self) -> Iterator[Slot]:
        yield from self.slots
        for _name, slots in self.rows:
            yield from slots


def path_of(place: str) -> str:
    """The path in the file; empty for the pages that hold keys of the top."""
    return "" if place in WHOLE else re.sub(r"\.(\d+)", r"[\1]", place)


def place_of(path: str) -> str:
    """The page on which a fault at that path is mended."""
    found = LISTED.match(path)
    if found:
        return re.sub(r"\[(\d+)\]", r".\1", found[0])
    top = re.split(r"[.\[]", path)[0]
    whole = {"attendance": "settings"}.get(top, top)
    if whole in ("sheets", "conditions"):
        return whole
    return whole if whole in WHOLE else "facts"


def is_place(place: str) -> bool:
    return place in WHOLE or LISTED.fullmatch(path_of(place)) is not None


def sections(content: Mapping[str, Any], place: str, asked: Asked) -> list[Section]:
    """The fields of a page. ``content`` is the whole draft's."""
    if place in WHOLE:
        return list(_WHOLE[place](content, asked))
    block, held = keys.block_of(f"{path_of(place)}.x"), shape.block(content, path_of(place))
    if block == "sheets.groups.criteria":
        return list(_criterion(held, asked))
    return [Section("", tuple(_slots(key for key in keys.BLOCKS[block] if key.takes != "block")))]


def _slots(block: Iterable[Key], path: str = "") -> Iterator[Slot]:
    """Fields of these keys; in a list only those of its first row say what they are for."""
    again = path.endswith("].") and not path.endswith("[0].")
    return (Slot(f"{path}{key.name}", replace(key, says="") if again else key) for key in block)


def _facts(_content: Mapping[str, Any], _asked: Asked) -> Iterator[Section]:
    yield Section("", tuple(_slots(key for key in keys.GUIDANCE if key.takes != "block" and key.name != "format")))


def _settings(_content: Mapping[str, Any], _asked: Asked) -> Iterator[Section]:
    yield Section("", tuple(_slots(keys.SETTINGS, "settings.")))
    yield Section(_("Tính tỷ lệ dự họp"), tuple(_slots(keys.ATTENDANCE, "attendance.")))


def _sources(_content: Mapping[str, Any], _asked: Asked) -> Iterator[Section]:
    yield Section("", tuple(_slots(keys.SOURCES, "sources.")))


def _classes(_content: Mapping[str, Any], _asked: Asked) -> Iterator[Section]:
    floor = keys.CLASS[1]
    slots = (
        Slot(f"classes[{place}].at_least", floor, _("Xếp loại %(grade)s từ (điểm)", grade=labels.label("grade", grade)))
        for place, grade in enumerate(GRADES)
    )
    yield Section("", tuple(slots))


def _year(content: Mapping[str, Any], asked: Asked) -> Iterator[Section]:
    yield Section("", tuple(_slots((key for key in keys.YEAR_RULE if key.takes != "block"), "year_rule.")))
    for place, grade in enumerate(GRADES):
        path = f"year_rule.classes[{place}]"
        title = _("Năm xếp loại %(grade)s đòi hỏi", grade=labels.label("grade", grade))
        last = place == len(GRADES) - 1 and not shape.rows(content, f"{path}.demands")
        demands = () if last else _rows(keys.DEMAND, f"{path}.demands", asked, _("Đòi hỏi"))
        if last:
            title = _("Năm xếp loại %(grade)s: các trường hợp còn lại", grade=labels.label("grade", grade))
        yield Section(title, (Slot(f"{path}.source", keys.YEAR_CLASS[2]),), tuple(demands))


_WHOLE = {"facts": _facts, "settings": _settings, "classes": _classes, "year_rule": _year, "sources": _sources}


def _rows(block: Iterable[Key], path: str, asked: Asked, word: str) -> Iterator[tuple[str, tuple[Slot, ...]]]:
    listed = tuple(block)
    for place in range(asked(path)):
        yield f"{word} {place + 1}", tuple(_slots(listed, f"{path}[{place}]."))


def _named(block: Iterable[Key], *names: str) -> list[Key]:
    by_name = {key.name: key for key in block}
    return [by_name[name] for name in names]


def _criterion(held: Mapping[str, Any], asked: Asked) -> Iterator[Section]:
    way, check = shape.text(held, "kind"), shape.text(held, "check")
    main = ("code", "text", "full", "kind", "step")
    yield Section("", tuple(_slots(_named(keys.CRITERION, *main))))
    bounds = _when(held, check, "") if way not in ("levels", "parts") or shape.block(held, "when") else ()
    yield Section(_("Sổ đối chiếu"), (Slot("check", _named(keys.CRITERION, "check")[0]), *bounds))
    yield from _lists(held, "", way, check, asked)
    yield Section(_("Khi nào áp dụng"), tuple(_slots(_named(keys.CRITERION, "applies_when", "if_not_applicable"))))
    yield Section(_("Khi họp chung với chuyên đề"), (Slot("when_combined.full", keys.WHEN_COMBINED[0]),))
    if shape.text(shape.block(held, "when_combined"), "full"):
        yield from _lists(held, "when_combined.", way, check, asked)
    more = ("hint", "text_en", "hint_en", "source", "points_source")
    yield Section(_("Lời nhắc, tiếng Anh, nguồn"), tuple(_slots(_named(keys.CRITERION, *more))))


def _lists(held: Mapping[str, Any], at: str, way: str, check: str, asked: Asked) -> Iterator[Section]:
    """The levels where it is marked by level, the parts where in parts, and whatever there is already."""
    if way in ("levels", "yes_no") or shape.rows(held, f"{at}levels"):
        rows = list(_level_rows(held, f"{at}levels", check, asked))
        said = _("Các mức khi họp chung, từ cao xuống thấp") if at else _("Các mức, từ cao xuống thấp")
        yield Section(said, (), tuple(rows))
    if way == "parts" or shape.rows(held, f"{at}parts"):
        said = _("Các ý khi họp chung") if at else _("Các ý")
        yield Section(said, (), tuple(_part_rows(held, f"{at}parts", asked)))


def _level_rows(held: Mapping[str, Any], path: str, check: str, asked: Asked) -> Iterator[tuple[str, tuple[Slot, ...]]]:
    rows = shape.rows(held, path)
    for place in range(asked(path)):
        here = f"{path}[{place}]."
        row = rows[place] if place < len(rows) else {}
        first, last = _named(keys.LEVEL, "points", "label"), _named(keys.LEVEL, "label_en")
        yield (
            _("Mức %(number)s", number=place + 1),
            (*_slots(first, here), *_when(row, check, here), *_slots(last, here)),
        )


def _part_rows(held: Mapping[str, Any], path: str, asked: Asked) -> Iterator[tuple[str, tuple[Slot, ...]]]:
    rows = shape.rows(held, path)
    for place in range(asked(path)):
        here = f"{path}[{place}]."
        row = rows[place] if place < len(rows) else {}
        first, last = _named(keys.PART, "code", "text", "full", "check"), _named(keys.PART, "text_en")
        bounds = _when(row, shape.text(row, "check"), here)
        yield _("Ý %(number)s", number=place + 1), (*_slots(first, here), *bounds, *_slots(last, here))


def _when(row: Mapping[str, Any], check: str, here: str) -> tuple[Slot, ...]:
    """A field for each figure that the check measures, and for those typed that it does not."""
    measures = list(CHECKS.get(check, ()))
    measures += [name for name in shape.block(row, "when") if name not in measures]
    first = not here or here.endswith("[0].")
    says = _("Đạt khi: ghi dấu và số, ví dụ “>= 90”; có, không thì ghi “= có”. Để trống là không xét.")
    return tuple(
        Slot(
            f"{here}when.{name}", Key(name, labels.label("measure", name), "when", says if first and not place else "")
        )
        for place, name in enumerate(measures)
    )


def faults_at(place: str, faults: Iterable[Fault]) -> list[Fault]:
    return [fault for fault in faults if place_of(fault.path) == place]
