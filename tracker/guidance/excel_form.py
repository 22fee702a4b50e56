"""How a guidance file is laid out as an Excel form: its sheets, their columns, and which key each cell holds.

One sheet of criteria, as a committee has it; one of settings; two small ones for conditions and the year. The
form is in Vietnamese for every reader, being an official's paper.
"""

from dataclasses import dataclass

from flask_babel import force_locale

from tracker.guidance import keys
from tracker.guidance.keys import Key

CRITERIA = "Tiêu chí"
SETTINGS = "Thiết lập"
CONDITIONS = "Điều kiện"
YEAR = "Xếp loại năm"
LISTS = "Danh mục"
HELP = "Cách ghi"

ROW = "Dòng"
SHEET, GROUP, CRITERION, LEVEL, PART = "Phiếu", "Nhóm", "Tiêu chí", "Mức", "Ý"
LEVEL_COMBINED, PART_COMBINED = "Mức (họp chung)", "Ý (họp chung)"

# The columns of the criteria, in order, with the width of each in characters.
COLUMNS: dict[str, int] = {
    ROW: 16, "Mã": 8, "Nội dung": 52, "Điểm chuẩn": 9, "Điểm khi họp chung": 10, "Cách chấm": 15,
    "Phép đối chiếu": 26, "Đạt khi": 40, "Chỉ áp dụng khi": 24, "Không áp dụng thì": 18, "Bước điểm": 8,
    "Lời nhắc": 36, "Loại kỳ họp": 30, "Chỉ chấm khi chọn": 10, "Nguồn": 7, "Nguồn điểm": 7,
    "Nội dung (tiếng Anh)": 40, "Lời nhắc (tiếng Anh)": 30,
}  # fmt: skip

_SOURCES = {"Nguồn": "source", "Nguồn điểm": "points_source"}
_LEVEL = {"Nội dung": "label", "Điểm chuẩn": "points", "Đạt khi": "when", "Nội dung (tiếng Anh)": "label_en"}
_PART = {
    "Mã": "code", "Nội dung": "text", "Điểm chuẩn": "full", "Phép đối chiếu": "check", "Đạt khi": "when",
    "Nội dung (tiếng Anh)": "text_en",
}  # fmt: skip

# What each column holds on each kind of row.
HELD: dict[str, dict[str, str]] = {
    SHEET: {
        "Mã": "code", "Nội dung": "title", "Bước điểm": "step", "Loại kỳ họp": "kinds",
        "Chỉ chấm khi chọn": "optional", "Nội dung (tiếng Anh)": "title_en",
    } | _SOURCES,
    GROUP: {
        "Mã": "code", "Nội dung": "title", "Điểm chuẩn": "full", "Điểm khi họp chung": "full_when_combined",
        "Nội dung (tiếng Anh)": "title_en",
    },
    CRITERION: {
        "Mã": "code", "Nội dung": "text", "Điểm chuẩn": "full", "Điểm khi họp chung": "when_combined.full",
        "Cách chấm": "kind", "Phép đối chiếu": "check", "Đạt khi": "when", "Chỉ áp dụng khi": "applies_when",
        "Không áp dụng thì": "if_not_applicable", "Bước điểm": "step", "Lời nhắc": "hint",
        "Nội dung (tiếng Anh)": "text_en", "Lời nhắc (tiếng Anh)": "hint_en",
    } | _SOURCES,
    LEVEL: _LEVEL,
    PART: _PART,
    LEVEL_COMBINED: _LEVEL,
    PART_COMBINED: _PART,
}  # fmt: skip

# The kind of row that each kind stands under, and the list in which it goes there.
UNDER: dict[str, tuple[str, str]] = {
    SHEET: ("", "sheets"),
    GROUP: (SHEET, "groups"),
    CRITERION: (GROUP, "criteria"),
    LEVEL: (CRITERION, "levels"),
    PART: (CRITERION, "parts"),
    LEVEL_COMBINED: (CRITERION, "when_combined.levels"),
    PART_COMBINED: (CRITERION, "when_combined.parts"),
}

BLOCK_OF_ROW = {
    SHEET: keys.SHEET, GROUP: keys.GROUP, CRITERION: keys.CRITERION, LEVEL: keys.LEVEL, PART: keys.PART,
    LEVEL_COMBINED: keys.LEVEL, PART_COMBINED: keys.PART,
}  # fmt: skip

YEAR_COLUMNS = (keys.YEAR_CLASS[0], *keys.DEMAND)


@dataclass(frozen=True)
class Setting:
    """A row of the settings: where its value goes in the file (``classes.good`` is the floor of that class)."""

    path: str
    key: Key
    title: str


def takes(row: str, held: str) -> str:
    """What the key in that cell takes; see ``Key.takes``."""
    if held == "when_combined.full":
        return "number"
    return next(key.takes for key in BLOCK_OF_ROW[row] if key.name == held)


def title_of(key: Key) -> str:
    """The key's label in Vietnamese, beginning with a capital."""
    with force_locale("vi"):
        said = str(key.label)
    return said[:1].upper() + said[1:]


def settings() -> list[Setting]:
    """The rows of the settings' sheet, in order."""
    rows = [(key.name, key) for key in keys.GUIDANCE if key.takes not in ("block",) and key.name != "format"]
    rows += [(f"settings.{key.name}", key) for key in keys.SETTINGS]
    rows += [(f"attendance.{key.name}", key) for key in keys.ATTENDANCE]
    rows += [(f"year_rule.{key.name}", key) for key in keys.YEAR_RULE if key.takes != "block"]
    found = [Setting(path, key, title_of(key)) for path, key in rows]
    grades = ("good", "Tốt"), ("fair", "Khá"), ("average", "Trung bình"), ("poor", "Kém")
    found += [Setting(f"classes.{grade}", keys.CLASS[1], f"Xếp loại {words} từ (điểm)") for grade, words in grades]
    found += [Setting(f"sources.{key.name}", key, f"Nguồn của: {title_of(key)}") for key in keys.SOURCES]
    return found
