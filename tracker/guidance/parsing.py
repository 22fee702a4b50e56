"""From a guidance file's mapping to a :class:`~tracker.guidance.rules.Guidance`, or all its faults at once."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.guidance import soundness, vocabulary
from tracker.guidance.faults import Fault, Faults, is_readable
from tracker.guidance.kinds import ConditionKind, DemandKind, QualityClass, YearRuleKind
from tracker.guidance.reader import Record
from tracker.guidance.rules import Attendance, Condition, Demand, Guidance, YearClass, YearRule
from tracker.guidance.sheet_parsing import sheet

FORMAT = "1"


def parse(mapping: Mapping[str, Any], file: str) -> Guidance:
    """The guidance that the file holds; raises ``Faults`` naming every place that needs mending."""
    guidance, faults = examined(mapping)
    if faults:
        raise Faults(file, faults)
    return guidance


def examined(mapping: Mapping[str, Any]) -> tuple[Guidance, tuple[Fault, ...]]:
    """As much of the guidance as could be read, to be looked at, and all that needs mending."""
    faults: list[Fault] = []
    guidance = _guidance(Record(mapping, "", faults))
    soundness.examine(guidance, faults)
    return guidance, tuple(faults)


def _guidance(record: Record) -> Guidance:
    record.word("format", (FORMAT,), FORMAT)
    guidance = Guidance(
        text=record.text("title", most=300),
        text_en=record.maybe_text("title_en"),
        **_identity(record),
        **_settings(record.record("settings")),
        attendance=_attendance(record.record("attendance")),
        sheets=tuple(sheet(one) for one in record.records("sheets", required=True)),
        classes=_classes(record),
        conditions=tuple(_condition(one) for one in record.records("conditions")),
        year_rule=_year_rule(record.record("year_rule")),
        sources=_sources(record.record("sources")) if record.has("sources") else (),
        notes=record.texts("notes"),
    )
    record.close()
    return guidance


def _identity(record: Record) -> dict[str, Any]:
    return {
        "code": record.text("code", most=40),
        "number": record.text("number", most=80),
        "issuer": record.text("issuer", most=200),
        "legal_basis": record.text("legal_basis"),
        "issued_on": record.day("issued_on"),
        "valid_from": record.day("valid_from"),
        "valid_until": record.maybe_day("valid_until"),
        "provenance": record.word("provenance", vocabulary.PROVENANCES),
        "scope": record.maybe_text("scope"),
    }


def _settings(record: Record) -> dict[str, Any]:
    settings = {
        "notice_days": record.number("notice_days"),
        "notice_counts": record.word("notice_counts", vocabulary.NOTICE_COUNTS, "first"),
        "minutes_required": record.whole("minutes_required"),
        "minutes_required_combined": record.whole("minutes_required_combined"),
        "filing_days": record.number("filing_days"),
        "quorum": record.fraction("quorum"),
        "vote_majority": record.fraction("vote_majority"),
        "absent_months": _whole_numbers(record, "absent_months"),
        "regular_every": record.word("regular_every", vocabulary.FREQUENCIES),
        "thematic_every": record.word("thematic_every", vocabulary.FREQUENCIES),
        "on_exclusion": record.word("on_exclusion", vocabulary.ON_EXCLUSION, "rescale"),
    }
    record.close()
    return settings


def _whole_numbers(record: Record, key: str) -> tuple[int, ...]:
    typed = record.texts(key)
    for value in typed:
        if not value.isdecimal():
            record.fault(key, "not_whole", unreadable=True, value=value)
    return tuple(int(value) for value in typed if value.isdecimal())


def _attendance(record: Record) -> Attendance:
    attendance = Attendance(
        exempt_counted=record.flag("exempt_counted"),
        special_duty_counted=record.flag("special_duty_counted"),
        excused_counted=record.flag("excused_counted"),
        floor=record.bound("floor", "present_percent"),
        unexcused_allowed=record.flag("unexcused_allowed"),
        consecutive_absences=record.whole("consecutive_absences"),
    )
    record.close()
    return attendance


def _classes(record: Record) -> tuple[tuple[QualityClass, Decimal], ...]:
    stated = [_class(one) for one in record.records("classes", required=True)]
    if stated and is_readable("classes", record.faults):
        record.faults.extend(soundness.classes(stated))
    return tuple((quality, floor) for quality, floor, _below in stated)


def _class(record: Record) -> soundness.StatedClass:
    stated = record.kind("class", QualityClass), record.number("at_least"), record.maybe_number("below")
    record.close()
    return stated


def _condition(record: Record) -> Condition:
    condition = Condition(
        text=record.text("text"),
        text_en=record.maybe_text("text_en"),
        kind=record.kind("kind", ConditionKind),
        at_most=record.kind("at_most", QualityClass),
        enabled=record.flag("enabled", "no"),
        sheet=record.maybe_text("sheet"),
        criteria=record.texts("criteria"),
        source=record.word("source", vocabulary.SOURCES, "R"),
    )
    record.close()
    return condition


def _year_rule(record: Record) -> YearRule:
    rule = YearRule(
        text=record.text("title"),
        text_en=record.maybe_text("title_en"),
        kind=record.kind("kind", YearRuleKind),
        classes=tuple(_year_class(one) for one in record.records("classes", required=True)),
    )
    record.close()
    return rule


def _year_class(record: Record) -> YearClass:
    source = record.word("source", vocabulary.SOURCES, "R")
    demands = tuple(_demand(one, source) for one in record.records("demands"))
    found = YearClass(record.kind("class", QualityClass), demands)
    record.close()
    return found


def _demand(record: Record, source: str) -> Demand:
    kind = record.kind("ask", DemandKind)
    quality = record.maybe_word("class", [str(one) for one in QualityClass])
    counts = kind in (DemandKind.COUNT_AT_LEAST, DemandKind.COUNT_AT_MOST)
    if counts and not quality:
        record.fault("class", "missing", unreadable=True, name="class")
    demand = Demand(
        kind=kind,
        bound=record.number("bound"),
        quality=QualityClass(quality) if quality else None,
        of_months=record.maybe_whole("of_months"),
        source=record.word("source", vocabulary.SOURCES, source),
    )
    record.close()
    return demand


def _sources(record: Record) -> tuple[tuple[str, str], ...]:
    found = tuple((name, record.word(name, vocabulary.SOURCES)) for name in vocabulary.SOURCED if record.has(name))
    record.known.update(vocabulary.SOURCED)
    record.close()
    return found
