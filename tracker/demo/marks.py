"""Marks that agree with the records: what each check measures, and the few points that people take off beside it."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from tracker.agendas import service as agendas
from tracker.agendas.rules import DocumentKind
from tracker.base import clock
from tracker.contributions import service as contributions
from tracker.duties import service as duties
from tracker.duties.rules import DutyKind, DutyState
from tracker.guidance.kinds import CriterionKind
from tracker.guidance.rules import Guidance
from tracker.guidance.sheets import Bound, Criterion
from tracker.meetings import holding, words
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.minutes import service as minutes
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.marking import Given
from tracker.scoresheets.models import Scoresheet

HALF = Decimal("0.5")
Measures = dict[str, Decimal]


def measures(meeting: Meeting) -> Measures:
    """What the records say, by the names that a guidance's checks use; what they cannot tell is left out."""
    sources = (_of_roll, _of_hours, _of_agenda, _of_minutes, _of_duties)
    return {name: Decimal(value) for measure in sources for name, value in measure(meeting).items()}


def _of_roll(meeting: Meeting) -> Mapping[str, Decimal | int]:
    turnout = meetings.turnout(meeting)
    here = turnout.present + turnout.outside_present
    spoke = len(contributions.speakers(meeting))
    return {
        "present_percent": (turnout.share or 0) * 100, "unexcused": turnout.unexcused, "late": turnout.late,
        "longest_absence": 0, "speakers": spoke,
        "speakers_percent": Decimal(100 * spoke) / here if here else 0, "commented": int(spoke > 0),
    }  # fmt: skip


def _of_hours(meeting: Meeting) -> Mapping[str, Decimal | int]:
    lasted, required = words.minutes_of(meeting) or 0, holding.minutes_required(meeting) or 90
    on_day = int(clock.day_of(meeting.first_planned_at) == meeting.day)
    return {
        "minutes": lasted, "minutes_short": max(0, required - lasted), "on_planned_day": on_day,
        "duration_percent": Decimal(100 * lasted) / required,
    }  # fmt: skip


