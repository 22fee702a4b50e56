"""What a chart shows, handed to the page's script as figures; the answer it gives is its title. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

TONES = ("ink", "fair", "ochre", "good", "red")
"""Colours of the stylesheet, in the order in which series take them; each series has a point of its own too."""


@dataclass(frozen=True)
class Label:
    """A place on the axis: ``short`` where there is little room."""

    short: str
    long: str


@dataclass(frozen=True)
class Series:
    """``None`` in the values is a gap: what lies beside it is not joined."""

    label: str
    values: Sequence[Decimal | None]
    tone: str


@dataclass(frozen=True)
class Chart:
    """``kind``: ``bars`` (or ``bars-few``) lying, one for each label; ``stack`` (or ``stack-few``) lying, the series
    one after the other; ``columns`` standing, one on top of the other; ``lines``, where series of one name look alike.

    ``least`` and ``most`` bound the axis of values.
    """

    kind: str
    answer: str
    unit: str
    labels: Sequence[Label]
    series: Sequence[Series]
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def drawn(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "unit": self.unit,
            "labels": [{"short": one.short, "long": one.long} for one in self.labels],
            "series": [
                {"label": one.label, "tone": one.tone, "values": [_figure(value) for value in one.values]}
                for one in self.series
            ],
            "least": _figure(self.least),
            "most": _figure(self.most),
        }


def _figure(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
