"""The roll as a form: a line for each person, present until touched."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import Optional

from tracker.base.forms import Paragraph, TrackerForm, options, tidy
from tracker.meetings.models import Answer, Meeting
from tracker.meetings.roll import SPECIAL_DUTY, Line
from tracker.meetings.rules import Mark, Presence
from tracker.organisations.models import CellType, Organisation
from tracker.people.models import Rank

KEPT = {"sick": "Ốm, đi viện", "business": "Đi công tác", "family": "Việc gia đình", "special": SPECIAL_DUTY}
"""What each chip keeps with the roll: in the book's language, since the minutes print it."""

WORD_OF = {reason: word for word, reason in KEPT.items()}


def reasons(cell: Organisation) -> list[tuple[str, Any, str]]:
    """The chips of a line: value, label, state. Special duty is for cells of the armed forces."""
    chips = [
        ("late", _l("Đến muộn"), "late"),
        ("sick", _l("Ốm, đi viện"), "excused"),
        ("business", _l("Đi công tác"), "excused"),
        ("family", _l("Việc gia đình"), "excused"),
        ("other", _l("Lý do khác…"), "other"),
        ("unexcused", _l("Không lý do"), "unexcused"),
    ]
    if cell.cell_type is CellType.ARMED_FORCES:
        chips.insert(4, ("special", _l("Làm nhiệm vụ đặc biệt"), "excused"))
    return chips


@dataclass
class Row:
    """One line as drawn: whether it is touched, which chip, the words beside “other”, what is wrong."""

    line: Line
    absent: bool = False
    chosen: str = ""
    words: str = ""
    error: str = ""

    @property
    def key(self) -> int:
        return self.line.person.id

    @property
    def mark(self) -> Mark:
        if not self.absent:
            return Mark(self.key, Presence.PRESENT)
        if self.chosen == "late":
            return Mark(self.key, Presence.LATE)
        if self.chosen == "unexcused":
            return Mark(self.key, Presence.UNEXCUSED)
        return Mark(self.key, Presence.EXCUSED, KEPT.get(self.chosen, self.words))


def _excused(line: Line, reason: str) -> Row:
    word = WORD_OF.get(reason, "other")
    return Row(line, True, word, reason if word == "other" else "")


def drawn(line: Line) -> Row:
    """The line as saved; before that, away if they asked to be, else present."""
    if line.mark is None:
        if line.reply is not None and line.reply.answer is Answer.ABSENT:
            return _excused(line, line.reply.reason)
        return Row(line)
    if line.mark.presence is Presence.EXCUSED:
        return _excused(line, line.mark.reason)
    return Row(line, line.mark.presence is not Presence.PRESENT, {
        Presence.LATE: "late", Presence.UNEXCUSED: "unexcused",
    }.get(line.mark.presence, ""))  # fmt: skip


class RollForm(TrackerForm):
    exempt = SelectMultipleField(_l("Miễn sinh hoạt, hôm nay có mặt"), validators=[Optional()])
    guests = Paragraph(
        _l("Khách mời"), most=2000, validators=[Optional()], description=_l("Mỗi dòng một người, ghi cả chức vụ.")
    )

    def offer(self, meeting: Meeting, lines: list[Line]) -> "RollForm":
        """Hand in the lines; those of exempt members become ticks of their own."""
        self.apart = [line for line in lines if not line.is_obliged and line.rank is Rank.EXEMPT]
        self.rows = [drawn(line) for line in lines if line not in self.apart]
        self.exempt.choices = options((str(line.person.id), line.person.full_name) for line in self.apart)
        if not self.is_submitted():
            self.guests.data = meeting.guests
            self.exempt.data = [str(line.person.id) for line in self.apart if _is_there(line)]
        return self

    def read(self, sent: Any) -> None:
        """Take what was sent of each line in place of what was drawn."""
        touched = set(sent.getlist("absent"))
        for row in self.rows:
            row.absent = str(row.key) in touched
            row.chosen = sent.get(f"reason-{row.key}", "") if row.absent else ""
            row.words = (tidy(sent.get(f"note-{row.key}", "")) or "")[:200]
            row.error = _wrong(row)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        for row in self.rows:
            if row.error:
                self.refuse(_("“%(name)s”: %(error)s", name=row.line.person.full_name, error=row.error))
        return sound and not self.form_errors

    @property
    def marks(self) -> list[Mark]:
        there = set(self.exempt.data or [])
        apart = [Mark(line.person.id, Presence.PRESENT) for line in self.apart if str(line.person.id) in there]
        return [row.mark for row in self.rows] + apart


def _is_there(line: Line) -> bool:
    return line.mark is not None and line.mark.presence in (Presence.PRESENT, Presence.LATE)


def _wrong(row: Row) -> str:
    if row.absent and row.chosen not in {"late", "unexcused", "other", *KEPT}:
        return _("Hãy chọn lý do vắng, hoặc chạm lại để ghi có mặt.")
    if row.absent and row.chosen == "other" and not row.words:
        return _("Hãy ghi lý do cụ thể.")
    return ""
