"""Every key of a guidance file: what it is called on a page, what it takes, and what it says.

One table for the forms of a draft, the Excel form, the help page and the messages about a faulty file. That it
names exactly the keys the parser reads is held by a test.
"""

import re
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Key:
    """``takes``: line, lines, number, whole, fraction, day, list, bound, when, block, or a table of ``labels``."""

    name: str
    label: Any
    takes: str = "line"
    says: Any = ""
    example: str = ""
    is_required: bool = False


def _key(name: str, label: Any, takes: str = "line", says: Any = "", example: str = "", required: bool = False) -> Key:
    return Key(name, label, takes, says, example, required)


_TITLE_EN = _l("tên bằng tiếng Anh")
_TEXT_EN = _l("nội dung bằng tiếng Anh")
_FULL_COMBINED = _l("điểm chuẩn khi họp chung")
_SAYS_EN = _l("Hiện ở trang tiếng Anh; để trống thì hiện tiếng Việt.")
_SAYS_SOURCE = _l("A, B, C hoặc R: đọc ở nguồn chính thức, dẫn lại, hiểu biết chung, tự dựng.")
_SAYS_WHEN = _l("Các phép so sánh phải cùng đúng. Chỉ dùng số đo của phép đối chiếu đã chọn.")

GUIDANCE = (
    _key("format", _l("phiên bản của biểu"), says=_l("Luôn là 1."), example="1"),
    _key("code", _l("mã"), says=_l("Mã ngắn, không trùng bản đã ban hành."), example="HD42", required=True),
    _key("title", _l("tên hướng dẫn"), example="Hướng dẫn nâng cao chất lượng sinh hoạt chi bộ", required=True),
    _key("title_en", _TITLE_EN, says=_SAYS_EN),
    _key("number", _l("số, ký hiệu"), example="42-HD/BTCTW", required=True),
    _key("issuer", _l("cơ quan ban hành"), example="Ban Tổ chức Trung ương", required=True),
    _key("legal_basis", _l("căn cứ"), example="Chỉ thị 50-CT/TW ngày 23/7/2025", required=True),
    _key("issued_on", _l("ngày ban hành"), "day", _l("Ghi năm-tháng-ngày."), "2025-10-28", True),
    _key("valid_from", _l("có hiệu lực từ ngày"), "day", _l("Ngày đầu tiên có hiệu lực."), "2025-10-28", True),
    _key("valid_until", _l("hiệu lực đến hết ngày"), "day", _l("Ngày cuối cùng; chưa biết thì để trống.")),
    _key(
        "provenance",
        _l("xuất xứ"),
        "provenance",
        _l("Bản dựng lại được đóng dấu “Mẫu tham khảo” ở mọi trang."),
        "official",
        True,
    ),
    _key("scope", _l("phạm vi"), says=_l("Mã của cấp ủy áp dụng riêng bản này; để trống là mọi tổ chức.")),
    _key("settings", _l("quy định chung"), "block", required=True),
    _key("attendance", _l("tính tỷ lệ dự họp"), "block", required=True),
    _key("classes", _l("xếp loại kỳ họp"), "block", required=True),
    _key("sheets", _l("phiếu"), "block", required=True),
    _key("conditions", _l("điều kiện khống chế"), "block"),
    _key("year_rule", _l("xếp loại năm"), "block", required=True),
    _key("sources", _l("dấu nguồn"), "block"),
    _key("notes", _l("ghi chú"), "list", _l("Điều người đọc bản này cần biết, mỗi ý một dòng.")),
)

