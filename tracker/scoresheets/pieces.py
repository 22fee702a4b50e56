"""Pieces of a sheet's page that are the same on every sheet of one guidance: drawn once, then taken from memory.

What was drawn stands under all that it was drawn from: the macro, the language, the criterion as one published guidance
has it, and the choice. A macro imported without context sees nothing else, so a piece can be neither stale nor
somebody's own. Nothing that people wrote belongs into a choice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from tracker.base.filters import number

MOST = 4_000
"""Pieces in memory, some 8 MB of them; when there are more, all are drawn anew."""

_KEPT: dict[Any, Markup] = {}


def kept(macro: Callable[..., Markup], shown: Any, language: str, *choice: Any) -> Markup:
    """What ``macro(criterion, language, *choice)`` draws.

    The choice counts as it is written: 5 and 5.0 are two. Of a guidance not published yet nothing is kept.
    """
    if shown.place is None:
        return macro(shown.criterion, language, *choice)
    key = macro, language, shown.place, repr(choice)
    found = _KEPT.get(key)
    if found is None:
        if len(_KEPT) >= MOST:
            _KEPT.clear()
        found = _KEPT[key] = macro(shown.criterion, language, *choice)
    return found


@dataclass(frozen=True)
class Plain:
    """What the form macros ask of a field, of what is stored where nothing was sent: no form is made for it."""

    name: str
    data: Any
    words: Any = ""
    type: str = "Number"

    description = ""
    errors = ()
    flags = SimpleNamespace(optional=False)
    raw_data = None
    render_kw = None

    @property
    def id(self) -> str:
        return self.name

    @property
    def label(self) -> Any:
        return SimpleNamespace(text=self.words)

    def _value(self) -> str:
        return "" if self.data is None else number(self.data)
