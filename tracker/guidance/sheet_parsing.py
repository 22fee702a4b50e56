"""Reads the sheets of a guidance file."""

from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.guidance.kinds import CriterionKind, IfNotApplicable, MeetingKind
from tracker.guidance.reader import Record
from tracker.guidance.sheets import NOUGHT, Bound, Criterion, Group, Level, Part, Sheet
from tracker.guidance.vocabulary import CHECKS, CIRCUMSTANCES, COMBINED, MET, NOT_COMBINED, NOT_MET, SOURCES


@dataclass(frozen=True)
class Defaults:
    """What a criterion takes from its sheet where it says nothing itself."""

    step: Decimal
    source: str
    points_source: str


def sheet(record: Record) -> Sheet:
    source = record.word("source", SOURCES, "R")
    defaults = Defaults(record.number("step", "1"), source, record.word("points_source", SOURCES, source))
    if not defaults.step and not record.has("step"):
        record.fault("step", "step_nought", unreadable=True)
    found = Sheet(
        text=record.text("title"),
        text_en=record.maybe_text("title_en"),
        code=record.text("code", most=40),
        kinds=_kinds(record),
        optional=record.flag("optional", "no"),
        groups=tuple(_group(one, defaults) for one in record.records("groups", required=True)),
    )
    record.close()
    return found


def _kinds(record: Record) -> tuple[MeetingKind, ...]:
    scored = [str(kind) for kind in MeetingKind if kind.is_scored]
    typed = record.texts("kinds")
    if not typed:
        record.fault("kinds", "missing", unreadable=True, name="kinds")
    for value in typed:
        if value not in scored:
            record.fault("kinds", "unknown_word", unreadable=True, value=value, known=", ".join(scored))
    return tuple(MeetingKind(value) for value in typed if value in scored)


def _group(record: Record, defaults: Defaults) -> Group:
    found = Group(
        text=record.text("title"),
        text_en=record.maybe_text("title_en"),
        code=record.text("code"),
        full=record.number("full"),
        full_when_combined=record.maybe_number("full_when_combined"),
        criteria=tuple(_criterion(one, defaults) for one in record.records("criteria", required=True)),
    )
    record.close()
    return found


def _criterion(record: Record, defaults: Defaults) -> Criterion:
    kind = record.kind("kind", CriterionKind)
    check = record.maybe_word("check", CHECKS, "unknown_check")
    full = record.number("full")
    when = _bounds(record, check)
    source = record.word("source", SOURCES, defaults.source)
    combined = record.record("when_combined") if record.has("when_combined") else None
    found = Criterion(
        text=record.text("text"),
        text_en=record.maybe_text("text_en"),
        code=record.code(),
        full=full,
        step=record.number("step", str(defaults.step)),
        kind=kind,
        levels=_levels(record, kind, full, check, when),
        parts=_parts(record),
        check=check,
        when=when,
        applies_when=record.maybe_word("applies_when", CIRCUMSTANCES),
        if_not_applicable=_if_not_applicable(record),
        full_when_combined=combined.number("full") if combined else None,
        levels_when_combined=_levels(combined, kind, combined.number("full"), check, when) if combined else (),
        parts_when_combined=_parts(combined) if combined else (),
        hint=record.maybe_text("hint"),
        hint_en=record.maybe_text("hint_en"),
        source=source,
        points_source=record.word("points_source", SOURCES, defaults.points_source),
    )
    if combined:
        combined.close()
    record.close()
    return found


def _if_not_applicable(record: Record) -> IfNotApplicable:
    """Required where the record decides whether the criterion applies; by kind of meeting it may just be absent."""
    circumstance = record.text("applies_when", "-")
    by_kind = circumstance in (COMBINED, NOT_COMBINED, "-")
    found = record.kind("if_not_applicable", IfNotApplicable, "absent" if by_kind else None)
    if not by_kind and found is IfNotApplicable.ABSENT and record.has("if_not_applicable"):
        record.fault("if_not_applicable", "cannot_be_absent", value=circumstance)
    return found


def _levels(
    record: Record, kind: CriterionKind, full: Decimal, check: str | None, when: tuple[Bound, ...]
) -> tuple[Level, ...]:
    given = tuple(_level(one, check) for one in record.records("levels"))
    if kind is CriterionKind.YES_NO and not given:
        return Level(*MET, full, when), Level(*NOT_MET, NOUGHT)
    if kind is CriterionKind.YES_NO and when and not any(level.when for level in given):
        return replace(given[0], when=when), *given[1:]
    return given


def _level(record: Record, check: str | None) -> Level:
    found = Level(
        text=record.text("label"),
        text_en=record.maybe_text("label_en"),
        points=record.number("points"),
        when=_bounds(record, check),
    )
    record.close()
    return found


def _parts(record: Record) -> tuple[Part, ...]:
    return tuple(_part(one) for one in record.records("parts"))


def _part(record: Record) -> Part:
    check = record.maybe_word("check", CHECKS, "unknown_check")
    found = Part(
        text=record.text("text"),
        text_en=record.maybe_text("text_en"),
        code=record.code(),
        full=record.number("full"),
        check=check,
        when=_bounds(record, check),
    )
    record.close()
    return found


def _bounds(record: Record, check: str | None) -> tuple[Bound, ...]:
    """The comparisons under ``when``, each on a figure that the criterion's check measures."""
    if not record.has("when"):
        return ()
    bounds = record.record("when")
    measured = CHECKS.get(check or "", ())
    for name in bounds.mapping:
        if name not in measured:
            bounds.fault(name, "unknown_measure", name=name, check=check or "–", known=", ".join(measured))
            bounds.known.add(name)
    return tuple(bounds.bound(name, name) for name in sorted(bounds.mapping) if name in measured)
