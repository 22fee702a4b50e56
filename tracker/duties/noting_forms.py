"""One form for what happens at the table: results heard, who spoke, what is given."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import StopValidation

from tracker.agendas.models import AgendaItem
from tracker.base.forms import Day, Line, Paragraph, TrackerForm, options
from tracker.contributions.forms import IN_GENERAL, whole
from tracker.duties.giving import Assignment
from tracker.duties.hearing import Result
from tracker.duties.models import Duty
from tracker.duties.noting import Heard, Noted, Said
from tracker.duties.rules import DutyKind
from tracker.people.models import Person

SPEAKERS, TASKS = range(1, 5), range(1, 4)
"""Lines at a time; saved, the page has as many again."""
DONE = (("done", _l("Đã xong")), ("not", _l("Chưa xong")))
Choices = list[tuple[str, str]]


class NoteForm(TrackerForm):
    """Made for what waits to be heard with ``asking``. Whatever is left empty is not noted."""

    waiting: list[Duty]
    teller = SelectField(_l("Kể câu chuyện về Bác kỳ sau"), validate_choice=False)

    @classmethod
    def asking(cls, waiting: list[Duty]) -> "type[NoteForm]":
        fields: dict[str, Any] = {"waiting": waiting}
        for one in waiting:
            fields |= _result_fields(one)
        for line in SPEAKERS:
            fields[f"who_{line}"] = _choice(_l("Đồng chí"))
            fields[f"about_{line}"] = _choice(_l("Về nội dung"))
            fields[f"said_{line}"] = Paragraph(_l("Nội dung phát biểu"))
        for line in TASKS:
            fields[f"task_{line}"] = Line(_l("Nhiệm vụ"), most=300)
            fields[f"to_{line}"] = _choice(_l("Giao cho"))
            fields[f"due_{line}"] = Day(_l("Hạn hoàn thành"), validators=[_may_be_empty])
        return type(cls.__name__, (cls,), fields)

    def offer(self, people: list[Person], tellers: list[Person], items: list[AgendaItem]) -> "NoteForm":
        names = [("", _l("Chọn đồng chí")), *_names(people)]
        told = [(str(item.id), f"{item.position}. {item.title}") for item in items]
        for line in SPEAKERS:
            self[f"who_{line}"].choices = options(names)
            self[f"about_{line}"].choices = options([IN_GENERAL, *told])
        for line in TASKS:
            self[f"to_{line}"].choices = options(names)
        self.teller.choices = options([("", _l("Chưa phân công")), *_names(tellers)])
        return self

    def load(self, item_id: int | None, due: date) -> None:
        for one in self.waiting:
            self[f"seen_{one.id}"].data = str(one.version)
            self[f"words_{one.id}"].data = one.lesson if one.kind is not DutyKind.TASK else one.result
            if one.kind is DutyKind.TASK:
                self[f"done_on_{one.id}"].data = one.done_on
                self[f"outcome_{one.id}"].data = "done" if one.done_on else None
        for line in SPEAKERS:
            self[f"about_{line}"].data = str(item_id or "")
        for line in TASKS:
            self[f"due_{line}"].data = due

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        for line in SPEAKERS:
            is_valid &= self._whole(line, ("who", _("Hãy chọn người phát biểu.")),
                                    ("said", _("Hãy ghi tóm tắt nội dung phát biểu.")))  # fmt: skip
        for line in TASKS:
            is_valid &= self._whole(line, ("task", _("Hãy ghi việc phải làm.")),
                                    ("to", _("Hãy chọn người được giao.")))  # fmt: skip
            if self[f"task_{line}"].data and self[f"due_{line}"].data is None and not self[f"due_{line}"].errors:
                self.refuse(_("Hãy chọn hạn hoàn thành."), f"due_{line}")
                is_valid = False
        return is_valid

    def _whole(self, line: int, *wanted: tuple[str, str]) -> bool:
        """A line is filled in or left empty; half a line is told what it lacks."""
        empty = [(name, sentence) for name, sentence in wanted if not self[f"{name}_{line}"].data]
        if not empty or len(empty) == len(wanted):
            return True
        for name, sentence in empty:
            self.refuse(sentence, f"{name}_{line}")
        return False

    @property
    def noted(self) -> Noted:
        tasks = [
            Assignment(DutyKind.TASK, whole(self[f"to_{line}"].data) or 0, self[f"task_{line}"].data, "",
                       self[f"due_{line}"].data)
            for line in TASKS if self[f"task_{line}"].data
        ]  # fmt: skip
        teller = whole(self.teller.data)
        stories = [Assignment(DutyKind.STORY, teller)] if teller else []
        return Noted(
            [self._heard(one) for one in self.waiting if self[f"outcome_{one.id}"].data],
            [
                Said(whole(self[f"who_{line}"].data) or 0, whole(self[f"about_{line}"].data), self[f"said_{line}"].data)
                for line in SPEAKERS
                if self[f"said_{line}"].data
            ],
            [*stories, *tasks],
        )

    def _heard(self, one: Duty) -> Heard:
        is_done, words = self[f"outcome_{one.id}"].data == "done", self[f"words_{one.id}"].data or ""
        if one.kind is DutyKind.TASK:
            result = Result(is_done, words, self[f"done_on_{one.id}"].data)
        elif is_done:
            result = Result(True, "", lesson=words, title=self[f"title_{one.id}"].data or "")
        else:
            result = Result(False, words, title=self[f"title_{one.id}"].data or "")
        return Heard(one, self[f"seen_{one.id}"].data, result)


def _may_be_empty(_form: Any, field: Any) -> None:
    """An empty line is passed over; unlike ``Optional`` it does not say so beside a field that a whole line needs."""
    if not (field.raw_data and field.raw_data[0].strip()):
        field.errors = []
        raise StopValidation


def _result_fields(one: Duty) -> dict[str, Any]:
    outcome = RadioField(_l("Kết quả"), choices=options(DONE), validate_choice=False)
    fields: dict[str, Any] = {f"seen_{one.id}": HiddenField(), f"outcome_{one.id}": outcome}
    if one.kind is DutyKind.TASK:
        label = _l("Kết quả cụ thể, hoặc vì sao chưa xong")
        fields[f"done_on_{one.id}"] = Day(_l("Ngày hoàn thành"), validators=[_may_be_empty])
    else:
        label = _l("Bài học rút ra, hoặc vì sao chưa trình bày")
        fields[f"title_{one.id}"] = Line(_l("Tên"), default=one.title)
    return fields | {f"words_{one.id}": Paragraph(label, most=3000)}


def _choice(label: Any) -> SelectField:
    return SelectField(label, validate_choice=False)


def _names(people: list[Person]) -> Choices:
    return [(str(one.id), one.full_name) for one in people]
