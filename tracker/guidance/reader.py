"""Takes typed values out of a mapping, noting every fault with its place and going on."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from tracker.guidance.faults import Fault
from tracker.guidance.sheets import Bound
from tracker.guidance.vocabulary import SETTINGS, SIGNS

YES = ("yes", "true", "có")
NO = ("no", "false", "không")
BOUND = re.compile(r"(>=|<=|≥|≤|>|<|=)\s*(\d{1,6}(?:[.,]\d{1,4})?|[a-z_]+)")
K = TypeVar("K", bound=StrEnum)
MOST = Decimal(1_000_000)
LONGEST = 20_000
LONGEST_CODE = 20


class Record:
    """A mapping in the file, at a path. Each ``take`` marks its key as known; ``close`` reports the others."""

    def __init__(self, mapping: Any, path: str, faults: list[Fault]) -> None:
        self.path = path
        self.faults = faults
        self.known: set[str] = set()
        self.mapping: Mapping[str, Any] = mapping if isinstance(mapping, Mapping) else {}
        if mapping is not None and not isinstance(mapping, Mapping):
            self.fault("", "not_mapping", unreadable=True)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def fault(self, key: str, fault: str, *, unreadable: bool = False, **params: object) -> None:
        shown = tuple((name, str(value)) for name, value in params.items())
        self.faults.append(Fault(self.at(key), fault, shown, unreadable))

    def has(self, key: str) -> bool:
        return self._raw(key) not in (None, "")

    def _raw(self, key: str) -> Any:
        self.known.add(key)
        return self.mapping.get(key)

    def _typed(self, key: str, default: str | None) -> str | None:
        """The text under a key, ``default`` where it is empty; ``None`` as default means it must be there."""
        value = self._raw(key)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list | dict):
            self.fault(key, "not_text", unreadable=True)
            return None
        if value is not None and str(value).strip():
            return str(value).strip()
        if default is None:
            self.fault(key, "missing", unreadable=True, name=key)
        return default

    def text(self, key: str, default: str | None = None, most: int = LONGEST) -> str:
        """``most``: how many signs the book keeps."""
        typed = self._typed(key, default) or ""
        if len(typed) > most:
            self.fault(key, "text_too_long", value=f"{typed[:40]}…", most=most)
        return typed

    def code(self) -> str:
        """A criterion's or a part's: it stands in addresses too, so no slash parts it."""
        typed = self.text("code", most=LONGEST_CODE)
        if "/" in typed or "\\" in typed or typed in (".", ".."):
            self.fault("code", "code_signs", value=typed)
        return typed

    def maybe_text(self, key: str) -> str | None:
        return self._typed(key, "") or None

    def number(self, key: str, default: str | None = None) -> Decimal:
        typed = self._typed(key, default)
        if typed is None:
            return Decimal(0)
        try:
            value = Decimal(typed.replace(",", "."))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or not 0 <= value <= MOST:
            self.fault(key, "not_number", unreadable=True, value=typed)
            return Decimal(0)
        return value

    def maybe_number(self, key: str) -> Decimal | None:
        return self.number(key) if self.has(key) else None

    def whole(self, key: str, default: str | None = None) -> int:
        value = self.number(key, default)
        if value != int(value):
            self.fault(key, "not_whole", unreadable=True, value=value)
        return int(value)

    def maybe_whole(self, key: str) -> int | None:
        return self.whole(key) if self.has(key) else None

    def fraction(self, key: str) -> Fraction:
        typed = self._typed(key, None)
        match = re.fullmatch(r"(\d{1,3})\s*/\s*([1-9]\d{0,2})", typed or "0/1")
        if not match or int(match[1]) > int(match[2]):
            self.fault(key, "not_fraction", unreadable=True, value=typed)
            return Fraction(0)
        return Fraction(int(match[1]), int(match[2]))

    def day(self, key: str) -> date:
        typed = self._typed(key, None)
        try:
            return date.fromisoformat(typed) if typed else date.min
        except ValueError:
            self.fault(key, "not_date", unreadable=True, value=typed)
            return date.min

    def maybe_day(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else None

    def flag(self, key: str, default: str | None = None) -> bool:
        typed = (self._typed(key, default) or "no").casefold()
        if typed not in YES + NO:
            self.fault(key, "not_flag", unreadable=True, value=typed)
        return typed in YES

    def word(self, key: str, words: Collection[str], default: str | None = None) -> str:
        typed = self._typed(key, default)
        if typed is None:
            return next(iter(words))
        return typed if self._is_known(key, typed, words) else next(iter(words))

    def maybe_word(self, key: str, words: Collection[str], fault: str = "unknown_word") -> str | None:
        typed = self._typed(key, "")
        return typed if typed and self._is_known(key, typed, words, fault) else None

    def kind(self, key: str, kinds: type[K], default: str | None = None) -> K:
        return kinds(self.word(key, [str(one) for one in kinds], default))

    def _is_known(self, key: str, typed: str, words: Collection[str], fault: str = "unknown_word") -> bool:
        if typed not in words:
            self.fault(key, fault, unreadable=True, value=typed, known=", ".join(words))
        return typed in words

    def _list(self, key: str) -> list[Any]:
        value = self._raw(key)
        if value in (None, ""):
            return []
        if not isinstance(value, list):
            self.fault(key, "not_list", unreadable=True)
            return []
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._list(key)
        if any(isinstance(value, list | dict) for value in values):
            self.fault(key, "not_text", unreadable=True)
            return ()
        return tuple(str(value) for value in values)

    def records(self, key: str, *, required: bool = False) -> list["Record"]:
        values = self._list(key)
        if required and not values and not self._is_faulted(key):
            self.fault(key, "missing", unreadable=True, name=key)
        return [Record(value, f"{self.at(key)}[{place}]", self.faults) for place, value in enumerate(values)]

    def _is_faulted(self, key: str) -> bool:
        return any(fault.path == self.at(key) for fault in self.faults)

    def record(self, key: str) -> "Record":
        if not self.has(key):
            self.fault(key, "missing", unreadable=True, name=key)
        return Record(self._raw(key) or None, self.at(key), self.faults)

    def bound(self, key: str, measure: str) -> Bound:
        """A comparison typed as ``>= 90`` or ``>= notice_days``."""
        typed = self._typed(key, None)
        match = BOUND.fullmatch(typed or "= 0")
        if not match or (match[2][0].isalpha() and match[2] not in SETTINGS):
            self.fault(key, "not_bound", unreadable=True, value=typed, signs=" ".join(SIGNS))
            return Bound(measure, "=", Decimal(0))
        sign = match[1].replace("≥", ">=").replace("≤", "<=")
        if match[2][0].isalpha():
            return Bound(measure, sign, match[2])
        return Bound(measure, sign, Decimal(match[2].replace(",", ".")))

    def close(self) -> None:
        for key in self.mapping:
            if key not in self.known:
                near = get_close_matches(str(key), sorted(self.known), 1)
                fault = "unknown_key_near" if near else "unknown_key"
                self.fault(str(key), fault, name=key, near="".join(near), known=", ".join(sorted(self.known)))
