"""The sentence for each fault of a guidance file: what is wrong, and how to mend it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.guidance import keys, labels
from tracker.guidance.faults import Fault, Faults
from tracker.guidance.kinds import MeetingKind, QualityClass
from tracker.guidance.words import KIND, QUALITY

READING = {
    "too_big": _l("tệp quá lớn. Chỉ nhận tệp không quá %(most)s MB."),
    "not_utf8": _l("không phải tệp chữ UTF-8. Hãy lưu lại theo UTF-8, hoặc dùng biểu Excel."),
    "not_excel": _l("không đọc được như một tệp Excel. Hãy mở bằng Excel và lưu lại theo kiểu .xlsx."),
    "too_wide": _l(
        "bảng có ô ở tận dòng %(row)s, cột %(column)s. Hãy xóa những ô ngoài biểu rồi lưu lại, "
        "hoặc dùng biểu tải từ sổ."
    ),
    "sheet_missing": _l("thiếu trang tính “%(name)s”. Hãy dùng biểu Excel tải từ sổ."),
    "titles_missing": _l(
        "trang tính “%(sheet)s” không có dòng tiêu đề (%(titles)s …). Hãy giữ nguyên dòng tiêu đề của biểu."
    ),
    "column_unknown": _l("không có cột “%(name)s” trong biểu. Hãy xóa cột này, hoặc sửa tên cột."),
    "column_near": _l("không có cột “%(name)s”. Có phải là “%(near)s”?"),
    "row_unknown": _l("không có mục “%(name)s” trong biểu. Hãy dùng đúng tên mục của biểu."),
    "row_kind": _l("dòng loại “%(value)s” không có trong biểu. Hãy chọn một trong: %(known)s."),
    "row_orphan": _l("dòng “%(kind)s” phải đứng dưới một dòng “%(above)s”. Hãy thêm dòng ấy hoặc chuyển dòng này."),
    "cell_unused": _l("dòng “%(kind)s” không dùng cột “%(column)s”. Hãy xóa ô này."),
    "not_comparison": _l(
        "“%(value)s” không phải là phép so sánh. Hãy ghi tên số đo, dấu và con số, ví dụ “số phút họp >= 90”."
    ),
    "too_long": _l("tệp quá lớn. Chỉ nhận tệp không quá %(most)s ký tự."),
    "not_yaml": _l("dòng %(line)s không đọc được. Hãy xem lại thụt dòng, dấu hai chấm và dấu nháy."),
    "alias": _l("dòng %(line)s dùng tham chiếu (*). Hãy viết lại nội dung ấy cho đầy đủ."),
    "key_twice": _l("dòng %(line)s: mục “%(name)s” đã có ở trên. Hãy bỏ một trong hai."),
    "not_mapping": _l("phải là các mục có tên, mỗi mục một dòng “tên: giá trị”."),
    "not_text": _l("phải là một giá trị, không phải danh sách hay nhóm mục."),
    "text_too_long": _l("“%(value)s” dài quá %(most)s chữ. Hãy viết ngắn lại."),
    "code_signs": _l("mã “%(value)s” có dấu gạch chéo. Hãy đổi mã, ví dụ thay bằng dấu chấm."),
    "not_list": _l("phải là danh sách, mỗi dòng bắt đầu bằng dấu gạch ngang."),
    "missing": _l("thiếu mục “%(name)s”. Hãy bổ sung."),
    "not_number": _l("“%(value)s” không phải là số. Hãy ghi bằng chữ số, ví dụ 7,5."),
    "not_whole": _l("“%(value)s” phải là số nguyên."),
    "not_fraction": _l("“%(value)s” phải là phân số không quá 1, ví dụ 2/3."),
    "not_date": _l("“%(value)s” không phải là ngày. Hãy ghi năm-tháng-ngày, ví dụ 2025-10-28."),
    "not_flag": _l("“%(value)s” phải là yes hoặc no."),
    "not_bound": _l("“%(value)s” không phải là phép so sánh. Hãy ghi dấu (%(signs)s) rồi con số, ví dụ “>= 90”."),
    "unknown_word": _l("không có lựa chọn “%(value)s”. Hãy chọn một trong: %(known)s."),
    "unknown_check": _l("không có phép đối chiếu “%(value)s”. Hãy chọn một trong: %(known)s; hoặc bỏ mục này."),
    "unknown_measure": _l(
        "phép đối chiếu “%(check)s” không đo “%(name)s”. Phép ấy đo: %(known)s. Hãy sửa tên hoặc chọn phép khác."
    ),
    "unknown_key": _l("không có mục “%(name)s”. Hãy bỏ, hoặc dùng một trong: %(known)s."),
    "unknown_key_near": _l("không có mục “%(name)s”. Có phải là “%(near)s”?"),
}

SHEET = {
    "code_twice": _l("mã “%(name)s” dùng hai lần. Hãy đổi một mã."),
    "kind_twice": _l("loại kỳ họp “%(name)s” có ở hai phiếu. Mỗi loại chỉ một phiếu."),
    "sum_sheet": _l(
        "các tiêu chí cộng lại được %(found)s điểm khi họp theo loại “%(kind)s”, phải đúng %(stated)s. "
        "Hãy sửa điểm chuẩn."
    ),
    "sum_group": _l(
        "các tiêu chí của nhóm cộng lại được %(found)s điểm khi họp theo loại “%(kind)s”, nhưng nhóm ghi %(stated)s. "
        "Hãy sửa điểm nhóm hoặc điểm tiêu chí."
    ),
    "sum_parts": _l("các ý cộng lại được %(found)s điểm, nhưng tiêu chí ghi %(stated)s. Hãy sửa cho khớp."),
    "full_nought": _l("điểm chuẩn phải lớn hơn 0."),
    "step_nought": _l("bước điểm phải lớn hơn 0."),
    "step_fine": _l("bước điểm %(step)s quá nhỏ. Hãy dùng nhiều nhất hai chữ số thập phân."),
    "off_step": _l("%(points)s điểm không chia hết cho bước điểm %(step)s. Hãy sửa điểm hoặc bước điểm."),
    "level_unreachable": _l(
        "mức %(points)s điểm không có điều kiện nên các mức thấp hơn không bao giờ được gợi ý. Hãy ghi “đạt khi”."
    ),
    "when_in_levels": _l("chấm theo mức thì điều kiện ghi ở từng mức. Hãy chuyển “đạt khi” xuống các mức."),
    "when_in_parts": _l("chấm từng ý thì điều kiện ghi ở từng ý. Hãy chuyển “đạt khi” xuống các ý."),
    "levels_missing": _l("chấm theo mức thì phải nêu các mức. Hãy bổ sung."),
    "levels_unwanted": _l("tiêu chí này không chấm theo mức. Hãy bỏ các mức hoặc đổi kiểu chấm."),
    "yes_no_levels": _l("chấm có hoặc không thì chỉ có đúng hai mức."),
    "parts_missing": _l("chấm từng ý thì phải nêu các ý. Hãy bổ sung."),
    "parts_unwanted": _l("tiêu chí này không chấm từng ý. Hãy bỏ các ý hoặc đổi kiểu chấm."),
    "level_above": _l("mức %(points)s điểm vượt điểm chuẩn %(full)s. Hãy sửa mức."),
    "level_top": _l("mức cao nhất là %(points)s điểm, phải bằng điểm chuẩn %(full)s. Hãy sửa mức."),
    "levels_order": _l("các mức phải xếp từ cao xuống thấp, không trùng điểm. Hãy xếp lại."),
    "cannot_be_absent": _l("tiêu chí áp dụng theo “%(value)s” thì khi không áp dụng chỉ được full hoặc exclude."),
}

WHOLE = {
    "class_missing": _l("thiếu loại %(quality)s. Phải đủ bốn loại Tốt, Khá, Trung bình, Kém."),
    "class_twice": _l("loại %(quality)s có hai lần. Hãy bỏ một."),
    "class_order": _l("các loại phải xếp từ Tốt xuống Kém. Hãy xếp lại."),
    "class_floor": _l("loại cuối bắt đầu từ %(floor)s điểm, phải từ 0."),
    "class_top": _l("loại đầu bắt đầu từ %(floor)s điểm, phải trên 0 và không quá 100."),
    "class_overlap": _l("loại %(worse)s chồng lên loại %(better)s, vốn bắt đầu từ %(floor)s điểm. Hãy hạ mức sàn."),
    "class_overlap_below": _l(
        "loại %(worse)s đến dưới %(below)s điểm, chồng lên loại %(better)s vốn bắt đầu từ %(floor)s. "
        "Hãy sửa cho liền nhau."
    ),
    "class_gap": _l(
        "loại %(worse)s chỉ đến dưới %(below)s điểm, còn loại %(better)s bắt đầu từ %(floor)s: hở một khoảng. "
        "Hãy sửa cho liền nhau."
    ),
    "ends_before": _l("hết hiệu lực (%(until)s) trước khi có hiệu lực (%(since)s). Hãy sửa ngày."),
    "unknown_sheet": _l("không có phiếu “%(sheet)s”. Hướng dẫn này có: %(known)s."),
    "unknown_criterion": _l("không có tiêu chí “%(code)s”. Hãy sửa mã."),
    "condition_needs_criteria": _l("điều kiện đủ điểm phải nêu mã các tiêu chí."),
    "year_asks_nothing": _l("loại này chưa nêu đòi hỏi nào. Chỉ loại cuối được để trống."),
    "year_last_asks": _l("loại cuối không được nêu đòi hỏi: năm nào không đạt các loại trên thì vào loại này."),
    "code_published": _l("mã “%(code)s” đã ban hành với nội dung khác. Hãy đặt mã mới cho bản sửa đổi."),
    "dates_overlap": _l(
        "trùng thời gian với bản %(code)s (từ %(since)s đến %(until)s) cùng phạm vi và loại kỳ họp. "
        "Hãy sửa ngày, hoặc đặt ngày hết hiệu lực cho bản kia trước."
    ),
    "unknown_scope": _l("không có tổ chức mang mã “%(code)s”. Hãy tạo tổ chức trước, hoặc để trống."),
}

SENTENCES = READING | SHEET | WHOLE


def sentence(fault: Fault) -> str:
    """What is wrong and how to mend it, without the place."""
    shown = {name: _named(name, value, fault) for name, value in fault.params}
    return str(SENTENCES[fault.key]) % shown


def _named(name: str, value: str, fault: Fault) -> str:
    """A kind, a class, a key or a choice by its word on the page; anything else as it stands in the file."""
    if name in ("quality", "better", "worse"):
        return str(QUALITY[QualityClass(value)])
    if name == "kind" and value in list(MeetingKind):
        return str(KIND[MeetingKind(value)])
    if name == "name" and fault.key == "missing":
        key = keys.find(fault.path)
        return f"{key.label} ({value})" if key else value
    if name == "known":
        return ", ".join(_offered(one, fault) for one in value.split(", "))
    return value


def _offered(word: str, fault: Fault) -> str:
    """One of the words to choose from, with its label where it has one."""
    if fault.key == "unknown_measure":
        return _with_label("measure", word)
    key = keys.find(fault.path)
    table = "kind" if key and key.name == "kinds" else key.takes if key else ""
    return _with_label(table, word) if table in labels.TABLES and table != "source" else word


def _with_label(table: str, word: str) -> str:
    said = labels.label(table, word)
    return word if said == word else f"{said} ({word})"


def sentences(faults: Faults) -> list[str]:
    """One line a fault: file, place, fault, mend."""
    return [_line(faults, item) for item in faults.items]


def _line(faults: Faults, item: Fault) -> str:
    cell = faults.cell(item.path)
    if cell:
        return _("%(file)s, ô %(cell)s: %(fault)s", file=faults.file, cell=cell, fault=sentence(item))
    if item.path:
        return _("%(file)s, mục %(path)s: %(fault)s", file=faults.file, path=item.path, fault=sentence(item))
    return _("%(file)s: %(fault)s", file=faults.file, fault=sentence(item))
