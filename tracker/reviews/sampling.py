"""Which cells a seed draws to be read whatever their figures. Plain Python.

Each cell gets the number that SHA-256 makes of the seed and its id; the lowest are drawn. Nobody can steer the draw
without knowing the seed beforehand, and anybody who knows it afterwards can draw again.
"""

from collections.abc import Iterable
from hashlib import sha256


def drawn(seed: str, among: Iterable[int], percent: int) -> tuple[int, ...]:
    """That share of the cells, rounded up, in the order of their ids; more of a share draws the same and others."""
    cells = sorted(set(among))
    number = -(-len(cells) * percent // 100)
    return tuple(sorted(sorted(cells, key=lambda cell: (_lot(seed, cell), cell))[:number]))


def _lot(seed: str, cell: int) -> bytes:
    return sha256(f"{seed}|{cell}".encode()).digest()
