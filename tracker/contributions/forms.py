"""Forms of contributions. Names and agenda items are handed in; the service checks that they fit."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from tracker.agendas.models import AgendaItem
from tracker.base.forms import Paragraph, TrackerForm, options, required
from tracker.contributions import words
from tracker.contributions.models import Contribution
from tracker.contributions.rules import ContributionKind
from tracker.people.models import Standing

IN_GENERAL = ("", _l("Cả kỳ họp, không riêng nội dung nào"))


def whole(text: str | None) -> int | None:
    """The id that a choice stands for; ``None`` for none, or for what no page of ours sends."""
    return int(text) if text and text.isdecimal() else None


def chosen_person() -> SelectField:
    return SelectField(_l("Đồng chí"), validate_choice=False, validators=[required(_l("Hãy chọn một đồng chí."))])


class ItemForm(TrackerForm):
    """What concerns an item of the agenda, or the meeting in general."""

    item = SelectField(_l("Về nội dung"), validate_choice=False, validators=[Optional()])

    def offer_items(self, items: list[AgendaItem]) -> None:
        told = ((str(item.id), f"{item.position}. {item.title}") for item in items)
        self.item.choices = options([IN_GENERAL, *told])

    @property
    def item_id(self) -> int | None:
        return whole(self.item.data)


class WriteForm(ItemForm):
    kind = RadioField(
        _l("Đồng chí gửi"),
        choices=options((kind.value, word) for kind, word in reversed(words.KIND.items())),
        default=ContributionKind.REMARK.value,
        validate_choice=False,
    )
    text = Paragraph(
        lazy_pgettext("lời", "Nội dung"),
        validators=[required(_l("Hãy viết nội dung ý kiến."))],
        description=_l("Viết ngắn gọn, nêu rõ đề nghị. Cả chi bộ cùng đọc trước khi họp."),
    )

    def load(self, contribution: Contribution) -> None:
        self.kind.data, self.text.data = contribution.kind.value, contribution.text
        self.item.data = str(contribution.item_id or "")
        self.version.data = str(contribution.version)

    @property
    def chosen_kind(self) -> ContributionKind:
        papers = self.kind.data == ContributionKind.PAPER.value
        return ContributionKind.PAPER if papers else ContributionKind.REMARK


class EnterForm(WriteForm):
    """Typed for somebody else, who said it or wrote it on paper."""

    person = chosen_person()

    def offer_people(self, standings: list[Standing]) -> None:
        self.person.choices = options([("", _l("Chọn đồng chí")), *name_choices(standings)])

    @property
    def person_id(self) -> int:
        return whole(self.person.data) or 0


class SpeakForm(ItemForm):
    person = chosen_person()
    text = Paragraph(_l("Nội dung phát biểu"), validators=[required(_l("Hãy ghi tóm tắt nội dung phát biểu."))])

    offer_people = EnterForm.offer_people
    person_id = EnterForm.person_id


class MergeForm(TrackerForm):
    into = SelectField(
        _l("Gộp vào ý kiến"), validate_choice=False, validators=[required(_l("Hãy chọn ý kiến để gộp vào."))]
    )

    def offer(self, targets: list[Contribution]) -> None:
        told = [(str(one.id), f"{one.person.full_name}: {shortened(one.text)}") for one in targets]
        self.into.choices = options([("", _l("Chọn ý kiến")), *told])

    @property
    def into_id(self) -> int:
        return whole(self.into.data) or 0


class AnswerForm(TrackerForm):
    text = Paragraph(
        _l("Trả lời"),
        validators=[required(_l("Hãy ghi nội dung trả lời."))],
        description=_l("Người gửi ý kiến đọc được câu trả lời này."),
    )

    def load(self, contribution: Contribution) -> None:
        self.text.data, self.version.data = contribution.response, str(contribution.version)


class ReasonForm(TrackerForm):
    reason = Paragraph(_l("Lý do"), most=1000, validators=[required(_l("Hãy ghi lý do."))])


class PressForm(TrackerForm):
    """A form of one button."""


def name_choices(standings: list[Standing]) -> list[tuple[str, str]]:
    return [(str(one.person_id), one.person.full_name) for one in standings]


def shortened(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
