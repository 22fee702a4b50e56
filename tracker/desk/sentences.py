"""The line of each thing that waits for those who keep a cell's book: its words, and the page on which it is done."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from tracker.base import filters
from tracker.base.filters import number
from tracker.desk.keeping import Known
from tracker.desk.rules import WEIGHT, Kind, Wait
from tracker.desk.todo import Todo, said, worded
from tracker.duties.rules import DutyKind
from tracker.meetings.models import Meeting
from tracker.meetings.words import QUARTER, day_month, month_list, title_of
from tracker.organisations.models import Organisation
from tracker.permissions import Action
from tracker.reviews.signals import words as signal_words

NEEDS = {
    Kind.SUBMIT: Action.SUBMIT_SCORESHEET,
    Kind.ADJUSTED: Action.EXPLAIN_SCORESHEET,
    Kind.PROPOSE_YEAR: Action.PROPOSE_RATING,
    Kind.QUESTION: Action.ANSWER_SIGNAL,
}
"""What only those who lead the cell may do; the rest is for all who keep its book."""

Line = tuple[str, str, str | Markup]


def of_meeting(wait: Wait, meeting: Meeting, known: Known) -> Todo:
    text, url, detail = MEETING[wait.kind](wait, meeting, known)
    return Todo(text, url, detail or title_of(meeting), wait.due, WEIGHT[wait.kind], kind=wait.kind)


def of_cell(wait: Wait, cell: Organisation) -> Todo:
    text, url, detail = CELL[wait.kind](wait, cell)
    posts = wait.kind is Kind.PLAN_MONTH
    return Todo(text, url, detail, wait.due, WEIGHT[wait.kind], posts=posts, kind=wait.kind)


def _page(endpoint: str, meeting: Meeting, **values: Any) -> str:
    return url_for(endpoint, meeting_id=meeting.id, **values)


def _record(wait: Wait, meeting: Meeting, known: Known) -> Line:
    return _("Ghi kỳ họp ngày %(day)s đã họp hay không họp", day=day_month(meeting.day)), _page(
        "meetings.hold", meeting), ""  # fmt: skip


def _replace(wait: Wait, meeting: Meeting, known: Known) -> Line:
    duty = wait.about
    text = (
        _("Ghi người thay đồng chí kể câu chuyện về Bác")
        if duty.kind is DutyKind.STORY
        else _("Ghi người thay đồng chí trình bày chuyên đề")
    )
    gaps = {"name": said(duty.assignee.full_name), "day": day_month(meeting.day)}
    detail = worded(_("Đ/c %(name)s xin vắng kỳ họp %(day)s."), **gaps)
    return text, url_for("duties.reassign", duty_id=duty.id), detail


def _agenda(wait: Wait, meeting: Meeting, known: Known) -> Line:
    return _("Soạn chương trình kỳ họp ngày %(day)s", day=day_month(meeting.day)), _page("agendas.edit", meeting), ""


def _send(wait: Wait, meeting: Meeting, known: Known) -> Line:
    text = _("Gửi chương trình kỳ họp ngày %(day)s", day=day_month(meeting.day))
    detail = ngettext(
        "Chương trình đã có %(num)s nội dung, chưa gửi đảng viên.",
        "Chương trình đã có %(num)s nội dung, chưa gửi đảng viên.",
        known.items.get(meeting.id, 0),
    )
    return text, _page("agendas.circulate", meeting), detail


def _send_changes(wait: Wait, meeting: Meeting, known: Known) -> Line:
    sent = known.sent[meeting.id]
    detail = _("Chương trình khác bản %(number)s đã gửi ngày %(day)s.", number=sent.number, day=_day(sent.at))
    return _("Gửi lại chương trình đã sửa"), _page("agendas.circulate", meeting), detail


def _day(moment: Any) -> str:
    return filters.short_day(moment).rsplit("/", 1)[0]


def _remind(wait: Wait, meeting: Meeting, known: Known) -> Line:
    text = ngettext(
        "Nhắc %(num)s đồng chí chưa mở chương trình", "Nhắc %(num)s đồng chí chưa mở chương trình", wait.count
    )
    return text, _page("agendas.receipts", meeting), _reached(meeting, known)


def _hand_over(wait: Wait, meeting: Meeting, known: Known) -> Line:
    text = ngettext(
        "Trao bản giấy cho %(num)s đồng chí chưa có tài khoản",
        "Trao bản giấy cho %(num)s đồng chí chưa có tài khoản",
        wait.count,
    )
    return text, _page("agendas.receipts", meeting), _reached(meeting, known)


def _reached(meeting: Meeting, known: Known) -> str:
    sent = known.sent[meeting.id]
    gaps = {"reached": sent.reached, "total": sent.total, "day": _day(sent.at)}
    return _("%(reached)s/%(total)s đồng chí đã có chương trình gửi ngày %(day)s.", **gaps)


def _answer(wait: Wait, meeting: Meeting, known: Known) -> Line:
    text = ngettext("Trả lời %(num)s ý kiến gửi trước", "Trả lời %(num)s ý kiến gửi trước", wait.count)
    return text, _page("contributions.show", meeting), ""


def _roll(wait: Wait, meeting: Meeting, known: Known) -> Line:
    return _("Điểm danh kỳ họp ngày %(day)s", day=day_month(meeting.day)), _page("meetings.roll", meeting), ""


def _minutes(wait: Wait, meeting: Meeting, known: Known) -> Line:
    text = _("Viết và thông qua biên bản kỳ họp ngày %(day)s", day=day_month(meeting.day))
    return text, _page("minutes.show", meeting), ""


def _sheet(words: Callable[[Meeting], str], detail: Callable[[Meeting, Known], str | Markup] | None = None) -> Any:
    """A line that opens the meeting's sheet."""

    def line(wait: Wait, meeting: Meeting, known: Known) -> Line:
        return words(meeting), _page("scoresheets.show", meeting), detail(meeting, known) if detail else ""

    return line


