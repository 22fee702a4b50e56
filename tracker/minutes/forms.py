"""Minutes item by item, votes, confirmation."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import NumberRange

from tracker.agendas.models import AgendaItem
from tracker.base.forms import Line, Paragraph, TrackerForm, Whole, required
from tracker.contributions.models import Contribution
from tracker.minutes.deciding import Put
from tracker.minutes.models import Decision, DecisionKind, Minutes, Proceeding
from tracker.minutes.words import DECISION
from tracker.minutes.writing import TEXTS, Given, Told

DONE = (("yes", _l("Đã làm")), ("no", _l("Không làm")), ("", _l("Chưa ghi")))
AS_WORD = {True: "yes", False: "no", None: ""}
AS_CLAIM = {word: claim for claim, word in AS_WORD.items()}


class MinutesForm(TrackerForm):
    """The whole minutes of one meeting; made for its items and contributions with ``asking``."""

    opening = Paragraph(_l("Mở đầu"), description=_l("Tuyên bố lý do, khách dự, thống nhất chương trình."))
    praise = Paragraph(_l("Biểu dương"), description=_l("Đồng chí nào, về việc gì."))
    criticism = Paragraph(_l("Nhắc nhở, góp ý, tự phê bình và phê bình"))
    closing = Paragraph(_l("Kết thúc"), description=_l("Ý kiến của cấp trên dự họp, lời kết."))

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
            fields[f"done_{item.id}"] = RadioField(_l("Nội dung này"), choices=DONE, default="", validate_choice=False)
        for contribution in contributions:
            fields[f"taken_{contribution.id}"] = BooleanField(_l("Đã tiếp thu vào kết luận"))
        return type(cls.__name__, (cls,), fields)

    def load(self, minutes: Minutes | None, rows: Mapping[int, Proceeding], taken: Mapping[int, int]) -> None:
        """Fill in what stands."""
        if minutes is not None:
            self.version.data = str(minutes.version)
            for name in TEXTS:
                self[name].data = getattr(minutes, name)
        for item_id, row in rows.items():
            if f"discussion_{item_id}" in self:
                self[f"discussion_{item_id}"].data = row.discussion
                self[f"conclusion_{item_id}"].data = row.conclusion
                self[f"done_{item_id}"].data = AS_WORD[row.is_done]
        for contribution in self.contributions:
            self[f"taken_{contribution.id}"].data = contribution.id in taken

    def given(self) -> Given:
        told = {item.id: self._told(item) for item in self.items}
        return Given(**{name: self[name].data or "" for name in TEXTS}, items=told)

    def _told(self, item: AgendaItem) -> Told:
        taken = [
            contribution.id
            for contribution in self.contributions
            if contribution.item_id == item.id and self[f"taken_{contribution.id}"].data
        ]
        return Told(
            discussion=self[f"discussion_{item.id}"].data or "",
            conclusion=self[f"conclusion_{item.id}"].data or "",
            is_done=AS_CLAIM.get(self[f"done_{item.id}"].data),
            taken_up=tuple(taken),
        )


def _votes(label: Any) -> Whole:
    few = NumberRange(0, 10000, _l("Số phiếu từ 0 trở lên."))
    return Whole(label, validators=[required(_l("Hãy ghi số phiếu, không có thì ghi 0.")), few])


class DecisionForm(TrackerForm):
    """One conclusion or resolution and its votes."""

    kind = SelectField(
        _l("Loại"),
        choices=[(kind.value, DECISION[kind]) for kind in DecisionKind],
        default=DecisionKind.RESOLUTION.value,
    )
    title = Line(_l("Trích yếu"), most=300, validators=[required(_l("Hãy ghi trích yếu."))])
    text = Paragraph(_l("Nội dung"), validators=[required(_l("Hãy ghi nội dung đưa ra biểu quyết."))])
    votes_for = _votes(_l("Tán thành"))
    votes_against = _votes(_l("Không tán thành"))
    votes_other = _votes(_l("Ý kiến khác"))

    def load(self, row: Decision) -> None:
        self.version.data = str(row.version)
        self.kind.data = row.kind.value
        for name in ("title", "text", "votes_for", "votes_against", "votes_other"):
            self[name].data = getattr(row, name)

    def put(self) -> Put:
        return Put(
            DecisionKind(self.kind.data), self.title.data, self.text.data,
            self.votes_for.data, self.votes_against.data, self.votes_other.data,
        )  # fmt: skip


class ConfirmForm(TrackerForm):
    """At which meeting the cell passed the minutes; the route hands in the choices."""

    at_meeting = SelectField(_l("Thông qua tại"), coerce=int)


class ReopenForm(TrackerForm):
    reason = Paragraph(
        _l("Lý do mở lại biên bản"), most=1000, validators=[required(_l("Hãy ghi lý do mở lại biên bản."))]
    )