SETTINGS = (
    _key(
        "notice_days",
        _l("gửi trước (ngày)"),
        "number",
        _l("Nội dung, tài liệu phải gửi trước từng này ngày; 1 ngày là 24 giờ."),
        "3",
        True,
    ),
    _key(
        "notice_counts",
        _l("tính từ bản gửi"),
        "notice_counts",
        _l("Đổi chương trình sau khi gửi thì tính theo bản nào."),
        "first",
    ),
    _key("minutes_required", _l("thời lượng (phút)"), "whole", example="90", required=True),
    _key("minutes_required_combined", _l("thời lượng khi họp chung (phút)"), "whole", example="120", required=True),
    _key("filing_days", _l("nộp lưu trong (ngày)"), "number", example="2", required=True),
    _key(
        "quorum",
        _l("nhắc khi số người dự dưới"),
        "fraction",
        _l("Phân số của số phải dự; chỉ nhắc, không chặn."),
        "2/3",
        True,
    ),
    _key(
        "vote_majority",
        _l("thông qua khi trên"),
        "fraction",
        _l("Phân số của số đảng viên chính thức phải dự."),
        "1/2",
        True,
    ),
    _key(
        "absent_months",
        _l("nhắc khi vắng không lý do (tháng)"),
        "list",
        _l("Số tháng trong năm, có thể nhiều mốc."),
        "2; 3",
    ),
    _key("regular_every", _l("sinh hoạt thường kỳ"), "frequency", example="monthly", required=True),
    _key("thematic_every", _l("sinh hoạt chuyên đề"), "frequency", example="quarterly", required=True),
    _key(
        "on_exclusion",
        _l("khi có tiêu chí không tính vào tổng"),
        "on_exclusion",
        _l("Quy phần còn lại về thang 100, hay giữ nguyên điểm đã chấm."),
        "rescale",
    ),
)

ATTENDANCE = (
    _key("exempt_counted", _l("tính đảng viên được miễn vào số phải dự"), "flag", example="no", required=True),
    _key(
        "special_duty_counted",
        _l("tính người làm nhiệm vụ đặc biệt vào số phải dự"),
        "flag",
        example="no",
        required=True,
    ),
    _key("excused_counted", _l("tính người vắng có lý do vào số phải dự"), "flag", example="yes", required=True),
    _key(
        "floor",
        _l("tỷ lệ có mặt phải đạt (%)"),
        "bound",
        _l("Dấu và con số: “>= 90” là từ 90, “> 85” là trên 85."),
        ">= 90",
        True,
    ),
    _key("unexcused_allowed", _l("cho phép có người vắng không lý do"), "flag", example="no", required=True),
    _key("consecutive_absences", _l("số kỳ vắng liên tiếp cho phép"), "whole", example="3", required=True),
)

SHEET = (
    _key("code", _l("mã phiếu"), example="TK-HD42", required=True),
    _key("title", _l("tên phiếu"), example="Phiếu đánh giá chất lượng sinh hoạt thường kỳ", required=True),
    _key("title_en", _TITLE_EN, says=_SAYS_EN),
    _key(
        "kinds",
        _l("dùng cho loại kỳ họp"),
        "list",
        _l("Một hay nhiều loại; mỗi loại chỉ có ở một phiếu."),
        "regular; combined",
        True,
    ),
    _key("optional", _l("chỉ chấm khi chi bộ chọn"), "flag", example="no"),
    _key("step", _l("bước điểm"), "number", _l("Điểm lẻ nhỏ nhất được cho; không ghi là 1."), "0.5"),
    _key("source", _l("nguồn của tiêu chí"), "source", _SAYS_SOURCE, "R"),
    _key("points_source", _l("nguồn của điểm"), "source", _SAYS_SOURCE, "R"),
    _key("groups", _l("các nhóm"), "block", required=True),
)

GROUP = (
    _key("code", _l("mã nhóm"), example="4", required=True),
    _key("title", _l("tên nhóm"), example="Tiến hành sinh hoạt", required=True),
    _key("title_en", _TITLE_EN, says=_SAYS_EN),
    _key("full", _l("điểm chuẩn của nhóm"), "number", _l("Phải bằng tổng điểm các tiêu chí trong nhóm."), "40", True),
    _key("full_when_combined", _l("điểm chuẩn của nhóm khi họp chung"), "number", _l("Chỉ ghi khi khác điểm chuẩn.")),
    _key("criteria", _l("các tiêu chí"), "block", required=True),
)

