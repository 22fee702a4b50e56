"""One line of a list of things to do, and how its day is said."""

from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from tracker.base import filters
from tracker.desk.rules import Nearness, nearness

TONE = {Nearness.OVERDUE: "attention", Nearness.TODAY: "attention", Nearness.TOMORROW: "attention"}


@dataclass(frozen=True)
class Todo:
    """``url`` is the page on which it is done; with ``posts`` it is a button that does it at once."""

    text: str | Markup
    url: str
    detail: str | Markup = ""
    due: date | None = None
    weight: int = 0
    posts: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    kind: str = ""

    def chip(self, today: date) -> tuple[str, str]:
        """Words and tone of its day; no words where it has none."""
        return chip(self.due, today)


def chip(due: date | None, today: date) -> tuple[str, str]:
    if due is None:
        return "", ""
    near = nearness(due, today)
    words = {
        Nearness.OVERDUE: lambda: _("Quá hạn từ %(day)s", day=brief(due, today)),
        Nearness.TODAY: lambda: _("Hạn hôm nay"),
        Nearness.TOMORROW: lambda: _("Hạn ngày mai"),
        Nearness.LATER: lambda: _("Trước %(day)s", day=brief(due, today)),
    }[near]()
    return words, TONE.get(near, "")


def nearest(due: date, today: date) -> str:
    """How the head of the page says when the nearest thing is due."""
    return {
        Nearness.OVERDUE: lambda: _("việc gần nhất quá hạn từ %(day)s", day=brief(due, today)),
        Nearness.TODAY: lambda: _("việc gần nhất hạn hôm nay"),
        Nearness.TOMORROW: lambda: _("việc gần nhất hạn ngày mai"),
        Nearness.LATER: lambda: _("việc gần nhất hạn %(day)s", day=brief(due, today)),
    }[nearness(due, today)]()


def brief(day: date, today: date) -> str:
    """06/3, with the year where it is another one."""
    written = filters.short_day(day)
    return written.rsplit("/", 1)[0] if day.year == today.year else written


def worded(pattern: str, **gaps: object) -> Markup:
    """A sentence of the book (already in the reader's language) with its gaps filled; what is mark-up stays so."""
    return Markup(pattern) % gaps  # noqa: S704  # the pattern is the book's own, out of its catalogue  # nosec B704


def said(name: str) -> Markup:
    """A person's own words within a sentence of the book, as the macro of that name marks them."""
    return Markup('<span class="user-text" lang="vi">{}</span>').format(name)
