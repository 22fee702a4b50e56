"""The forms of a draft: any text is taken and kept; what is wrong with it is said beside the field."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import Optional

from tracker.base.forms import Line, Paragraph, TrackerForm, options
from tracker.guidance import comparisons, labels, shape
from tracker.guidance.draft_places import FIRST, GRADES, MOST_ROWS, SPARE, Section, Slot, path_of, sections
from tracker.guidance.fault_words import sentence
from tracker.guidance.faults import Fault
from tracker.guidance.keys import Key

Scopes = Sequence[tuple[str, str]]
"""Codes of committees, each with its name."""


class Day(Line):
    """A date kept as it was typed; drawn as one."""


class Upload(TrackerForm):
    """A guidance file, YAML or Excel."""

    file = FileField(
        _l("Tệp hướng dẫn"),
        description=_l("Tệp YAML hoặc biểu Excel (.xlsx)."),
        validators=[FileRequired(_l("Hãy chọn một tệp."))],
    )


class DraftForm(TrackerForm):
    """The fields of one page of a draft; made with ``asking``."""

    slots: tuple[Slot, ...] = ()

    @classmethod
    def asking(cls, parts: Sequence[Section], held: Mapping[str, Any], scopes: Scopes = ()) -> "DraftForm":
        """The form, showing what ``held`` holds unless something was sent; ``scopes`` to choose one from."""
        slots = tuple(slot for part in parts for slot in part.every)
        values = {slot.name: shown(slot.key, shape.reach(held, slot.path)) for slot in slots}
        fields = {slot.name: _field(slot, values[slot.name]) for slot in slots}
        if scopes and "scope" in fields:
            fields["scope"] = _scope(scopes, values["scope"])
        made: DraftForm = type(cls.__name__, (cls,), fields | {"slots": slots})(data=values)
        return made

    def held(self) -> dict[str, Any]:
        """What was sent, as a block of the file; rows left empty are left out, levels put in order."""
        tree: dict[Any, Any] = {}
        for slot in self.slots:
            *way, last = shape.steps(slot.path)
            here = tree
            for step in way:
                here = here.setdefault(step, {})
            here[last] = _meant(slot.key, self[slot.name].data)
        _name_classes(tree)
        block: dict[str, Any] = _listed(tree)
        for holder in (block, shape.block(block, "when_combined")):
            if "levels" in holder:
                holder["levels"].sort(key=_points, reverse=True)
        return block

    def tell(self, faults: Sequence[Fault], path: str) -> None:
        """Say each fault beside its field, or over the form where it has none."""
        names = {f"{path}.{slot.path}".strip("."): slot.name for slot in self.slots}
        for fault in faults:
            said = sentence(fault)
            near = (fault.path, *(f"{fault.path}[0].{last}" for last in ("points", "full", "ask")))
            name = next((names[one] for one in near if one in names), None)
            self.refuse(said[:1].upper() + said[1:], name)


def asked_rows(content: Mapping[str, Any], path: str, sent: Mapping[str, Any] | None) -> Any:
    """How many rows to draw of a list: those sent, or those there are and some to spare."""

    def asked(listed: str) -> int:
        if sent is not None:
            begins = re.sub(r"[.\[\]]+", "-", listed) + "-"
            found = (re.match(r"\d+", name.removeprefix(begins)) for name in sent if name.startswith(begins))
            return min(max((int(one[0]) + 1 for one in found if one), default=0), MOST_ROWS)
        there = len(shape.rows(content, f"{path}.{listed}".strip(".")))
        return min(there + (SPARE if there else FIRST), MOST_ROWS)

    return asked


def normal(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with all four classes in their order, as the pages draw them."""
    made = dict(content)
    by_grade = {shape.text(one, "class"): one for one in shape.rows(content, "classes")}
    made["classes"] = [{"class": grade, **by_grade.get(grade, {})} for grade in GRADES]
    rule = shape.block(content, "year_rule")
    of_year = {shape.text(one, "class"): one for one in shape.rows(rule, "classes")}
    made["year_rule"] = rule | {"classes": [{"class": grade, **of_year.get(grade, {})} for grade in GRADES]}
    return made


def page(
    content: Mapping[str, Any], place: str, sent: Mapping[str, Any] | None, scopes: Scopes = ()
) -> tuple[list[Section], DraftForm]:
    """The fields of a page and its form. What was sent decides which check's figures are asked for."""
    content, path = normal(content), path_of(place)
    held = shape.block(content, path) if path else content
    parts = sections(content, place, asked_rows(content, path, sent))
    if sent is not None:
        parts = [*parts, *_as_sent(parts, sent)]
    return parts, DraftForm.asking(parts, held, scopes)


