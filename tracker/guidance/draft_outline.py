"""The draft seen whole: its parts in order, each with what is wrong there and the page where it is mended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from tracker.guidance import draft_forms, draft_places, keys, shape
from tracker.guidance.draft_places import KEPT, path_of, place_of
from tracker.guidance.fault_words import sentence
from tracker.guidance.faults import Fault


@dataclass
class Part:
    """A part of the draft. ``adds``: the place of a list below it; ``full``: the points it states."""

    place: str
    title: str
    code: str = ""
    full: str = ""
    faults: list[str] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor(self.place)


@dataclass(frozen=True)
class Outline:
    wholes: list[Part]
    sheets: list[Part]
    conditions: list[Part]
    loose: list[str]
    """Faults of no part there is, such as that there is no sheet yet."""
    count: int


def anchor(place: str) -> str:
    return "at-" + place.replace(".", "-")


def of(content: Mapping[str, Any], faults: Sequence[Fault]) -> Outline:
    wholes = [Part(place, title(content, place)) for place in draft_places.WHOLE]
    sheets = [_sheet(held, f"sheets.{number}") for number, held in enumerate(shape.rows(content, "sheets"))]
    conditions = [
        Part(f"conditions.{number}", shape.text(held, "text") or _("Điều kiện %(number)s", number=number + 1))
        for number, held in enumerate(shape.rows(content, "conditions"))
    ]
    by_place = {part.place: part for part in _every([*wholes, *sheets, *conditions])}
    loose = []
    for fault in faults:
        part, said = by_place.get(place_of(fault.path)), sentence(fault)
        said = said[:1].upper() + said[1:]
        if part is None:
            loose.append(said)
        elif said not in part.faults:
            part.faults.append(said)
    return Outline(wholes, sheets, conditions, loose, len(faults))


def _every(parts: Iterable[Part]) -> Iterable[Part]:
    for part in parts:
        yield part
        yield from _every(part.parts)


def _sheet(held: Mapping[str, Any], place: str) -> Part:
    groups = [_group(one, f"{place}.groups.{number}") for number, one in enumerate(shape.rows(held, "groups"))]
    return Part(place, shape.text(held, "title"), shape.text(held, "code"), parts=groups)


def _group(held: Mapping[str, Any], place: str) -> Part:
    criteria = [
        Part(f"{place}.criteria.{number}", shape.text(one, "text"), shape.text(one, "code"), shape.text(one, "full"))
        for number, one in enumerate(shape.rows(held, "criteria"))
    ]
    return Part(place, shape.text(held, "title"), shape.text(held, "code"), shape.text(held, "full"), parts=criteria)


def title(content: Mapping[str, Any], place: str) -> str:
    """What the page of a place is called."""
    wholes = {
        "facts": _("Số, ngày, xuất xứ, phạm vi"),
        "settings": _("Quy định chung"),
        "classes": _("Xếp loại kỳ họp"),
        "year_rule": _("Xếp loại năm"),
        "sources": _("Dấu nguồn"),
    }
    if place in wholes:
        return wholes[place]
    held = shape.block(content, path_of(place))
    code = shape.text(held, "code")
    block = keys.block_of(f"{path_of(place)}.x")
    if not held:
        return {
            "sheets": _("Phiếu mới"),
            "sheets.groups": _("Nhóm mới"),
            "sheets.groups.criteria": _("Tiêu chí mới"),
            "conditions": _("Điều kiện mới"),
        }[block]
    return {
        "sheets": _("Phiếu %(code)s", code=code),
        "sheets.groups": _("Nhóm %(code)s", code=code),
        "sheets.groups.criteria": _("Tiêu chí %(code)s", code=code),
        "conditions": _("Điều kiện khống chế xếp loại"),
    }[block]


def next_of(content: Mapping[str, Any], place: str) -> str | None:
    """The place of one more in a list; ``None`` where the draft has no such list."""
    found = f"{place}.{len(shape.rows(content, path_of(place)))}"
    around = shape.within(path_of(place))
    there = not around or shape.reach(content, around) is not None
    return found if there and draft_places.is_place(found) else None


def kept(content: Mapping[str, Any], path: str) -> dict[str, Any]:
    """What stands at a place and has pages of its own: the groups of a sheet, the criteria of a group."""
    name = KEPT.get(keys.block_of(f"{path}.x"), "") if path else ""
    held = shape.block(content, path)
    return {name: held[name]} if name in held else {}


def clashes(content: Mapping[str, Any], place: str, form: draft_forms.DraftForm) -> list[tuple[str, str, str]]:
    """Where what was stored and what was sent differ: label, theirs, yours."""
    path, whole = path_of(place), draft_forms.normal(content)
    there = _said(shape.block(whole, path) if path else whole, form)
    mine = {slot.name: _flat(form[slot.name].data) for slot in form.slots}
    return [(str(form[name].label.text), there[name], mine[name]) for name in mine if mine[name] != there[name]]


def _said(held: Any, form: draft_forms.DraftForm) -> dict[str, str]:
    return {slot.name: _flat(draft_forms.shown(slot.key, shape.reach(held, slot.path))) for slot in form.slots}


def _flat(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value or "")
