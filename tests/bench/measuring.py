"""Two things measured side by side in one run.

Machines are noisy and differ, so nothing here is judged by its seconds: what counts is the **ratio** of two things done
in turn (ours, other, ours, other …), at least five times. Each round gives one ratio; the median of the rounds is the
figure, the quartiles its spread.

A ratio is **resolved** when it is at least 1.3 away from 1 (above 1.3 or below 1/1.3) and its goal lies outside the
quartiles. One that is not is measured again, whole runs at a time, up to ``RUNS``; all rounds then count together. It
is resolved after all when every run's own median fell on the same side (of its goal; of 1 where none was given). What
stays unresolved says so in the table.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

ROUNDS = 5
RUNS = 3
APART = 1.3


@dataclass(frozen=True)
class Ratio:
    """``ours`` over ``other``, of each round. What they are (seconds, requests a second, bytes) is the caller's."""

    name: str
    ours: tuple[float, ...]
    other: tuple[float, ...]
    runs: int = 1
    goal: float | None = None
    rounds: tuple[float, ...] = field(init=False)

    def __post_init__(self):
        if len(self.ours) != len(self.other) or len(self.ours) % self.runs:
            raise ValueError("each round has two values, and each run as many rounds")
        object.__setattr__(self, "rounds", tuple(a / b for a, b in zip(self.ours, self.other, strict=True)))

    @property
    def median(self) -> float:
        return median(self.rounds)

    @property
    def quartiles(self) -> tuple[float, float]:
        return quartiles(self.rounds)

    @property
    def spread(self) -> float:
        """Half the way between the quartiles, as a share of the median."""
        low, high = self.quartiles
        return (high - low) / 2 / self.median

    @property
    def resolved(self) -> bool:
        if self.runs > 1:
            return self._runs_agree()
        low, high = self.quartiles
        within = self.goal is not None and low <= self.goal <= high
        return not within and is_apart(self.median)

    def _runs_agree(self) -> bool:
        mark, length = self.goal or 1.0, len(self.rounds) // self.runs
        medians = [median(self.rounds[start : start + length]) for start in range(0, len(self.rounds), length)]
        return all(one > mark for one in medians) or all(one <= mark for one in medians)

    @property
    def spread_in_words(self) -> str:
        """As the table shows it: ± the spread, how many rounds, and whether that told the two apart."""
        words = f"± {self.spread:.0%} of {len(self.rounds)}"
        return words if self.resolved else f"{words}, not resolved"


def quartiles(values: tuple[float, ...]) -> tuple[float, float]:
    """The medians of the lower and of the upper half; the middle value of an odd number belongs to both."""
    ordered, half = sorted(values), (len(values) + 1) // 2
    return median(ordered[:half]), median(ordered[-half:])


def is_apart(ratio: float) -> bool:
    return ratio >= APART or ratio <= 1 / APART


def seconds_of(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def value_of(act: Callable[[], float]) -> float:
    """For acts that measure themselves: requests a second, bytes."""
    return act()


def compare(
    name: str,
    ours: Callable[[], Any],
    other: Callable[[], Any],
    *,
    goal: float | None = None,
    rounds: int = ROUNDS,
    measure: Callable[[Callable[[], Any]], float] = seconds_of,
    warm: bool = True,
    most: int = RUNS,
) -> Ratio:
    """Measure both in turn; see the module for when it is done again, ``most`` runs at most (what takes minutes and is
    far from 1 is not repeated to tell it from its goal). ``warm``: each is first done once, uncounted."""
    if rounds < ROUNDS:
        raise ValueError(f"a median is of {ROUNDS} at least")
    if warm:
        ours(), other()
    mine: list[float] = []
    theirs: list[float] = []
    for runs in range(1, most + 1):
        for _ in range(rounds):
            mine.append(measure(ours))
            theirs.append(measure(other))
        ratio = Ratio(name, tuple(mine), tuple(theirs), runs, goal)
        if runs == 1 and ratio.resolved:
            break
    return ratio
