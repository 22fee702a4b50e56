"""What a check found, said in a sentence in either language; the records it looked at, by name."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from tracker.agendas.rules import Lead
from tracker.agendas.words import lead_in_words, span
from tracker.base.filters import full_day, number
from tracker.scoresheets.checks.findings import Outcome, Record, RecordKind, Said

OUTCOME = {Outcome.MET: _l("Đạt"), Outcome.NOT_MET: _l("Chưa đạt"), Outcome.CANNOT_TELL: _l("Chưa rõ")}

SENTENCES = {
    "no_roll": _l("Sổ chưa có điểm danh của kỳ này."),
    "attendance": _l(
        "Có mặt %(there)s/%(counted)s đảng viên phải dự (%(percent)s %%); vắng có lý do: %(excused)s; "
        "không ai vắng không lý do; đến muộn: %(late)s."
    ),
    "attendance_unexcused": _l(
        "Có mặt %(there)s/%(counted)s đảng viên phải dự (%(percent)s %%); vắng có lý do: %(excused)s; "
        "vắng không lý do: %(unexcused)s; đến muộn: %(late)s."
    ),
    "absences_none": _l("Kỳ này không ai vắng."),
    "absences_short": _l("Vắng liên tiếp nhiều nhất %(longest)s kỳ (%(names)s), chưa quá %(most)s kỳ."),
    "absences_long": _l("Vắng liên tiếp %(longest)s kỳ (%(names)s), quá %(most)s kỳ."),
    "no_speakers_yet": _l("Sổ chưa ghi ai phát biểu, và biên bản chưa thông qua."),
    "speakers": _l("Phát biểu: %(spoke)s trong %(there)s đảng viên có mặt (%(percent)s %%)."),
    "nothing_sent": _l("Sổ chưa có lần gửi chương trình nào của kỳ này."),
    "entered_afterwards": _l("Kỳ họp nhập lại sau ngày họp, nên sổ không biết định họp, gửi, giao và nộp khi nào."),
    "lead": _l("Nội dung gửi %(lead)s; yêu cầu trước ít nhất %(notice)s."),
    "lead_changed": _l(
        "Chương trình có sửa sau khi gửi; tính từ bản %(number)s: gửi %(lead)s; yêu cầu trước ít nhất %(notice)s."
    ),
    "no_follower": _l("Sổ chưa ghi ai ở cấp ủy cấp trên theo dõi chi bộ, nên chưa biết đã báo hay chưa."),
    "notice_members": _l("Đã báo đến %(told)s/%(called)s đảng viên phải dự."),
    "notice_no_follower": _l(
        "Đã báo đến %(told)s/%(called)s đảng viên phải dự; sổ chưa ghi ai ở cấp ủy cấp trên theo dõi chi bộ."
    ),
    "notice": _l("Đã báo đến %(told)s/%(called)s đảng viên phải dự và người theo dõi của cấp trên."),
    "notice_not_above": _l("Đã báo đến %(told)s/%(called)s đảng viên phải dự; chưa báo người theo dõi của cấp trên."),
    "no_items": _l("Kỳ này chưa có chương trình trong sổ."),
    "drafts": _l("Dự thảo đính kèm trước giờ họp: %(drafts)s; nội dung có gợi ý thảo luận: %(asking)s/%(items)s."),
    "no_committee_meeting": _l("Kỳ này chưa gắn với cuộc họp chi ủy nào trong sổ."),
    "committee": _l("Chi ủy họp trước, %(at)s, có biên bản."),
    "committee_no_minutes": _l("Chi ủy họp trước, %(at)s, nhưng sổ chưa có biên bản cuộc họp đó."),
    "committee_not_before": _l("Cuộc họp chi ủy gắn với kỳ này không diễn ra trước kỳ này."),
    "theme_planned": _l("Chuyên đề có trong kế hoạch từ trước; người chuẩn bị được giao từ trước: %(names)s."),
    "theme_not_planned": _l("Chuyên đề lập trong chính ngày họp; người chuẩn bị được giao từ trước: %(names)s."),
    "theme_nobody_named": _l("Chuyên đề có trong kế hoạch từ trước, nhưng sổ không ghi giao ai chuẩn bị từ trước."),
    "theme_neither": _l("Chuyên đề lập trong chính ngày họp và sổ không ghi giao ai chuẩn bị từ trước."),
    "documents": _l("Tài liệu lưu trong sổ: %(count)s."),
    "no_documents": _l("Sổ chưa lưu tài liệu nào của kỳ này."),
    "on_day": _l("Họp đúng ngày đã định, %(held)s."),
    "off_day": _l("Đã định họp %(planned)s, thực họp %(held)s."),
    "no_end": _l("Sổ chưa ghi giờ kết thúc."),
    "long_enough": _l("Họp %(lasted)s phút; yêu cầu từ %(required)s phút."),
    "short": _l("Họp %(lasted)s phút, thiếu %(short)s phút so với %(required)s phút."),
    "items_unsaid": _l("Còn %(count)s nội dung biên bản chưa ghi đã làm hay chưa."),
    "items_done": _l("Đã làm %(done)s/%(items)s nội dung của chương trình."),
    "items_left": _l("Đã làm %(done)s/%(items)s nội dung của chương trình; chưa làm: %(left)s."),
    "no_story_yet": _l("Sổ chưa ghi câu chuyện về Bác của kỳ này, và biên bản chưa thông qua."),
    "no_story": _l("Biên bản đã thông qua mà không ghi câu chuyện về Bác nào."),
    "story": _l("Đồng chí %(name)s kể “%(title)s”, có rút ra bài học."),
    "story_no_lesson": _l("Đồng chí %(name)s kể “%(title)s”, chưa ghi bài học rút ra."),
    "no_minutes": _l("Kỳ này chưa có biên bản trong sổ."),
    "steps_open": _l("Biên bản chưa thông qua và chưa ghi: %(steps)s."),
    "steps_missing": _l("Biên bản đã thông qua mà không ghi: %(steps)s."),
    "steps": _l("Đủ các bước: tóm tắt, trao đổi, tiếp thu giải trình, kết luận."),
    "no_remarks_yet": _l("Biên bản chưa thông qua và chưa ghi biểu dương, phê bình."),
    "no_remarks": _l("Biên bản không ghi biểu dương, phê bình nào."),
    "praise": _l("Biên bản có ghi biểu dương."),
    "criticism": _l("Biên bản có ghi phê bình, nhắc nhở."),
    "both_remarks": _l("Biên bản có ghi biểu dương và phê bình, nhắc nhở."),
    "no_tasks_due": _l("Không có nhiệm vụ nào đến hạn ở kỳ này; người chủ trì quyết định."),
    "tasks_done": _l("Nhiệm vụ đến hạn: %(due)s, hoàn thành đúng hạn cả %(done)s."),
    "tasks_left": _l("Nhiệm vụ đến hạn: %(due)s, hoàn thành đúng hạn %(done)s (%(percent)s %%)."),
    "no_decision_yet": _l("Sổ chưa ghi kết luận, nghị quyết nào được biểu quyết, và biên bản chưa thông qua."),
    "no_decision": _l("Biên bản đã thông qua mà không có kết luận, nghị quyết nào được biểu quyết."),
    "not_passed": _l("Kết luận, nghị quyết đưa ra biểu quyết không được thông qua."),
    "passed": _l("“%(title)s” được thông qua, %(votes)s/%(electorate)s đảng viên chính thức phải dự tán thành."),
    "no_tasks_yet": _l("Sổ chưa ghi nhiệm vụ nào giao tại kỳ này, và biên bản chưa thông qua."),
    "no_tasks": _l("Biên bản đã thông qua mà không giao nhiệm vụ nào."),
    "tasks_given": _l("Đã giao %(tasks)s nhiệm vụ; có người, có hạn: %(whole)s."),
    "minutes_passed": _l("Biên bản đã thông qua, ghi %(written)s/%(items)s nội dung."),
    "minutes_open": _l("Biên bản chưa thông qua, ghi %(written)s/%(items)s nội dung."),
    "not_filed": _l("Sổ chưa ghi ngày nộp lưu; hạn là %(most)s ngày sau ngày họp."),
    "filed": _l("Nộp lưu %(on)s, sau ngày họp %(days)s ngày; hạn %(most)s ngày."),
}

# What the book asks for where it cannot tell, as the name of a link; by the finding's key.
NEEDS = {
    "no_roll": _l("Điểm danh kỳ này"),
    "no_speakers_yet": _l("Ghi người phát biểu"),
    "nothing_sent": _l("Xem việc gửi chương trình"),
    "entered_afterwards": _l("Xem hồ sơ kỳ họp"),
    "no_follower": _l("Xem việc gửi chương trình"),
    "no_items": _l("Lập chương trình"),
    "no_committee_meeting": _l("Gắn cuộc họp chi ủy"),
    "no_end": _l("Ghi giờ kết thúc"),
    "items_unsaid": _l("Ghi biên bản từng nội dung"),
    "no_story_yet": _l("Ghi câu chuyện về Bác"),
    "no_minutes": _l("Viết biên bản"),
    "steps_open": _l("Viết biên bản"),
    "no_remarks_yet": _l("Ghi biểu dương, phê bình"),
    "no_decision_yet": _l("Ghi kết luận, biểu quyết"),
    "no_tasks_yet": _l("Giao nhiệm vụ"),
    "minutes_open": _l("Ghi biên bản từng nội dung"),
    "not_filed": _l("Ghi việc nộp lưu"),
}

STEPS = {
    "summarised": _l("tóm tắt chuyên đề"),
    "commented": _l("ý kiến trao đổi"),
    "responded": _l("người viết tiếp thu, giải trình"),
    "concluded": _l("kết luận"),
}

RECORDS = {
    RecordKind.MEETING: _l("Kỳ họp"),
    RecordKind.ROLL: _l("Điểm danh"),
    RecordKind.AGENDA: _l("Chương trình"),
    RecordKind.CIRCULATION: _l("Bản đã gửi"),
    RecordKind.DOCUMENT: _l("Tài liệu"),
    RecordKind.COMMITTEE_MEETING: _l("Họp chi ủy"),
    RecordKind.CONTRIBUTION: _l("Ý kiến"),
    RecordKind.DUTY: _l("Phân công"),
    RecordKind.MINUTES: _l("Biên bản"),
    RecordKind.DECISION: _l("Kết luận, nghị quyết"),
}


def sentence(said: Said, language: str | None = None) -> str:
    """The finding in words, in the reader's language or in the one named."""
    if language is None:
        return _filled(said)
    with force_locale(language):
        return _filled(said)


def _filled(said: Said) -> str:
    words = str(SENTENCES[said.key])
    figures = {name: _shown(name, value, said.figures) for name, value in said.figures.items()}
    return words % figures if figures else words.replace("%%", "%")


def _shown(name: str, value: Any, figures: Mapping[str, Any]) -> str:
    if isinstance(value, Lead):
        return lead_in_words(value, figures["notice"])
    if isinstance(value, list):
        return ", ".join(str(STEPS[one]) if name == "steps" else str(one) for one in value)
    for kind, show in _SHOWN.items():
        if isinstance(value, kind):
            return show(value)
    return str(value)


_SHOWN: dict[type, Callable[[Any], str]] = {
    Decimal: number,
    timedelta: span,
    datetime: full_day,
    date: full_day,
}


def record_label(record: Record) -> str:
    """The record by its kind and, where it has one, its own title."""
    kind = str(RECORDS[record.kind])
    if record.label:
        return f"{kind}: {record.label}"
    return f"{kind} {record.id}" if record.kind is RecordKind.CIRCULATION else kind
