"""How the trail is told: a sentence for each act, words for the fields and values that it changed."""

import re
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.audit.models import AuditEntry
from tracker.base.filters import full_moment, hour, short_day

ACTS = {
    "organisation.create": _l("Lập tổ chức"),
    "organisation.set_up": _l("Sửa thiết lập của tổ chức"),
    "organisation.rename": _l("Đổi tên tổ chức"),
    "organisation.move": _l("Chuyển tổ chức sang cấp ủy khác"),
    "organisation.end": _l("Kết thúc hoạt động của tổ chức"),
    "member.admit": _l("Ghi đảng viên vào chi bộ"),
    "member.change_rank": _l("Đổi tư cách đảng viên"),
    "member.transfer_out": _l("Chuyển sinh hoạt đi"),
    "member.transfer_in": _l("Nhận đảng viên chuyển đến"),
    "member.leave": _l("Ghi đảng viên thôi sinh hoạt tại chi bộ"),
    "person.correct_name": _l("Sửa họ tên đảng viên"),
    "appointment.give": _l("Cử giữ chức vụ"),
    "appointment.end": _l("Ghi thôi giữ chức vụ"),
    "account.open": _l("Tạo tài khoản"),
    "account.reset": _l("Cấp lại mật khẩu"),
    "account.close": _l("Khóa tài khoản"),
    "account.reopen": _l("Mở lại tài khoản"),
    "account.change_password": _l("Tự đổi mật khẩu"),
    "guidance.publish": _l("Ban hành hướng dẫn"),
    "guidance.import": _l("Nạp hướng dẫn"),
    "meeting.plan": _l("Lập kế hoạch kỳ sinh hoạt"),
    "meeting.plan_again": _l("Lập lại kế hoạch kỳ sinh hoạt"),
    "meeting.change_plan": _l("Sửa kế hoạch kỳ sinh hoạt"),
    "meeting.circulate": _l("Gửi chương trình"),
    "meeting.hold": _l("Ghi kỳ sinh hoạt đã họp"),
    "meeting.take_roll": _l("Lưu điểm danh"),
    "meeting.reply": _l("Trả lời giấy mời"),
    "meeting.mark_not_held": _l("Ghi kỳ sinh hoạt không họp"),
    "meeting.record_not_held": _l("Ghi tháng không họp"),
    "meeting.excuse": _l("Xét lý do không họp"),
    "agenda.circulate": _l("Gửi chương trình"),
    "agenda.remind": _l("Nhắc đảng viên đọc chương trình"),
    "agenda.reorder": _l("Xếp lại thứ tự chương trình"),
    "agenda.acknowledge": _l("Báo đã đọc chương trình"),
    "agenda.open": _l("Mở chương trình"),
    "agenda.hand_over": _l("Ghi đã trao bản giấy"),
    "agenda_item.add": _l("Thêm nội dung vào chương trình"),
    "agenda_item.edit": _l("Sửa nội dung chương trình"),
    "agenda_item.remove": _l("Bỏ nội dung khỏi chương trình"),
    "document.attach": _l("Đính kèm tài liệu"),
    "document.remove": _l("Gỡ tài liệu"),
}
FIELDS = {
    "absent": _l("vắng"),
    "assignee": _l("người nhận"),
    "author": _l("người viết"),
    "basis": _l("căn cứ"),
    "cell_type": _l("loại hình"),
    "class": _l("xếp loại"),
    "closed_at": _l("khóa lúc"),
    "code": _l("mã"),
    "conclusion": _l("kết luận"),
    "due_on": _l("hạn"),
    "ended_on": _l("ngày kết thúc"),
    "first_planned_at": _l("dự kiến ban đầu"),
    "from": _l("từ"),
    "from_date": _l("từ ngày"),
    "full_name": _l("họ và tên"),
    "held_from": _l("bắt đầu"),
    "held_until": _l("kết thúc"),
    "kind": _l("loại"),
    "least_minutes": _l("số phút tối thiểu"),
    "locality": _l("địa danh"),
    "minutes": _l("số phút"),
    "month": _l("tháng"),
    "name": _l("tên"),
    "not_held_reason": _l("lý do không họp"),
    "note": _l("ghi chú"),
    "office": _l("chức vụ"),
    "parent": _l("cấp ủy cấp trên"),
    "person": _l("đồng chí"),
    "place": _l("nơi họp"),
    "planned_at": _l("dự kiến"),
    "position": _l("thứ tự"),
    "presenter": _l("người trình bày"),
    "questions": _l("gợi ý thảo luận"),
    "rank": _l("tư cách"),
    "reason": _l("lý do"),
    "since": _l("từ ngày"),
    "state": _l("trạng thái"),
    "text": _l("nội dung"),
    "theme": _l("chuyên đề"),
    "title": _l("tiêu đề"),
    "to": _l("đến"),
    "total": _l("tổng điểm"),
    "term_from": _l("bắt đầu nhiệm kỳ"),
    "until_date": _l("đến hết ngày"),
    "user_name": _l("tên đăng nhập"),
    "usual_day": _l("ngày sinh hoạt"),
    "usual_place": _l("nơi sinh hoạt"),
    "usual_time": _l("giờ sinh hoạt"),
    "year": _l("năm"),
}
VALUES = {
    "official": _l("chính thức"),
    "probationary": _l("dự bị"),
    "exempt": _l("miễn sinh hoạt"),
    "secretary": _l("bí thư"),
    "deputy": _l("phó bí thư"),
    "committee_member": _l("chi ủy viên"),
    "minute_taker": _l("thư ký"),
    "reviewer": _l("người thẩm định"),
    "administrator": _l("người quản trị"),
    "observer": _l("quan sát viên"),
    "planned": _l("đã lập kế hoạch"),
    "circulated": _l("đã gửi chương trình"),
    "held": _l("đã họp"),
    "minuted": _l("đã thông qua biên bản"),
    "not_held": _l("không họp"),
    "draft": _l("nháp"),
    "agreed": _l("chi bộ đã thống nhất"),
    "submitted": _l("đã gửi cấp trên"),
    "under_review": _l("đang thẩm định"),
    "returned": _l("đã trả lại"),
    "recognised": _l("đã công nhận"),
    "locked": _l("đã khóa"),
    "regular": _l("thường kỳ"),
    "thematic": _l("chuyên đề"),
    "combined": _l("thường kỳ kết hợp chuyên đề"),
    "committee": _l("họp chi ủy"),
    "central": _l("Trung ương"),
    "province": _l("cấp tỉnh"),
    "district": _l("cấp huyện"),
    "commune": _l("cấp xã"),
    "base": _l("đảng bộ cơ sở"),
    "cell": _l("chi bộ"),
    "village": _l("thôn, bản, tổ dân phố"),
    "agency": _l("cơ quan"),
    "school": _l("trường học, đơn vị sự nghiệp"),
    "enterprise": _l("doanh nghiệp"),
    "armed_forces": _l("quân đội, công an"),
    "other": _l("loại khác"),
    "present": _l("có mặt"),
    "late": _l("đến muộn"),
    "excused": _l("vắng có lý do"),
    "unexcused": _l("vắng không lý do"),
    "good": _l("tốt"),
    "fair": _l("khá"),
    "average": _l("trung bình"),
    "poor": _l("kém"),
    "open": _l("đang mở"),
    "proposed": _l("đã đề nghị"),
    "closed": _l("đã khép"),
}
FAULTS = {
    "gap": _l("Chuỗi nhật ký đứt ở dòng %(line)s: dòng này đã mất."),
    "link": _l("Chuỗi nhật ký đứt ở dòng %(line)s: dòng này không nối với dòng trước."),
    "content": _l("Chuỗi nhật ký đứt ở dòng %(line)s: nội dung đã bị sửa."),
    "end": _l("Chuỗi nhật ký đứt ở dòng %(line)s: phần cuối đã bị cắt hoặc sửa."),
}
LONGEST = 300
NOTHING = "–"
ALWAYS_TOLD = ("person", "office")


