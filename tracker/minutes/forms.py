"""Minutes item by item, votes, confirmation."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import NumberRange

from tracker.agendas.models import AgendaItem
from tracker.base.forms import Line, Paragraph, TrackerForm, Whole, options, required
from tracker.contributions.models import Contribution
from tracker.contributions.rules import Fate
from tracker.minutes.deciding import Put
from tracker.minutes.models import Decision, DecisionKind, Minutes, Proceeding
from tracker.minutes.words import DECISION
from tracker.minutes.writing import TEXTS, Given, Told

DONE = (("yes", _l("Đã làm")), ("no", _l("Không làm")), ("", _l("Chưa ghi")))
AS_WORD = {True: "yes", False: "no", None: ""}
AS_CLAIM = {word: claim for claim, word in AS_WORD.items()}
GENERAL = 0
"""Stands for the item in the names of the fields that tell what came up beside the agenda."""


class MinutesForm(TrackerForm):
    """The whole minutes of one meeting; made for its items and contributions with ``asking``."""

    opening = Paragraph(_l("Mở đầu"), description=_l("Tuyên bố lý do, giới thiệu khách dự, thống nhất chương trình."))
    discussion_0 = Paragraph(_l("Diễn biến"))
    conclusion_0 = Paragraph(_l("Kết luận của chủ trì"))
    praise = Paragraph(_l("Biểu dương"), description=_l("Đồng chí nào, về việc gì."))
    criticism = Paragraph(_l("Nhắc nhở, góp ý, tự phê bình và phê bình"))
    closing = Paragraph(_l("Kết thúc"), description=_l("Ý kiến của cấp trên dự họp, lời kết."))

    all_done = BooleanField(
        _l("Nội dung nào chưa chọn thì ghi là đã làm"), description=_l("Nội dung không làm tới thì chọn “Không làm”.")
    )

    items: list[AgendaItem]
    contributions: list[Contribution]

    @classmethod
    def asking(cls, items: Iterable[AgendaItem], contributions: Iterable[Contribution]) -> type["MinutesForm"]:
        """The form class that asks how each of these items went, and which input its conclusion took up."""
        items, contributions = list(items), list(contributions)
        fields: dict[str, Any] = {"items": items, "contributions": contributions}
        for item in items:
            fields[f"discussion_{item.id}"] = Paragraph(_l("Diễn biến"))
            fields[f"conclusion_{item.id}"] = Paragraph(_l("Kết luận của chủ trì"))
            fields[f"done_{item.id}"] = RadioField(_l("Nội dung này"), choices=options(DONE), default="")
        for one in contributions:
            if one.fate is not Fate.MERGED:
                fields[f"taken_{one.id}"] = BooleanField(_l("Đã tiếp thu vào kết luận"))
        return type(cls.__name__, (cls,), fields)

    def about(self, item_id: int | None) -> list[Contribution]:
        """The input on an item; with ``None`` that on no item, or on one taken off the agenda."""
        known = {item.id for item in self.items}
        return [one for one in self.contributions if (one.item_id if one.item_id in known else None) == item_id]

    def propose(self, drafts: Mapping[int, str]) -> None:
        """Begin minutes not written yet from what the records say of each item."""
        for item_id, text in drafts.items():
            if f"discussion_{item_id}" in self:
                self[f"discussion_{item_id}"].data = text

    def load(self, minutes: Minutes | None, rows: Mapping[int | None, Proceeding], taken: set[int]) -> None:
        """Fill in what stands."""
        if minutes is not None:
            self.version.data = str(minutes.version)
            for name in TEXTS:
                self[name].data = getattr(minutes, name)
        for item_id, row in rows.items():
            key = item_id or GENERAL
            if f"discussion_{key}" in self:
                self[f"discussion_{key}"].data = row.discussion
                self[f"conclusion_{key}"].data = row.conclusion
            if f"done_{key}" in self:
                self[f"done_{key}"].data = AS_WORD[row.is_done]
        for one in self.contributions:
            if f"taken_{one.id}" in self:
                self[f"taken_{one.id}"].data = one.id in taken

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        for item_id in [*(item.id for item in self.items), None]:
            told = self._told(item_id)
            if told.taken_up and not told.conclusion:
                said = _("Hãy ghi kết luận đã tiếp thu ý kiến, hoặc bỏ đánh dấu tiếp thu.")
                self.refuse(said, f"conclusion_{item_id or GENERAL}")
                is_valid = False
        return is_valid

    def given(self) -> Given:
        told = {item_id: self._told(item_id) for item_id in [*(item.id for item in self.items), None]}
        return Given(**{name: self[name].data or "" for name in TEXTS}, items=told)

    def _told(self, item_id: int | None) -> Told:
        key = item_id or GENERAL
        done = self[f"done_{key}"].data if f"done_{key}" in self else ""
        if item_id and not done and self.all_done.data:
            done = AS_WORD[True]
        return Told(
            discussion=self[f"discussion_{key}"].data or "",
            conclusion=self[f"conclusion_{key}"].data or "",
            is_done=AS_CLAIM.get(done or ""),
            taken_up=tuple(one.id for one in self.about(item_id) if self._is_taken(one)),
        )

    def _is_taken(self, one: Contribution) -> bool:
        return f"taken_{one.id}" in self and bool(self[f"taken_{one.id}"].data)

    def texts(self) -> Iterator[tuple[str, AgendaItem | None]]:
        """The names of the fields in the order of the page, each with the item it tells of."""
        yield "opening", None
        for item in self.items:
            for name in ("discussion", "conclusion", "done"):
                yield f"{name}_{item.id}", item
        for name in ("discussion_0", "conclusion_0", "praise", "criticism", "closing"):
            yield name, None


def _votes(label: Any) -> Whole:
    few = NumberRange(0, 10000, _l("Số phiếu từ 0 trở lên."))
    return Whole(label, validators=[required(_l("Hãy ghi số phiếu, không có thì ghi 0.")), few])


class DecisionForm(TrackerForm):
    """One conclusion or resolution and its votes."""

    kind = SelectField(
        _l("Loại"),
        choices=options((kind.value, DECISION[kind]) for kind in (DecisionKind.RESOLUTION, DecisionKind.CONCLUSION)),
        default=DecisionKind.RESOLUTION.value,
    )
    title = Line(_l("Trích yếu"), most=300, validators=[required(_l("Hãy ghi trích yếu."))])
    text = Paragraph(lazy_pgettext("lời", "Nội dung"), validators=[required(_l("Hãy ghi nội dung đưa ra biểu quyết."))])
    votes_for = _votes(_l("Tán thành"))
    votes_against = _votes(_l("Không tán thành"))
    votes_other = _votes(_l("Ý kiến khác"))

    def propose(self, month: int, text: str) -> None:
        """What a meeting mostly puts to the vote; the votes for it are for the secretary to count."""
        self.title.data, self.text.data = f"về nhiệm vụ tháng {month % 12 + 1}", text
        self.votes_against.data = self.votes_other.data = 0

    def load(self, row: Decision) -> None:
        self.version.data = str(row.version)
        for name in ("title", "text", "votes_for", "votes_against", "votes_other"):
            self[name].data = getattr(row, name)

    def put(self) -> Put:
        return Put(
            DecisionKind(self.kind.data), self.title.data or "", self.text.data or "",
            self.votes_for.data, self.votes_against.data, self.votes_other.data,
        )  # fmt: skip


class CorrectionForm(DecisionForm):
    """The same of a decision already recorded, whose kind and number stay."""

    kind = None  # how WTForms drops an inherited field
    TYPED = ("title", "text", "votes_for", "votes_against", "votes_other")

    def put_as(self, row: Decision) -> Put:
        return Put(
            row.kind, self.title.data or "", self.text.data or "",
            self.votes_for.data, self.votes_against.data, self.votes_other.data,
        )  # fmt: skip


class ConfirmForm(TrackerForm):
    """At which meeting the cell passed the minutes; the route hands in the choices."""

    at_meeting = SelectField(_l("Thông qua tại"), coerce=int)


class ReopenForm(TrackerForm):
    reason = Paragraph(
        _l("Lý do mở lại biên bản"), most=1000, validators=[required(_l("Hãy ghi lý do mở lại biên bản."))]
    )
