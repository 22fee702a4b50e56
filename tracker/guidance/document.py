"""A guidance file as text: YAML in, canonical JSON and its hash out. Every value stays the text that was typed.

The library that reads YAML is loaded with the first file: what is kept of a version is JSON.
"""

import json
import re
from hashlib import sha256
from typing import Any

from werkzeug.utils import import_string

from tracker.guidance.faults import Fault, Faults

LARGEST = 1_000_000  # characters; the largest sheet known is under 40 000


UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Signs that a quoted text may name by number and neither a page nor a database can hold."""


def load(text: str, file: str) -> dict[str, Any]:
    """The mapping that the text holds; raises ``Faults`` where it is not one."""
    if len(text) > LARGEST:
        raise Faults(file, (Fault("", "too_long", (("most", str(LARGEST)),)),))
    mapping = import_string("tracker.guidance.yaml_reading").read(text, file)
    if not isinstance(mapping, dict):
        raise Faults(file, (Fault("", "not_mapping"),))
    return mapping


def canonical(mapping: dict[str, Any]) -> str:
    """The same file always gives the same text, whatever its order of keys, spacing and comments."""
    return json.dumps(mapping, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(mapping: dict[str, Any]) -> str:
    return sha256(canonical(mapping).encode()).hexdigest()
