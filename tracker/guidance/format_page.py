"""What the page on the file format shows, taken from the very tables by which files are read."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.guidance import keys, labels
from tracker.guidance.keys import Key
from tracker.guidance.vocabulary import CHECKS, CIRCUMSTANCES, SETTINGS, example_bound

EXAMPLES = Path(__file__).parent / "example"

TITLES = {
    "": _l("Đầu tệp"),
    "settings": _l("Quy định chung (settings)"),
    "attendance": _l("Tính tỷ lệ dự họp (attendance)"),
    "classes": _l("Xếp loại kỳ họp (classes)"),
    "sheets": _l("Phiếu (sheets)"),
    "sheets.groups": _l("Nhóm của phiếu (groups)"),
    "sheets.groups.criteria": _l("Tiêu chí của nhóm (criteria)"),
    "sheets.groups.criteria.levels": _l("Mức của tiêu chí (levels)"),
    "sheets.groups.criteria.parts": _l("Ý của tiêu chí (parts)"),
    "sheets.groups.criteria.when_combined": _l("Khi họp chung (when_combined)"),
    "conditions": _l("Điều kiện khống chế xếp loại (conditions)"),
    "year_rule": _l("Xếp loại năm (year_rule)"),
    "year_rule.classes": _l("Từng loại của năm (year_rule.classes)"),
    "year_rule.classes.demands": _l("Đòi hỏi của một loại (demands)"),
    "sources": _l("Dấu nguồn (sources)"),
}

TAKES = {
    "line": _l("chữ"),
    "lines": _l("chữ"),
    "number": _l("số"),
    "whole": _l("số nguyên"),
    "fraction": _l("phân số"),
    "day": _l("ngày"),
    "list": _l("danh sách"),
    "bound": _l("dấu và số"),
    "when": _l("các phép so sánh"),
    "block": _l("các mục con"),
}


@dataclass(frozen=True)
class Block:
    anchor: str
    title: str
    keys: tuple[Key, ...]


@cache
def example(language: str) -> str:
    """The annotated file, with its remarks in that language."""
    return (EXAMPLES / f"{language}.yaml").read_text(encoding="utf-8")


def blocks() -> list[Block]:
    return [Block(path.replace(".", "-") or "file", str(title), keys.BLOCKS[path]) for path, title in TITLES.items()]


def taken(key: Key) -> str:
    """What may be written under a key."""
    if key.takes in TAKES:
        return str(TAKES[key.takes])
    if key.takes == "check":
        return _("một phép đối chiếu, xem bảng dưới")
    if key.takes == "circumstance":
        return _("một hoàn cảnh, xem bảng dưới")
    return ""


def words(key: Key) -> list[tuple[str, str]]:
    """The words to choose from, each with its label."""
    table = "kind" if key.name == "kinds" else key.takes
    if table not in labels.TABLES or table in ("check", "circumstance", "source"):
        return []
    return [(word, str(label)) for word, label in labels.TABLES[table].items()]


def checks() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Each check with what it measures: name, label, an example of a bound."""
    return [
        (
            check,
            labels.label("check", check),
            [(one, labels.label("measure", one), example_bound(one)) for one in measured],
        )
        for check, measured in CHECKS.items()
    ]


def circumstances() -> list[tuple[str, str]]:
    return [(one, labels.label("circumstance", one)) for one in CIRCUMSTANCES]


def settings() -> list[tuple[str, str]]:
    """What a bound may name in place of a number."""
    return [(one, labels.label("setting", one)) for one in SETTINGS]
