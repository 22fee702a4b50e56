"""What stands round every page of a meeting: its heading, the six steps, the tabs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from tracker.base import filters
from tracker.meetings import rules, words
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState, Step

TABS = (
    ("agendas.show", _l("Chương trình"), "items"),
    ("contributions.show", _l("Ý kiến"), "contributions"),
    ("meetings.roll", _l("Điểm danh"), ""),
    ("minutes.show", _l("Biên bản"), ""),
    ("duties.of_meeting", lazy_pgettext("trang", "Nhiệm vụ"), "duties"),
    ("scoresheets.show", _l("Chấm điểm"), ""),
)
UNSCORED = {"scoresheets.show"}


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class Frame:
    title: str
    steps: list[tuple[str, str, str]]
    tabs: list[Tab]


def is_current(endpoint: str) -> bool:
    """A tab is current on every page of its stage; the meetings stage has tabs of its own."""
    stage = endpoint.split(".")[0]
    if stage == "meetings":
        return request.endpoint in ("meetings.roll", "meetings.save_roll", "meetings.hold")
    return request.blueprint == stage


def tabs(meeting: Meeting, facts: dict[str, Any]) -> list[Tab]:
    """The tabs whose pages exist; a committee meeting has no sheet."""
    return [
        Tab(str(label), url_for(endpoint, meeting_id=meeting.id), is_current(endpoint), facts.get(fact))
        for endpoint, label, fact in TABS
        if endpoint in current_app.view_functions and (meeting.kind.is_scored or endpoint not in UNSCORED)
    ]


def _note(step: Step, facts: dict[str, Any]) -> str:
    sent: date | None = facts.get("sent_on")
    received: int = facts.get("contributions") or 0
    if step is Step.SENT and sent:
        return filters.short_day(sent)
    if step is Step.INPUT and received:
        return ngettext("%(count)s ý kiến", "%(count)s ý kiến", received, count=received)
    return ""


def frame(meeting: Meeting, **facts: Any) -> Frame:
    """The frame of a meeting's page. State drives the steps; a page may add what its stage knows:

    ``items`` (count; a planned meeting with some has its agenda ready), ``sent_on`` (day or moment of the first
    circulation; ``False``: never sent), ``contributions`` (count), ``duties`` (count), ``scored`` (the sheet was
    agreed).
    """
    line = rules.steps(
        meeting.state,
        is_scored=meeting.kind.is_scored,
        prepared=bool(facts.get("items")),
        sent=facts.get("sent_on") is not False,
        scored=bool(facts.get("scored")),
    )
    steps = [(str(words.STEP[step]), mark, _note(step, facts)) for step, mark in line]
    return Frame(words.title_of(meeting), steps, tabs(meeting, facts))


KEEPER_DUE = {
    MeetingState.PLANNED: ("agendas.show",),
    MeetingState.CIRCULATED: ("agendas.show",),
    MeetingState.HELD: ("minutes.show", "meetings.roll"),
    MeetingState.MINUTED: ("scoresheets.show", "minutes.show"),
    MeetingState.NOT_HELD: ("meetings.about",),
}
READER_DUE = {
    MeetingState.PLANNED: ("agendas.show",),
    MeetingState.CIRCULATED: ("agendas.show",),
    MeetingState.HELD: ("minutes.show", "agendas.show"),
    MeetingState.MINUTED: ("minutes.show", "agendas.show"),
    MeetingState.NOT_HELD: ("meetings.about",),
}


def due(meeting: Meeting, keeps: bool) -> tuple[str, ...]:
    """The pages that a meeting opens at, best first: for those who keep the book, the one with the next thing to do."""
    pages = (KEEPER_DUE if keeps else READER_DUE)[meeting.state]
    return tuple(page for page in pages if meeting.kind.is_scored or page not in UNSCORED)
