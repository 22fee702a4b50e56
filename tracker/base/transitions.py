"""A machine of states as a table: each row one act, read by services, pages, commands and tests."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)


class WrongState(Exception):
    """The act does not start from the state the subject is in. Services turn it into a sentence."""

    def __init__(self, act: str, state: str):
        super().__init__(f"{act} is not possible from {state}")
        self.act, self.state = act, state


class ReasonMissing(Exception):
    """Going backwards needs a written reason."""


@dataclass(frozen=True)
class Transition(Generic[State]):
    """One act: from which states, to which, whether it goes backwards and so needs a written reason."""

    act: str
    sources: frozenset[State]
    target: State
    needs_reason: bool = False


class Machine(Generic[State]):
    """The rows of one machine, found by act."""

    def __init__(self, rows: Iterable[Transition[State]]):
        self.rows = {row.act: row for row in rows}

    def may(self, act: str, state: State) -> bool:
        return state in self.rows[act].sources

    def step(self, act: str, state: State, reason: str | None = None) -> State:
        """The state after the act; ``WrongState`` or ``ReasonMissing`` where the table forbids it."""
        row = self.rows[act]
        if state not in row.sources:
            raise WrongState(act, state)
        if row.needs_reason and not (reason or "").strip():
            raise ReasonMissing(act)
        return row.target


def row(act: str, sources: Iterable[State], target: State, needs_reason: bool = False) -> Transition[State]:
    return Transition(act, frozenset(sources), target, needs_reason)
