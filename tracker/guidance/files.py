"""A guidance file from its bytes, YAML or Excel, to the mapping it holds and where in the file each part stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.utils import import_string

from tracker.guidance import document, parsing
from tracker.guidance.faults import Fault, Faults
from tracker.guidance.rules import Guidance

EXCEL = b"PK\x03\x04"
LARGEST = 4_000_000  # bytes


@dataclass(frozen=True)
class Reading:
    """``places``: the cell of each part of the mapping, by its path; ``faults``: cells that could not be used."""

    mapping: dict[str, Any]
    places: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def read(content: bytes, file: str) -> Reading:
    """What the file holds, sound or not; raises ``Faults`` where it is no guidance file at all."""
    if len(content) > LARGEST:
        raise Faults(file, (Fault("", "too_big", (("most", str(LARGEST // 1_000_000)),)),))
    if content.startswith(EXCEL):
        mapping, places, faults = import_string("tracker.guidance.excel_reading:read")(content, file)
        return Reading(mapping, places, tuple(faults))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Faults(file, (Fault("", "not_utf8"),)) from error
    return Reading(document.load(text, file))


def parse(reading: Reading, file: str) -> Guidance:
    """The guidance in the file; raises ``Faults`` with all of its faults, those of reading first."""
    try:
        guidance = parsing.parse(reading.mapping, file)
    except Faults as faults:
        raise Faults(file, reading.faults + faults.items, reading.places) from faults
    if reading.faults:
        raise Faults(file, reading.faults, reading.places)
    return guidance


def form(content: Mapping[str, Any]) -> bytes:
    """The Excel form, filled with what the mapping holds; empty and annotated for an empty mapping."""
    filled: bytes = import_string("tracker.guidance.excel_writing:write")(content)
    return filled
