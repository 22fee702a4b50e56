"""How a meeting is called, and what is said of its states, rolls and years."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.base import filters
from tracker.base.filters import hour
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.calendar import MonthStatus, ThemeStatus, Year
from tracker.meetings.models import Answer, Meeting
from tracker.meetings.rules import Mark, MeetingState, Presence, Step, Turnout
from tracker.people.models import Rank
from tracker.permissions import Office

STATE = {
    MeetingState.PLANNED: _l("đã lập kế hoạch"),
    MeetingState.CIRCULATED: _l("đã gửi chương trình"),
    MeetingState.HELD: _l("đã họp"),
    MeetingState.MINUTED: _l("đã thông qua biên bản"),
    MeetingState.NOT_HELD: _l("không họp"),
}

KIND = {
    MeetingKind.REGULAR: _l("Sinh hoạt thường kỳ"),
    MeetingKind.THEMATIC: _l("Sinh hoạt chuyên đề"),
    MeetingKind.COMBINED: _l("Sinh hoạt thường kỳ kết hợp chuyên đề"),
    MeetingKind.COMMITTEE: _l("Họp chi ủy"),
}

PRESENCE = {
    Presence.PRESENT: _l("có mặt"),
    Presence.LATE: _l("đến muộn"),
    Presence.EXCUSED: _l("vắng có lý do"),
    Presence.UNEXCUSED: _l("vắng không lý do"),
}

OFFICE = {
    Office.SECRETARY: _l("bí thư"),
    Office.DEPUTY: _l("phó bí thư"),
    Office.COMMITTEE_MEMBER: _l("chi ủy viên"),
    Office.MINUTE_TAKER: _l("thư ký"),
}

RANK = {
    Rank.OFFICIAL: _l("đảng viên chính thức"),
    Rank.PROBATIONARY: _l("đảng viên dự bị"),
    Rank.EXEMPT: _l("miễn sinh hoạt"),
}

STEP = {
    Step.AGENDA: _l("Chương trình"),
    Step.SENT: _l("Đã gửi"),
    Step.INPUT: _l("Ý kiến"),
    Step.HELD: _l("Đã họp"),
    Step.MINUTES: _l("Biên bản"),
    Step.SCORED: _l("Chấm điểm"),
}

MONTH = {
    MonthStatus.OUTSIDE: _l("chưa có chi bộ"),
    MonthStatus.TO_COME: _l("chưa lập"),
    MonthStatus.PLANNED: _l("dự kiến"),
    MonthStatus.CIRCULATED: _l("đã gửi chương trình"),
    MonthStatus.OVERDUE: _l("quá ngày, chưa ghi"),
    MonthStatus.HELD: _l("đã họp"),
    MonthStatus.MINUTED: _l("đã có biên bản"),
    MonthStatus.NOT_HELD: _l("không họp"),
    MonthStatus.EXCUSED: _l("không họp, cấp trên đã đồng ý"),
    MonthStatus.MISSING: _l("thiếu"),
}

THEME = {
    ThemeStatus.OUTSIDE: _l("chưa có chi bộ"),
    ThemeStatus.TO_COME: _l("Chưa có chuyên đề"),
    ThemeStatus.PLANNED: _l("dự kiến"),
    ThemeStatus.HELD: _l("đã họp"),
    ThemeStatus.MISSING: _l("Thiếu chuyên đề"),
}

QUARTER = ("I", "II", "III", "IV")


def title_of(meeting: Meeting) -> str:
    """Sinh hoạt thường kỳ tháng 3/2026 – the one name of a meeting, everywhere."""
    month = {"month": meeting.month, "year": meeting.year}
    return {
        MeetingKind.REGULAR: lambda: _("Sinh hoạt thường kỳ tháng %(month)s/%(year)s", **month),
        MeetingKind.THEMATIC: lambda: _("Sinh hoạt chuyên đề tháng %(month)s/%(year)s", **month),
        MeetingKind.COMBINED: lambda: _("Sinh hoạt thường kỳ kết hợp chuyên đề tháng %(month)s/%(year)s", **month),
        MeetingKind.COMMITTEE: lambda: _("Họp chi ủy tháng %(month)s/%(year)s", **month),
    }[meeting.kind]()


def day_month(day: date) -> str:
    """06/3: a day where the year is known."""
    return filters.short_day(day).rsplit("/", 1)[0]


def when_of(meeting: Meeting) -> str:
    """thứ Sáu, 06/3/2026, 14:00 – 15:50; before it is held, the day and hour planned."""
    start = meeting.held_from or meeting.planned_at
    if meeting.held_until is None:
        return filters.full_moment(start)
    return f"{filters.full_moment(start)} – {hour(meeting.held_until)}"


def minutes_of(meeting: Meeting) -> int | None:
    """How long it lasted, in whole minutes; ``None`` while its end is not known."""
    if meeting.held_from is None or meeting.held_until is None:
        return None
    return int((meeting.held_until - meeting.held_from).total_seconds() // 60)


def duration(lasted: int, required: int | None) -> str:
    """110 phút; yêu cầu từ 90 phút"""
    if required is None:
        return _("%(lasted)s phút", lasted=lasted)
    return _("%(lasted)s phút; yêu cầu từ %(required)s phút", lasted=lasted, required=required)


def wrong_state(meeting: Meeting) -> str:
    return {
        MeetingState.PLANNED: lambda: _("Kỳ này mới có kế hoạch. Hãy ghi giờ họp trước rồi làm tiếp."),
        MeetingState.CIRCULATED: lambda: _(
            "Chương trình đã gửi mà kỳ này chưa họp. Hãy ghi giờ họp trước rồi làm tiếp."
        ),
        MeetingState.HELD: lambda: _("Kỳ này đã họp nên không làm việc đó được nữa. Hãy tải lại trang để xem."),
        MeetingState.MINUTED: lambda: _("Biên bản đã thông qua. Muốn sửa, hãy mở lại biên bản và ghi lý do."),
        MeetingState.NOT_HELD: lambda: _("Kỳ này ghi là không họp. Muốn họp, hãy lập lại kế hoạch và ghi lý do."),
    }[meeting.state]()


def too_late_to_reply() -> str:
    return _("Kỳ này không còn nhận báo dự, báo vắng. Hãy nói với đồng chí bí thư.")


def replied(answer: Answer, for_another: bool) -> str:
    if for_another:
        return _("Đã ghi thay.")
    return _("Đã báo: đồng chí sẽ dự.") if answer is Answer.COMING else _("Đã báo: đồng chí xin vắng.")


def replies_in_words(coming: int, absent: int, silent: int) -> str:
    return _(
        "%(coming)s đồng chí báo dự, %(absent)s xin vắng, %(silent)s chưa báo.",
        coming=coming,
        absent=absent,
        silent=silent,
    )


def held(lasted: str) -> str:
    return (
        _("Đã ghi giờ họp: %(lasted)s.", lasted=lasted)
        if lasted
        else _("Đã ghi giờ bắt đầu. Họp xong hãy ghi giờ kết thúc.")
    )


def reason_missing() -> str:
    return _("Hãy ghi lý do.")


def already_planned(meeting: Meeting) -> str:
    return _(
        "Tháng %(month)s/%(year)s đã có “%(title)s” (%(day)s). Hãy sửa kỳ đó hoặc chọn tháng khác.",
        month=meeting.month,
        year=meeting.year,
        title=title_of(meeting),
        day=filters.full_day(meeting.day),
    )


def already_recorded(meeting: Meeting) -> str:
    return _(
        "Tháng %(month)s/%(year)s đã có “%(title)s”. Hãy mở kỳ đó để ghi không họp.",
        month=meeting.month,
        year=meeting.year,
        title=title_of(meeting),
    )


def mark_in_words(mark: Mark) -> str:
    """vắng có lý do: Ốm, đi viện"""
    if not mark.reason:
        return str(PRESENCE[mark.presence])
    return _("vắng có lý do: %(reason)s", reason=mark.reason)


def below_quorum(turnout: Turnout) -> str:
    """A warning that stops nothing: no rule seen sets a quorum for an ordinary meeting."""
    return _(
        "Có mặt %(present)s/%(obliged)s, chưa đủ %(quorum)s số đảng viên phải dự. "
        "Chi bộ cân nhắc có họp hay không; sổ vẫn ghi như thường.",
        present=turnout.present,
        obliged=turnout.obliged,
        quorum=f"{turnout.quorum.numerator}/{turnout.quorum.denominator}",
    )


def years_around(shown: int, today: int) -> list[tuple[int, str]]:
    """The years to choose from: the last six, the next, and the one shown."""
    years = {*range(today - 5, today + 2), shown}
    return [(year, str(year)) for year in sorted(years, reverse=True)]


def month_list(months: list[int]) -> str:
    return ", ".join(str(month) for month in months)


def year_in_words(year: Year) -> list[str]:
    """The year's counts, a sentence each: what was held, then what is missing."""
    said = [
        _(
            "Đã họp %(held)s/%(required)s kỳ thường kỳ, %(thematic)s kỳ chuyên đề.",
            held=year.held_regular,
            required=year.required,
            thematic=year.held_thematic,
        )
    ]
    if year.missing:
        months = month_list(year.missing)
        said.append(ngettext("Thiếu tháng %(months)s.", "Thiếu tháng %(months)s.", len(year.missing), months=months))
    if year.not_held:
        said.append(_("Không họp, chưa được cấp trên đồng ý: tháng %(months)s.", months=month_list(year.not_held)))
    if year.without_theme:
        quarters = ", ".join(QUARTER[quarter - 1] for quarter in year.without_theme)
        said.append(_("Thiếu chuyên đề quý %(quarters)s.", quarters=quarters))
    return said


def turnout_in_words(turnout: Turnout) -> str:
    """17/20 đồng chí có mặt (85 %), 1 đến muộn; vắng 2 có lý do, 1 không lý do."""
    share = filters.percent(turnout.share, 2)
    return _(
        "%(present)s/%(counted)s đồng chí có mặt (%(share)s), trong đó %(late)s đến muộn; "
        "vắng %(excused)s có lý do, %(unexcused)s không lý do.",
        present=turnout.present,
        counted=turnout.counted,
        share=share,
        late=turnout.late,
        excused=turnout.excused,
        unexcused=turnout.unexcused,
    )
