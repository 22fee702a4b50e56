"""What a page has shown, sealed by the server: rows with their versions, so that an act in batch can touch no other.

The seal says what the person had before their eyes; the act refuses what was never shown, and what changed since.
"""

from collections.abc import Iterable

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

Row = tuple[int, int]
"""An id and the version it was shown in."""


def sealed(purpose: str, rows: Iterable[Row]) -> str:
    """The rows as a text for a hidden field. ``purpose`` names the page and what it is of: it opens no other."""
    return _seal(purpose).dumps([list(row) for row in rows])


def opened(purpose: str, text: str | None) -> dict[int, int]:
    """Versions by id as they were sealed; empty where the text is no seal of this purpose."""
    try:
        return {int(key): int(version) for key, version in _seal(purpose).loads(text or "")}
    except (BadData, TypeError, ValueError):
        return {}


def _seal(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"shown:{purpose}")