CRITERION = (
    _key("code", _l("mã tiêu chí"), example="2.1", required=True),
    _key("text", _l("nội dung tiêu chí"), "lines", example="Tỷ lệ đảng viên có mặt so với số phải dự", required=True),
    _key("text_en", _TEXT_EN, "lines", _SAYS_EN),
    _key("full", _l("điểm chuẩn"), "number", example="4", required=True),
    _key(
        "kind",
        _l("cách chấm"),
        "way",
        _l("Theo mức; có hoặc không; cho điểm tự do; hay cho điểm từng ý."),
        "levels",
        True,
    ),
    _key(
        "check",
        _l("phép đối chiếu"),
        "check",
        _l("Điều sổ đã ghi để gợi ý điểm; để trống thì chi bộ tự xét."),
        "attendance",
    ),
    _key(
        "when",
        _l("đạt khi"),
        "when",
        _l(
            "Cho cách chấm có hoặc không, cho điểm: mọi so sánh đúng thì gợi ý đủ điểm, không thì 0. "
            "Không ghi thì sổ chỉ nêu số liệu."
        ),
        "lead_days: '>= notice_days'",
    ),
    _key("levels", _l("các mức"), "block", _l("Xếp từ cao xuống thấp; gợi ý mức đầu tiên có mọi so sánh đúng.")),
    _key("parts", _l("các ý"), "block", _l("Điểm các ý cộng lại bằng điểm chuẩn; gợi ý riêng từng ý.")),
    _key("when_combined", _FULL_COMBINED, "block", _l("Điểm chuẩn (và mức, ý) riêng cho buổi họp chung.")),
    _key("applies_when", _l("chỉ áp dụng khi"), "circumstance", _l("Để trống là luôn áp dụng."), "cell_committee"),
    _key(
        "if_not_applicable",
        _l("không áp dụng thì"),
        "if_not_applicable",
        _l("Cho đủ điểm, hoặc không tính vào tổng; “không có trên phiếu” chỉ dùng theo họp chung."),
        "full",
    ),
    _key("hint", _l("lời nhắc người chấm"), "lines"),
    _key("hint_en", _l("lời nhắc bằng tiếng Anh"), "lines", _SAYS_EN),
    _key("step", _l("bước điểm"), "number", _l("Không ghi thì theo phiếu.")),
    _key("source", _l("nguồn của tiêu chí"), "source", _SAYS_SOURCE),
    _key("points_source", _l("nguồn của điểm"), "source", _SAYS_SOURCE),
)

LEVEL = (
    _key("points", _l("điểm"), "number", example="3", required=True),
    _key("label", _l("tên mức"), example="từ 75 %", required=True),
    _key("label_en", _l("tên mức bằng tiếng Anh"), says=_SAYS_EN),
    _key("when", _l("đạt khi"), "when", _SAYS_WHEN, "present_percent: '>= 75'"),
)

PART = (
    _key("code", _l("mã ý"), example="a", required=True),
    _key("text", _l("nội dung ý"), example="linh hoạt", required=True),
    _key("text_en", _TEXT_EN, says=_SAYS_EN),
    _key("full", _l("điểm"), "number", example="2", required=True),
    _key("check", _l("phép đối chiếu"), "check", _l("Riêng của ý này; để trống thì chi bộ tự xét.")),
    _key("when", _l("đạt khi"), "when", _SAYS_WHEN, "passed: '= 1'"),
)

WHEN_COMBINED = (
    _key("full", _FULL_COMBINED, "number", example="10", required=True),
    _key("levels", _l("các mức khi họp chung"), "block"),
    _key("parts", _l("các ý khi họp chung"), "block"),
)

CLASS = (
    _key("class", _l("loại"), "grade", example="fair", required=True),
    _key("at_least", _l("từ điểm"), "number", _l("Tổng đúng bằng mức này thì được loại này."), "70", True),
    _key("below", _l("đến dưới"), "number", _l("Không bắt buộc; ghi thì phải khớp với loại trên."), "90"),
)

