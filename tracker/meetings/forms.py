"""Text to typed values, for planning, calling off, answering and holding. The roll's own form is in roll_form."""

from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import AnyOf, Optional

from tracker.base.forms import Clock, Day, Line, Paragraph, TrackerForm, Whole, options, required
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import words
from tracker.meetings.holding import Held
from tracker.meetings.models import Answer
from tracker.meetings.planning import Plan
from tracker.meetings.rules import THEMATIC

Choices = list[tuple[str, str]]


def _id(text: str | None) -> int | None:
    return int(text) if text else None


def _of(value: int | None) -> str:
    return str(value) if value else ""


def _asked(hour: time | None) -> time:
    """The hour of a field that had to be filled; its form was valid."""
    if hour is None:
        raise ValueError("the form was not checked")
    return hour


class PlanForm(TrackerForm):
    kind = RadioField(
        _l("Loại kỳ họp"),
        choices=options((kind.value, label) for kind, label in words.KIND.items()),
        default=MeetingKind.REGULAR.value,
    )
    month = SelectField(
        _l("Họp của tháng"),
        choices=options((str(month), str(month)) for month in range(1, 13)),
        description=_l("Tháng mà kỳ họp được tính, dù họp sớm hay muộn vài ngày."),
    )
    year = Whole(_l("Năm"), validators=[required(_l("Hãy ghi năm."))])
    day = Day(_l("Ngày họp"), validators=[required(_l("Hãy chọn ngày họp."))])
    start = Clock(_l("Giờ bắt đầu"), validators=[required(_l("Hãy ghi giờ bắt đầu."))])
    place = Line(_l("Địa điểm"), validators=[required(_l("Hãy ghi địa điểm."))])
    theme = Line(
        _l("Tên chuyên đề"),
        most=300,
        validators=[Optional()],
        description=_l("Chỉ ghi khi là sinh hoạt chuyên đề hoặc kết hợp chuyên đề."),
    )
    chair = SelectField(_l("Chủ trì"), validators=[Optional()])
    minute_taker = SelectField(_l("Người ghi biên bản"), validators=[Optional()])
    prepared_by = SelectField(_l("Họp chi ủy chuẩn bị"), validators=[Optional()])

    def offer(self, people: Choices, committee: Choices) -> "PlanForm":
        """Hand in the names and the committee meetings that may be chosen."""
        nobody = [("", _l("Chưa phân công"))]
        self.chair.choices = self.minute_taker.choices = options(nobody + people)
        self.prepared_by.choices = options([("", _l("Chưa có")), *committee])
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if self.kind.data in THEMATIC and not self.theme.data:
            self.refuse(_("Hãy ghi tên chuyên đề."), "theme")
            return False
        return sound

    def load(self, given: Plan) -> None:
        self.kind.data, self.month.data, self.year.data = given.kind.value, str(given.month), given.year
        self.day.data, self.start.data, self.place.data, self.theme.data = (
            given.day, given.start, given.place, given.theme,
        )  # fmt: skip
        self.chair.data, self.minute_taker.data = _of(given.chair_id), _of(given.minute_taker_id)
        self.prepared_by.data = _of(given.prepared_by_id)

    @property
    def given(self) -> Plan:
        return Plan(
            kind=MeetingKind(self.kind.data),
            year=self.year.data,
            month=int(self.month.data),
            day=self.day.data,
            start=_asked(self.start.data),
            place=self.place.data,
            theme=self.theme.data or "",
            chair_id=_id(self.chair.data),
            minute_taker_id=_id(self.minute_taker.data),
            prepared_by_id=_id(self.prepared_by.data),
        )


class ReasonForm(TrackerForm):
    reason = Paragraph(_l("Lý do"), most=1000, validators=[required(_l("Hãy ghi lý do."))])


class ReplyForm(TrackerForm):
    """One's own answer. Coming is one press; the form asks of those who cannot why."""

    answer = HiddenField(default=Answer.ABSENT.value, validators=[AnyOf(set(Answer), _l("Hãy chọn dự hay xin vắng."))])
    reason = Line(_l("Lý do xin vắng"), most=300)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if self.answer.data == Answer.ABSENT.value and not self.reason.data:
            self.refuse(_("Hãy ghi lý do xin vắng."), "reason")
            return False
        return sound

    def given(self, own_id: int) -> tuple[int, Answer, str]:
        return own_id, Answer(self.answer.data), self.reason.data or ""


class ReplyForOtherForm(TrackerForm):
    """An answer entered for a member who said it by word of mouth or telephone."""

    person = SelectField(_l("Đồng chí"), validators=[required(_l("Hãy chọn đồng chí."))])
    their_answer = RadioField(
        _l("Dự hay xin vắng"),
        choices=options([(Answer.COMING.value, _l("Sẽ dự")), (Answer.ABSENT.value, _l("Xin vắng"))]),
        validators=[required(_l("Hãy chọn dự hay xin vắng."))],
    )
    their_reason = Line(_l("Lý do xin vắng của đồng chí ấy"), most=300, validators=[Optional()])

    def offer(self, people: Choices) -> "ReplyForOtherForm":
        self.person.choices = options([("", _l("Hãy chọn")), *people])
        return self

    def given(self, own_id: int) -> tuple[int, Answer, str]:
        return int(self.person.data), Answer(self.their_answer.data), self.their_reason.data or ""


class HoldForm(TrackerForm):
    day = Day(_l("Ngày họp"), validators=[required(_l("Hãy chọn ngày họp."))])
    start = Clock(_l("Bắt đầu lúc"), validators=[required(_l("Hãy ghi giờ bắt đầu."))])
    end = Clock(
        _l("Kết thúc lúc"), validators=[Optional()], description=_l("Để trống nếu chưa kết thúc; ghi sau cũng được.")
    )
    chair = SelectField(_l("Chủ trì"), validators=[required(_l("Hãy chọn người chủ trì."))])
    minute_taker = SelectField(_l("Người ghi biên bản"), validators=[Optional()])
    guests = Paragraph(
        _l("Khách mời"), most=2000, validators=[Optional()], description=_l("Mỗi dòng một người, ghi cả chức vụ.")
    )

    prepared_by = SelectField(_l("Họp chi ủy chuẩn bị"), validators=[Optional()])

    def offer(self, people: Choices, committee: Choices) -> "HoldForm":
        self.chair.choices = options([("", _l("Hãy chọn")), *people])
        self.minute_taker.choices = options([("", _l("Chưa phân công")), *people])
        self.prepared_by.choices = options([("", _l("Chưa có")), *committee])
        return self

    def load(self, given: Held) -> None:
        self.day.data, self.start.data, self.end.data = given.day, given.start, given.end
        self.chair.data, self.minute_taker.data = _of(given.chair_id), _of(given.minute_taker_id)
        self.guests.data, self.prepared_by.data = given.guests, _of(given.prepared_by_id)

    @property
    def given(self) -> Held:
        return Held(
            day=self.day.data,
            start=_asked(self.start.data),
            end=self.end.data,
            chair_id=_id(self.chair.data),
            minute_taker_id=_id(self.minute_taker.data),
            guests=self.guests.data or "",
            prepared_by_id=_id(self.prepared_by.data),
            names_preparation=bool(self.prepared_by.raw_data),
        )
