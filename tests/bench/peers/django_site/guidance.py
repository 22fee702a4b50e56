"""The criteria of a sheet, out of the guidance's document: read once a process."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tests.bench.peers.django_site.models import GuidanceVersion


@dataclass(frozen=True)
class Criterion:
    code: str
    text: str
    hint: str
    full: Decimal
    step: Decimal
    levels: tuple[tuple[Decimal, str], ...]


@dataclass(frozen=True)
class Sheet:
    """``groups``: code, title, full and criteria of each."""

    title: str
    groups: tuple[tuple[str, str, Decimal, tuple[Criterion, ...]], ...]
    classes: tuple[tuple[Decimal, str], ...]

    @property
    def criteria(self):
        return [one for *_, criteria in self.groups for one in criteria]

    def quality(self, total):
        return next(name for least, name in self.classes if total >= least)


@cache
def sheet_of(guidance_id: int, code: str, kind: str) -> Sheet:
    """The sheet as it is for that kind of meeting: a combined one counts some criteria differently."""
    document = GuidanceVersion.objects.values_list("document", flat=True).get(pk=guidance_id)
    found = next(sheet for sheet in document["sheets"] if sheet["code"] == code)
    step = Decimal(found["step"])
    groups = tuple(
        (
            group["code"],
            group["title"],
            Decimal(group["full"]),
            tuple(_criterion(row, kind, step) for row in group["criteria"]),
        )
        for group in found["groups"]
    )
    classes = tuple((Decimal(row["at_least"]), row["class"]) for row in document["classes"])
    return Sheet(found["title"], groups, classes)


def _criterion(row, kind, step):
    full = Decimal((row.get("when_combined") or {}).get("full", row["full"]) if kind == "combined" else row["full"])
    levels = tuple((Decimal(level["points"]), level["label"]) for level in row.get("levels") or ())
    if row["kind"] == "yes_no":
        levels = ((full, "có"), (Decimal(0), "không"))
    return Criterion(row["code"], row["text"], row.get("hint", ""), full, step, levels)
