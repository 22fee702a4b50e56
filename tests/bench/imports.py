"""Where the time of a process's imports goes, from what ``python -X importtime`` says."""

from collections import Counter
from dataclasses import dataclass

from tests.bench.shares import CALLED

LINES = 40
PACKAGES = 7


@dataclass(frozen=True)
class Spent:
    """``shares``: seconds by package, each its own modules alone; ``heaviest`` modules with all they import first."""

    shares: str
    heaviest: str


def read(told: str) -> Spent:
    own: Counter[str] = Counter()
    whole: list[tuple[int, str]] = []
    for line in told.splitlines():
        alone, _, rest = line.removeprefix("import time:").partition("|")
        total, _, name = rest.partition("|")
        if line.startswith("import time:") and alone.strip().isdigit():
            own[package_of(name.strip())] += int(alone)
            whole.append((int(total), name.strip()))
    top = sorted(whole, reverse=True)[:LINES]
    return Spent(in_words(own), "\n".join(f"{total / 1000:8.0f} ms  {name}" for total, name in top))


def package_of(module: str) -> str:
    package = module.partition(".")[0].strip()
    return {**CALLED, "tracker": "the book's code"}.get(package, package)


def in_words(own: Counter[str]) -> str:
    told = [f"{package} {spent / 1e6:.2f} s" for package, spent in own.most_common(PACKAGES)]
    rest = own.total() - sum(spent for _package, spent in own.most_common(PACKAGES))
    return ", ".join([*told, f"the rest {rest / 1e6:.2f} s"])
