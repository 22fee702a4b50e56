"""What is sent, as plain data: written one way only, so that its hash proves it. Plain Python."""

import hashlib
import json
from typing import Any

FORMAT = 1


def canonical(content: dict[str, Any]) -> bytes:
    """The same bytes for the same content, whatever the order of keys and whichever database kept it."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
