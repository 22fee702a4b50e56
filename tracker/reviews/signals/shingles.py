"""How alike two texts are, from a condensed mark of each. Plain Python.

Minutes say many stock things, so single words tell nothing: runs of words do. Of a text's runs the smallest hashes
are kept (a bottom-k sketch), which estimates the share of runs that two texts have in common, and which gives
nothing of the text away.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

RUN = 4
"""Words in one shingle [R]: long enough that set phrases of two or three words do not make texts alike."""
KEPT = 64
"""Hashes kept of a text [R]."""
FEWEST = 40
"""Words below which a text says too little to be compared [R]."""

_WORD = re.compile(r"[^\W\d_]+")


def words(text: str) -> list[str]:
    """The words without case, accents, punctuation or figures: a date or a number changed makes no other text.

    NFC and NFD give the same words.
    """
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return _WORD.findall("".join(sign for sign in bare if not unicodedata.combining(sign)))


def fingerprint(text: str) -> list[int]:
    """The text condensed, smallest hash first; empty where it has too few words to be compared."""
    found = words(text)
    if len(found) < FEWEST:
        return []
    runs = {" ".join(run) for run in zip(*(islice(found, start, None) for start in range(RUN)), strict=False)}
    return sorted({_hash(run) for run in runs})[:KEPT]


def _hash(run: str) -> int:
    """The same everywhere and always; small enough to be a whole number in any JSON reader."""
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=6).digest())


def alike(one: Sequence[int], other: Sequence[int]) -> int:
    """How much of two texts is the same, per cent of their runs of words; 0 where either has too few words."""
    if not (one and other):
        return 0
    mine, theirs = set(one), set(other)
    smallest = sorted(mine | theirs)[:KEPT]
    common = sum(mark in mine and mark in theirs for mark in smallest)
    return 200 * common // (len(smallest) + common)