def act(entry: AuditEntry) -> str:
    """What was done; the act's own code where there is no word for it yet."""
    return str(ACTS.get(entry.act, entry.act))


def is_known(entry: AuditEntry) -> bool:
    return entry.act in ACTS


def fault(kind: str, line: int) -> str:
    return str(FAULTS[kind]) % {"line": line}


def value(said: Any) -> str:
    """One value as a person reads it: dates as dates, kinds in words, long texts cut."""
    if said is None or said == "" or said == [] or said == {}:
        return NOTHING
    if isinstance(said, bool):
        return _("có") if said else _("không")
    if isinstance(said, list):
        return ", ".join(value(item) for item in said)
    if isinstance(said, dict):
        return "; ".join(f"{FIELDS.get(key, key)}: {value(item)}" for key, item in said.items())
    text = str(said)
    if text in VALUES:
        return str(VALUES[text])
    text = _as_time(text) or text
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


STAMP = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.+]+Z?)?|\d\d:\d\d(:\d\d)?")


def _as_time(text: str) -> str:
    """A stored date, moment or hour as it is written on pages; empty if the text is none of them."""
    if not STAMP.fullmatch(text):
        return ""
    if "-" not in text:
        return hour(time.fromisoformat(text))
    return full_moment(datetime.fromisoformat(text)) if "T" in text else short_day(date.fromisoformat(text))


def changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Field, old, new, for each field named in the entry; ids that say nothing to a reader are left out."""
    names = [name for name in {**entry.old, **entry.new} if not name.endswith("_id") and name not in ("id", "path")]
    told = [(name, value(entry.old.get(name)), value(entry.new.get(name))) for name in names]
    return [
        (str(FIELDS.get(name, name)), old, new)
        for name, old, new in told
        if old != new or (name in ALWAYS_TOLD and new != NOTHING)
    ]