def _of_agenda(meeting: Meeting) -> Mapping[str, Decimal | int]:
    lead = agendas.lead_time(meeting)
    kept = agendas.documents(meeting)
    return {
        "lead_days": Decimal(lead.early // timedelta(minutes=1)) / 1440 if lead else -1,
        "told_percent": 100 if lead else 0, "delegate_told": int(lead is not None),
        "drafts": sum(one.kind is DocumentKind.DRAFT_RESOLUTION for one in kept), "documents": len(kept),
        "items_with_questions": sum(bool(item.questions) for item in agendas.items(meeting)),
        "committee_met": int(meeting.prepared_by_id is not None),
        "committee_minuted": int(meeting.prepared_by_id is not None), "planned": 1,
    }  # fmt: skip


def _of_minutes(meeting: Meeting) -> Mapping[str, Decimal | int]:
    written, told = minutes.of_meeting(meeting), minutes.proceedings(meeting)
    of = len(agendas.items(meeting)) or 1
    done = sum(row.is_done is True for row in told.values())
    concluded = sum(row.is_done is not True or bool(row.conclusion) for row in told.values())
    return {
        "items_done_percent": Decimal(100 * done) / of, "items_concluded_percent": Decimal(100 * concluded) / of,
        "passed": int(any(one.is_passed for one in minutes.decisions(meeting))),
        "remarks_recorded": int(bool(written and (written.praise or written.criticism))),
        "minutes_confirmed": int(bool(written and written.is_confirmed)),
        "summarised": 1, "responded": 1, "concluded": 1,
    }  # fmt: skip


def _of_duties(meeting: Meeting) -> Mapping[str, Decimal | int]:
    heard = [one for one in duties.carried_to(meeting) if one.state is DutyState.DONE]
    told = [one for one in heard if one.kind is DutyKind.STORY]
    tasks = sum(one.kind is DutyKind.TASK for one in duties.assigned_at(meeting))
    found: dict[str, Decimal | int] = {
        "story_told": int(bool(told)), "lesson_drawn": int(any(one.lesson for one in told)),
        "assigned_before": int(any(one.kind is DutyKind.THEMATIC_PAPER for one in heard)),
        "tasks": tasks, "tasks_complete_percent": 100 if tasks else 0,
    }  # fmt: skip
    ratio = duties.done_on_time(meeting)
    return found | ({"tasks_done_percent": Decimal(100 * ratio[0]) / ratio[1]} if ratio else {})


class Marks:
    """Marks of one sheet, from what was recorded down to a total."""

    def __init__(self, sheet: Scoresheet) -> None:
        applying = {mark.criterion for mark in sheet.marks if mark.applies}
        every = scoresheets.form_of(sheet).criteria(sheet.kind)
        self.criteria = [one for one in every if one.code in applying]
        self.fixed = sum(
            (one.full for one in every if one.code not in applying and one.if_not_applicable == "full"), Decimal(0)
        )
        self.guidance: Guidance = scoresheets.guidance_of(sheet)
        self.figures = measures(sheet.meeting)
        self.marks = {one.code: self._recorded(one) for one in self.criteria if one.kind is not CriterionKind.PARTS}
        self.parts = {
            one.code: {part.code: self._if_met(part.full, part.when, HALF) for part in one.parts}
            for one in self.criteria
            if one.kind is CriterionKind.PARTS
        }  # fmt: skip

    @property
    def total(self) -> Decimal:
        return self.fixed + sum(self.marks.values()) + sum(sum(parts.values()) for parts in self.parts.values())

    def _met(self, bounds: tuple[Bound, ...]) -> bool:
        """Unless the records say otherwise."""
        settings = self.guidance.settings
        return all(
            bound.measure not in self.figures or bound.holds(self.figures[bound.measure], settings) for bound in bounds
        )

    def _if_met(self, full: Decimal, bounds: tuple[Bound, ...], step: Decimal) -> Decimal:
        return full if self._met(bounds) else full * Decimal("0.6") // step * step

    def _recorded(self, one: Criterion) -> Decimal:
        if one.kind is CriterionKind.YES_NO:
            return one.full if self._met(one.when) else Decimal(0)
        if one.levels:
            return next(level.points for level in one.levels if self._met(level.when))
        return self._if_met(one.full, one.when, one.step)

    def _is_open(self, one: Criterion) -> bool:
        """The records do not decide it."""
        bounds = [bound for level in one.levels for bound in level.when] or list(one.when)
        return not any(bound.measure in self.figures for bound in bounds)

    def lower_to(self, target: Decimal, seed: int) -> None:
        """Take off what people found wanting beside the records, first where no record decides."""
        for one in self.criteria:
            if one.levels and one.kind is CriterionKind.LEVELS and self._is_open(one):
                need = self.total - target
                off = max(need - 4, Decimal(0))
                self.marks[one.code] = min(level.points for level in one.levels if one.full - level.points <= off)
        numbers = [one for one in self.criteria if one.kind is CriterionKind.NUMBER]
        free = [one for one in numbers if self._is_open(one)]
        turn = seed % len(free) if free else 0
        for least, among in ((HALF, free[turn:] + free[:turn]), (Decimal("0.4"), numbers)):
            self._shave(among, least, target)
            self._shave_parts(least, target)

    def _shave(self, among: list[Criterion], least: Decimal, target: Decimal) -> None:
        moved = True
        while moved and self.total > target:
            moved = False
            for one in among:
                off = min(max(one.step, HALF), self.total - target)
                if off > 0 and self.marks[one.code] - off >= one.full * least:
                    self.marks[one.code] -= off
                    moved = True

    def _shave_parts(self, least: Decimal, target: Decimal) -> None:
        moved = True
        while moved and self.total > target:
            moved = False
            for one in self.criteria:
                for part in one.parts:
                    given = self.parts.get(one.code, {}).get(part.code, Decimal(0))
                    if self.total > target and given - HALF >= part.full * least:
                        self.parts[one.code][part.code] = given - HALF
                        moved = True

    def given(self, strengths: str, weaknesses: str, remedies: str) -> Given:
        return Given(self.marks, self.parts, strengths=strengths, weaknesses=weaknesses, remedies=remedies)
