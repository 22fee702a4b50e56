"""How many cells met, handed in and were answered in time, of how many. Plain Python; ``timing`` counts them."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Rate:
    """``kept`` in time of ``of`` whose day has come; where none has there is no share, which is not a nought."""

    kept: int = 0
    of: int = 0

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.kept) / self.of if self.of else None

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.kept + other.kept, self.of + other.of)


@dataclass(frozen=True)
class Rates:
    meeting: Rate = Rate()
    submitting: Rate = Rate()
    reviewing: Rate = Rate()

    def __add__(self, other: "Rates") -> "Rates":
        return Rates(self.meeting + other.meeting, self.submitting + other.submitting, self.reviewing + other.reviewing)