CONDITION = (
    _key("kind", _l("điều kiện"), "condition", example="full_marks", required=True),
    _key("text", _l("lời của điều kiện"), "lines", required=True),
    _key("text_en", _TEXT_EN, "lines", _SAYS_EN),
    _key("sheet", _l("phiếu"), says=_l("Mã phiếu; để trống là mọi phiếu."), example="TK-HD42"),
    _key("criteria", _l("mã các tiêu chí phải đủ điểm"), "list", example="1.1; 2.1"),
    _key("at_most", _l("thì xếp loại nhiều nhất"), "grade", example="fair", required=True),
    _key("enabled", _l("đang dùng"), "flag", _l("Không ghi là chưa dùng."), "yes"),
    _key("source", _l("nguồn"), "source", _SAYS_SOURCE),
)

YEAR_RULE = (
    _key("kind", _l("cách xếp loại năm"), "year_rule", example="mean_and_months", required=True),
    _key("title", _l("tên quy tắc"), example="Theo điểm trung bình và số tháng", required=True),
    _key("title_en", _TITLE_EN, says=_SAYS_EN),
    _key(
        "classes",
        _l("đòi hỏi của từng loại"),
        "block",
        _l("Từ Tốt xuống Kém; loại cuối không có đòi hỏi."),
        required=True,
    ),
)

YEAR_CLASS = (
    _key("class", _l("loại của năm"), "grade", example="good", required=True),
    _key("demands", _l("các đòi hỏi"), "block"),
    _key("source", _l("nguồn"), "source", _SAYS_SOURCE),
)

DEMAND = (
    _key("ask", _l("đòi hỏi"), "demand", example="count_at_least", required=True),
    _key("bound", _l("con số"), "number", example="10", required=True),
    _key("class", _l("đếm các kỳ xếp loại"), "grade", _l("Chỉ ghi khi đòi hỏi đếm số kỳ."), "good"),
    _key(
        "of_months",
        _l("trên số tháng"),
        "whole",
        _l("Phải họp ít tháng hơn thì con số giảm theo tỷ lệ, làm tròn lên."),
        "12",
    ),
    _key("source", _l("nguồn"), "source", _SAYS_SOURCE),
)

SOURCES = (
    *(_key(one.name, one.label, "source") for one in SETTINGS),
    _key("attendance", _l("tính tỷ lệ dự họp"), "source"),
    _key("classes", _l("xếp loại kỳ họp"), "source"),
    _key("year_rule", _l("xếp loại năm"), "source"),
    _key("dates", _l("ngày hiệu lực"), "source"),
)

# By the place in the file, places in a list left out.
BLOCKS: dict[str, tuple[Key, ...]] = {
    "": GUIDANCE,
    "settings": SETTINGS,
    "attendance": ATTENDANCE,
    "classes": CLASS,
    "sheets": SHEET,
    "sheets.groups": GROUP,
    "sheets.groups.criteria": CRITERION,
    "sheets.groups.criteria.levels": LEVEL,
    "sheets.groups.criteria.parts": PART,
    "sheets.groups.criteria.when_combined": WHEN_COMBINED,
    "sheets.groups.criteria.when_combined.levels": LEVEL,
    "sheets.groups.criteria.when_combined.parts": PART,
    "conditions": CONDITION,
    "year_rule": YEAR_RULE,
    "year_rule.classes": YEAR_CLASS,
    "year_rule.classes.demands": DEMAND,
    "sources": SOURCES,
}


def block_of(path: str) -> str:
    """``sheets[0].groups[3].full`` stands in the block ``sheets.groups``."""
    return re.sub(r"\[\d+\]", "", path).rpartition(".")[0]


def find(path: str) -> Key | None:
    """The key at that place of a file, or ``None`` where the format has none."""
    name = re.sub(r"\[\d+\]", "", path).rpartition(".")[2]
    return next((key for key in BLOCKS.get(block_of(path), ()) if key.name == name), None)
