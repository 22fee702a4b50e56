"""Forms of duties. Names, quarters and contributions are handed in; the service checks that they fit."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from tracker.base.forms import Day, Line, Paragraph, TrackerForm, options, required
from tracker.contributions.forms import shortened, whole
from tracker.contributions.models import Contribution
from tracker.duties import rules
from tracker.duties.giving import Assignment
from tracker.duties.hearing import Result
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind
from tracker.people.models import Person

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


class AssigneeForm(TrackerForm):
    assignee = SelectField(
        _l("Giao cho"), validate_choice=False, validators=[required(_l("Hãy chọn người được giao."))]
    )

    def offer_people(self, people: list[Person]) -> None:
        names = ((str(person.id), person.full_name) for person in people)
        self.assignee.choices = options([("", _l("Chọn đồng chí")), *names])

    @property
    def assignee_id(self) -> int:
        return whole(self.assignee.data) or 0


class StoryForm(AssigneeForm):
    title = Line(
        _l("Tên câu chuyện"),
        most=200,
        validators=[Optional()],
        description=_l("Người kể có thể chọn sau."),
    )

    @property
    def given(self) -> Assignment:
        return Assignment(DutyKind.STORY, self.assignee_id, self.title.data or "")


class PaperForm(AssigneeForm):
    title = Line(_l("Tên chuyên đề"), most=300, validators=[required(_l("Hãy ghi tên chuyên đề."))])
    quarter = SelectField(_l("Trình bày trong"), validate_choice=False)
    detail = Paragraph(_l("Yêu cầu"), most=3000, validators=[Optional()])

    def offer_quarters(self, today: date) -> None:
        coming = rules.coming_quarters(today)
        told = [(f"{year}-{number}", _quarter(year, number)) for year, number in coming]
        self.quarter.choices = options(told)

    @property
    def due_on(self) -> date | None:
        """The last day of the quarter chosen."""
        year, _dash, number = (self.quarter.data or "").partition("-")
        if not (year.isdecimal() and len(year) == 4 and number in ("1", "2", "3", "4")):
            return None
        return rules.end_of_quarter(int(year), int(number))

    @property
    def given(self) -> Assignment:
        return Assignment(
            DutyKind.THEMATIC_PAPER, self.assignee_id, self.title.data, self.detail.data or "", self.due_on
        )


class TaskForm(AssigneeForm):
    title = Line(_l("Nhiệm vụ"), most=300, validators=[required(_l("Hãy ghi việc phải làm."))])
    due_on = Day(_l("Hạn hoàn thành"), validators=[required(_l("Hãy chọn hạn hoàn thành."))])
    detail = Paragraph(_l("Yêu cầu cụ thể"), most=3000, validators=[Optional()])
    contribution = SelectField(_l("Từ ý kiến"), validate_choice=False, validators=[Optional()])

    def offer_contributions(self, rows: list[Contribution]) -> None:
        told = ((str(one.id), f"{one.person.full_name}: {shortened(one.text)}") for one in rows)
        self.contribution.choices = options([("", _l("Không từ ý kiến nào")), *told])

    @property
    def given(self) -> Assignment:
        return Assignment(
            DutyKind.TASK, self.assignee_id, self.title.data, self.detail.data or "", self.due_on.data,
            whole(self.contribution.data),
        )  # fmt: skip


class HearTaskForm(TrackerForm):
    outcome = RadioField(
        _l("Kết quả"),
        choices=options([("done", _l("Đã hoàn thành")), ("not", _l("Chưa hoàn thành"))]),
        validate_choice=False,
        validators=[required(_l("Hãy chọn đã hoàn thành hay chưa."))],
    )
    done_on = Day(_l("Ngày hoàn thành"), validators=[Optional()])
    words = Paragraph(_l("Kết quả cụ thể, hoặc vì sao chưa xong"), most=3000, validators=[Optional()])
    carry_on = Day(
        _l("Hạn mới"),
        validators=[Optional()],
        description=_l("Chưa xong mà làm tiếp: ghi hạn mới, sổ giao tiếp việc này."),
    )

    def load(self, duty: Duty) -> None:
        self.version.data, self.words.data = str(duty.version), duty.result
        self.done_on.data = duty.done_on
        self.outcome.data = "done" if duty.done_on else None

    @property
    def result(self) -> Result:
        return Result(
            self.outcome.data == "done", self.words.data or "", self.done_on.data, carry_on=self.carry_on.data
        )


class HearStoryForm(TrackerForm):
    """For a story or a paper."""

    outcome = RadioField(
        _l("Kết quả"),
        choices=options([("done", _l("Đã trình bày")), ("not", _l("Chưa trình bày"))]),
        validate_choice=False,
        validators=[required(_l("Hãy chọn đã trình bày hay chưa."))],
    )
    title = Line(_l("Tên"), most=200, validators=[Optional()])
    lesson = Paragraph(_l("Bài học rút ra"), most=3000, validators=[Optional()])
    words = Paragraph(_l("Ghi thêm, hoặc vì sao chưa trình bày"), most=3000, validators=[Optional()])

    def load(self, duty: Duty) -> None:
        self.version.data, self.title.data, self.lesson.data = str(duty.version), duty.title, duty.lesson

    @property
    def result(self) -> Result:
        return Result(
            self.outcome.data == "done", self.words.data or "", lesson=self.lesson.data or "",
            title=self.title.data or "",
        )  # fmt: skip


class ReportForm(TrackerForm):
    words = Paragraph(_l("Đã làm đến đâu"), most=3000, validators=[required(_l("Hãy ghi việc đã làm đến đâu."))])
    done_on = Day(_l("Ngày hoàn thành"), validators=[Optional()], description=_l("Để trống nếu chưa xong."))

    def load(self, duty: Duty) -> None:
        self.version.data, self.words.data, self.done_on.data = str(duty.version), duty.result, duty.done_on


class ChangeForm(TrackerForm):
    title = Line(_l("Tên"), most=300, validators=[required(_l("Hãy ghi tên."))])
    due_on = Day(_l("Hạn hoàn thành"), validators=[Optional()])
    detail = Paragraph(_l("Yêu cầu, đề cương"), most=10000, validators=[Optional()])

    def load(self, duty: Duty) -> None:
        self.version.data, self.title.data = str(duty.version), duty.title
        self.detail.data, self.due_on.data = duty.detail, duty.due_on


class ReassignForm(AssigneeForm):
    reason = Paragraph(_l("Lý do đổi người"), most=1000, validators=[required(_l("Hãy ghi lý do."))])


class ReasonForm(TrackerForm):
    reason = Paragraph(_l("Lý do"), most=1000, validators=[required(_l("Hãy ghi lý do."))])


class PressForm(TrackerForm):
    """A form of one button."""


def _quarter(year: int, number: int) -> str:
    return _("quý %(quarter)s/%(year)s", quarter=ROMAN[number], year=year)
