"""Short ways to say what a cell's months were like."""

from decimal import Decimal

from tracker.reviews.signals.rules import Month, Usual
from tracker.reviews.signals.shingles import fingerprint


def month(number=1, total="98", year=2026, **facts):
    """The month, or one of a later year where the number passes twelve."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Month(year, number, Decimal(total), **{"form": "TK", **facts})


def months(*totals, **facts):
    return [month(number, total, **facts) for number, total in enumerate(totals, start=1)]


def judging(*shares, borne_out=80, **facts):
    """Months that give themselves these shares of a hundred points, and whose records bear out eighty of another."""
    given = {"judged_full": Decimal(100), "suggested": Decimal(borne_out), "covered": Decimal(100)}
    return [month(number, "90", judged=Decimal(share), **given | facts) for number, share in enumerate(shares, start=1)]


def usuals(*judged, borne_out=80):
    return [Usual(Decimal(share), Decimal(borne_out)) for share in judged]


def minutes(subject):
    """The mark of minutes that are like those of the same subject only."""
    return tuple(fingerprint(" ".join(f"{subject} {first}{second}" for first in "abcdefgh" for second in "klmnopqr")))
