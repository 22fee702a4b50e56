"""Comparisons as people write them (“tỷ lệ có mặt (%) >= 90”) and as a guidance file holds them."""

import re

from tracker.guidance import labels
from tracker.guidance.vocabulary import PLAIN, SETTINGS

BETWEEN = re.compile(r"[;\n]+")
COMPARISON = re.compile(r"\s*(.+?)\s*(>=|<=|≥|≤|>|<|=)\s*(.+?)\s*")
BOUND = re.compile(r"\s*(>=|<=|≥|≤|>|<|=)\s*(.+?)\s*")
YES, NO = "1", "0"


def bound_meant(typed: str) -> str:
    """``= có`` is ``= 1``; a setting may be given by its label. What is no comparison is left as it was typed."""
    found = BOUND.fullmatch(typed)
    if not found:
        return typed.strip()
    flag = labels.word("flag", found[2])
    than = {"yes": YES, "no": NO}.get(flag) or labels.word("setting", found[2])
    return f"{found[1]} {than}"


def bound_said(measure: str, bound: str) -> str:
    """The bound in the reader's words where it names a setting, or says yes or no."""
    found = BOUND.fullmatch(bound)
    if not found:
        return bound
    if found[2] in SETTINGS:
        return f"{found[1]} {labels.label('setting', found[2])}"
    if measure in PLAIN and found[1] == "=" and found[2] in (YES, NO):
        return f"= {labels.label('flag', 'yes' if found[2] == YES else 'no')}"
    return bound


def meant(typed: str) -> tuple[dict[str, str], list[str]]:
    """The comparisons in one cell, by measure, and those that could not be read."""
    found: dict[str, str] = {}
    unread = []
    for one in filter(None, (part.strip() for part in BETWEEN.split(typed))):
        match = COMPARISON.fullmatch(one)
        if match:
            found[labels.word("measure", match[1])] = bound_meant(match[2] + match[3])
        else:
            unread.append(one)
    return found, unread


def said(when: dict[str, str]) -> str:
    """All comparisons of one place, in the reader's words."""
    return "; ".join(
        f"{labels.label('measure', measure)} {bound_said(measure, bound)}" for measure, bound in when.items()
    )
