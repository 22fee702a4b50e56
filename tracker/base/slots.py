"""Acts of one stage that later stages follow, in the transaction of the act.

A follower is named rather than given, as ``module:function``, so that naming it loads nothing: who reads a list of
years needs no stage that writes them. It is loaded when the act is first done.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

Follower = Callable[..., None]


class Slot:
    """The followers of one act, in the order in which they were named; each is called with what the act hands it."""

    def __init__(self) -> None:
        self._named: dict[str, Follower | None] = {}

    def follow(self, *named: str) -> None:
        """Naming one again changes nothing."""
        for name in named:
            self._named.setdefault(name, None)

    @property
    def named(self) -> list[str]:
        return list(self._named)

    def __iter__(self) -> Iterator[Follower]:
        return iter([found or self._loaded(name) for name, found in self._named.items()])

    def _loaded(self, name: str) -> Follower:
        module, function = name.split(":")
        found: Any = getattr(import_module(module), function)
        self._named[name] = found
        return found

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Inside, nobody of that name follows; afterwards all do, in the same order."""
        named = self._named
        self._named = {other: found for other, found in named.items() if other != name}
        try:
            yield
        finally:
            self._named = named
