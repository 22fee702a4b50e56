"""Guidance files for tests: the shipped ones, changed where a test wants a fault."""

import copy
from functools import cache
from pathlib import Path

import tracker.guidance
from tracker.guidance import document, parsing

DATA = Path(tracker.guidance.__file__).parent / "data"


@cache
def _loaded(name):
    return document.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def mapping(name="hd42"):
    """A fresh copy of a shipped file, as a mapping to be changed."""
    return copy.deepcopy(_loaded(name))


@cache
def shipped(name, enabled=False):
    """A shipped version, parsed; ``enabled`` switches its conditions on."""
    changed = mapping(name)
    for condition in changed["conditions"]:
        condition["enabled"] = "yes" if enabled else "no"
    return parsing.parse(changed, name)


def put(mapping, path, value):
    """Set what stands at ``sheets.0.groups.1``; the value ``...`` removes it."""
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    for step in way:
        mapping = mapping[step]
    if value is ...:
        del mapping[last]
    else:
        mapping[last] = value


def at(mapping, path):
    for step in path.split("."):
        mapping = mapping[int(step) if step.isdecimal() else step]
    return mapping