def _as_sent(parts: Sequence[Section], sent: Mapping[str, Any]) -> list[Section]:
    """Fields that stood on the page when it was sent, though the draft would not draw them now."""
    known = {slot.name for part in parts for slot in part.every}
    slots = []
    for name in sent:
        found = re.fullmatch(r"((?:when_combined-)?(?:(?:levels|parts)-\d+-)?)(when)-([a-z_]+)", name)
        found = found or re.fullmatch(r"((?:when_combined-)?(?:levels|parts)-\d+-)()([a-z_]+)", name)
        if found and name not in known:
            path = re.sub(r"(levels|parts)-(\d+)-", r"\1[\2].", found[1]).replace("when_combined-", "when_combined.")
            path += "when." if found[2] else ""
            slots.append(
                Slot(path + found[3], Key(found[3], labels.label("measure", found[3]), "when" if found[2] else "line"))
            )
    return [Section("", tuple(slots))] if slots else []


def _field(slot: Slot, value: Any) -> Any:
    key = slot.key
    said = slot.label or str(key.label)
    label = said[:1].upper() + said[1:]
    rules = [] if key.is_required or key.takes == "when" or slot.in_row else [Optional()]
    if key.name == "kinds":
        return SelectMultipleField(label, choices=options(labels.SCORED.items()), validate_choice=False)
    if key.takes in labels.TABLES:
        return _select(key, label, rules, str(value or ""))
    if key.takes == "lines" or key.name == "notes":
        return Paragraph(label, description=key.says, validators=rules, most=4000)
    kind = Day if key.takes == "day" else Line
    return kind(label, description=_hint(key), validators=rules, most=300)


def _select(key: Key, label: str, rules: list[Any], shown: str) -> Any:
    words = [("", _("– chọn –") if key.is_required else "–"), *labels.TABLES[key.takes].items()]
    if shown and shown not in labels.TABLES[key.takes]:
        words.append((shown, f"“{shown}”"))
    return SelectField(label, description=key.says, validators=rules, choices=options(words), validate_choice=False)


def _scope(scopes: Scopes, value: str) -> Any:
    """Every organisation, or one committee; a code of another is kept, for the publishing to refuse."""
    words = [("", _("mọi tổ chức")), *((code, f"{name} ({code})") for code, name in scopes)]
    if value and value not in dict(scopes):
        words.append((value, f"“{value}”"))
    return SelectField(_("Phạm vi"), choices=options(words), validate_choice=False)


def _hint(key: Key) -> str:
    said = str(key.says) if key.says else ""
    if key.takes in ("fraction", "list", "bound") and key.example and not said:
        return _("Ví dụ: %(example)s", example=key.example)
    return said


def shown(key: Key, value: Any) -> Any:
    """What stands under a key as the field shows it."""
    if key.takes == "list":
        listed = shape.texts({"": value}, "")
        return listed if key.name == "kinds" else ("\n" if key.name == "notes" else "; ").join(listed)
    text = shape.text({"": value}, "")
    return comparisons.bound_said(key.name, text) if key.takes == "when" else text


def _meant(key: Key, typed: Any) -> Any:
    if key.name == "kinds":
        return list(typed or [])
    text = str(typed or "")
    if key.takes == "list":
        between = r"\n" if key.name == "notes" else r"[;,\n]"
        return [one for one in (part.strip() for part in re.split(between, text)) if one]
    if key.takes == "when":
        return comparisons.bound_meant(text) if text else ""
    if key.takes == "day":
        found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
        return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else text
    return text


def _name_classes(tree: dict[Any, Any]) -> None:
    """The four classes are not asked for: each stands at its place."""
    for holder in (tree, tree.get("year_rule", {})):
        for place, row in holder.get("classes", {}).items():
            row["class"] = GRADES[place]


def _listed(tree: Any) -> Any:
    """The tree with its numbered branches as lists, empty rows, empty comparisons and empty blocks left out."""
    if not isinstance(tree, dict):
        return tree
    if any(isinstance(step, int) for step in tree):
        rows = [_listed(tree[step]) for step in sorted(tree)]
        return [row for row in rows if any(row.values())]
    made = {name: _listed(one) for name, one in tree.items()}
    if "when" in made:
        made["when"] = {name: bound for name, bound in made["when"].items() if bound}
    combined = made.get("when_combined")
    return {
        name: one for name, one in made.items()
        if not (name == "when" and not one) and not (name == "when_combined" and not any((combined or {}).values()))
    }  # fmt: skip


def _points(level: Mapping[str, Any]) -> Decimal:
    try:
        return Decimal(shape.text(level, "points").replace(",", "."))
    except InvalidOperation:
        return Decimal(-1)