def _adjusted(meeting: Meeting, known: Known) -> str:
    sheet = known.sheets[meeting.id]
    gaps = {"given": number(sheet.total), "recognised": number(sheet.recognised_total)}
    return _("Chi bộ tự chấm %(given)s điểm, cấp trên công nhận %(recognised)s. Được giải trình một lần.", **gaps)


def _name_teller(wait: Wait, meeting: Meeting, known: Known) -> Line:
    is_ahead = not meeting.is_past_planning
    values = {"for": "this"} if is_ahead else {}
    text = _("Phân công đồng chí kể câu chuyện về Bác kỳ tới")
    detail = _("Chưa ghi ai kể tại kỳ họp ngày %(day)s.", day=day_month(meeting.day)) if is_ahead else ""
    return text, _page("duties.story", meeting, **values), detail


MEETING: dict[Kind, Callable[[Wait, Meeting, Known], Line]] = {
    Kind.RECORD: _record,
    Kind.REPLACE: _replace,
    Kind.AGENDA: _agenda,
    Kind.SEND: _send,
    Kind.SEND_CHANGES: _send_changes,
    Kind.REMIND: _remind,
    Kind.HAND_OVER: _hand_over,
    Kind.ANSWER: _answer,
    Kind.ROLL: _roll,
    Kind.MINUTES: _minutes,
    Kind.NAME_TELLER: _name_teller,
    Kind.SCORE: _sheet(lambda meeting: _("Chấm điểm kỳ họp ngày %(day)s", day=day_month(meeting.day))),
    Kind.FINISH_SCORE: _sheet(lambda meeting: _("Chấm xong phiếu kỳ họp ngày %(day)s", day=day_month(meeting.day))),
    Kind.SUBMIT: _sheet(lambda meeting: _("Nộp phiếu kỳ họp ngày %(day)s", day=day_month(meeting.day)),
                        lambda meeting, known: _("Chi bộ đã thông qua, chưa nộp cấp ủy cấp trên.")),
    Kind.RETURNED: _sheet(lambda meeting: _("Sửa phiếu bị trả lại, kỳ họp ngày %(day)s", day=day_month(meeting.day))),
    Kind.ADJUSTED: _sheet(
        lambda meeting: _("Xem điểm cấp trên điều chỉnh, kỳ họp ngày %(day)s", day=day_month(meeting.day)), _adjusted),
}  # fmt: skip


def _months_missing(wait: Wait, cell: Organisation) -> Line:
    text = ngettext("Ghi rõ %(num)s tháng chưa có kỳ họp", "Ghi rõ %(num)s tháng chưa có kỳ họp", wait.count)
    months, year = wait.about["months"], wait.about["year"]
    detail = _("Tháng %(months)s năm %(year)s: nhập bổ sung kỳ họp hoặc ghi lý do không họp.",
               months=month_list(months), year=year)  # fmt: skip
    return text, url_for("meetings.year", cell_id=cell.id, year=year) + "#missing", detail


def _plan_month(wait: Wait, cell: Organisation) -> Line:
    text = _("Lập kế hoạch kỳ thường kỳ tháng %(month)s", month=wait.about[1])
    return text, url_for("duties.plan_next", cell_id=cell.id), _("Mỗi tháng họp ít nhất một kỳ. Sổ lập từ kỳ trước.")


def _theme(wait: Wait, cell: Organisation) -> Line:
    year, quarter = wait.about
    values = {"year": year, "month": quarter * 3, "kind": "thematic"}
    text = _("Chọn chuyên đề quý %(quarter)s", quarter=QUARTER[quarter - 1])
    detail = _("Mỗi quý cần ít nhất một kỳ sinh hoạt chuyên đề.")
    return text, url_for("meetings.plan", cell_id=cell.id, **values), detail


def _tasks(wait: Wait, cell: Organisation) -> Line:
    text = ngettext("Xem %(num)s nhiệm vụ quá hạn", "Xem %(num)s nhiệm vụ quá hạn", wait.count)
    names = Markup(", ").join(said(name) for name in wait.about)
    return text, url_for("duties.index", cell_id=cell.id), worded(_("Giao cho: %(names)s."), names=names)


def _propose_year(wait: Wait, cell: Organisation) -> Line:
    text = _("Đề nghị xếp loại năm %(year)s", year=wait.about)
    return text, url_for("ratings.cell", cell_id=cell.id, year=wait.about), _("Năm đã hết mà chi bộ chưa đề nghị.")


def _question(wait: Wait, cell: Organisation) -> Line:
    signal = wait.about
    detail = f"{signal_words.NAME[signal.kind]} · {signal_words.span(signal)}"
    return _("Trả lời câu hỏi của cấp trên"), url_for("signals.show", signal_id=signal.id), detail


CELL: dict[Kind, Callable[[Wait, Organisation], Line]] = {
    Kind.MONTHS_MISSING: _months_missing,
    Kind.PLAN_MONTH: _plan_month,
    Kind.THEME: _theme,
    Kind.TASKS: _tasks,
    Kind.PROPOSE_YEAR: _propose_year,
    Kind.QUESTION: _question,
}
