"""What the server confirmed, kept by those it confirmed it to, and what must therefore stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Save:
    """One confirmed save of a thing that carries a version: the version it was drawn with, and what was sent."""

    version: int
    sent: dict[str, str]


Thing = tuple[str, int]  # its kind, its id


@dataclass
class Ledger:
    """``acts`` by the name the trail has for them; ``saves`` of each thing; ``remarks`` by the text sent."""

    acts: Counter = field(default_factory=Counter)
    saves: dict[Thing, list[Save]] = field(default_factory=dict)
    remarks: set[str] = field(default_factory=set)

    def note(self, act: str, times: int = 1) -> None:
        self.acts[act] += times

    def note_save(self, act: str, thing: Thing, version: int, sent: dict[str, str]) -> None:
        self.note(act)
        self.saves.setdefault(thing, []).append(Save(version, sent))

    def note_remark(self, text: str) -> None:
        self.note("contribution.write")
        self.remarks.add(text)


def together(ledgers: Iterable[Ledger]) -> Ledger:
    whole = Ledger()
    for one in ledgers:
        whole.acts.update(one.acts)
        whole.remarks |= one.remarks
        for thing, saves in one.saves.items():
            whole.saves.setdefault(thing, []).extend(saves)
    return whole


def lost(saves: Iterable[Save]) -> list[int]:
    """Versions that two saves were both confirmed on: the first of them was overwritten unread."""
    times = Counter(save.version for save in saves)
    return sorted(version for version, number in times.items() if number > 1)


def last(saves: Iterable[Save]) -> Save:
    """The save that must stand: the one on the latest version."""
    return max(saves, key=lambda save: save.version)


def differing(confirmed: Counter, standing: Counter) -> dict[str, tuple[int, int]]:
    """By act: how often confirmed, how often on the trail, where the two are not the same."""
    acts = sorted({*confirmed, *standing})
    return {act: (confirmed[act], standing[act]) for act in acts if confirmed[act] != standing[act]}
