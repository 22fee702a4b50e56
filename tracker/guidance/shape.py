"""Reaching into the mapping of a guidance file that may not be sound: missing and misshapen places read as empty.

A place is written as in the messages: ``sheets[0].groups[3].criteria[2]``.
"""

import re
from collections.abc import Mapping
from typing import Any

STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def steps(path: str) -> list[str | int]:
    return [int(index) if index else name for name, index in STEP.findall(path)]


def reach(content: Any, path: str) -> Any:
    """What stands at the place, or ``None``."""
    for step in steps(path):
        if isinstance(step, int):
            content = content[step] if isinstance(content, list) and step < len(content) else None
        else:
            content = content.get(step) if isinstance(content, Mapping) else None
    return content


def block(content: Any, path: str) -> dict[str, Any]:
    """The mapping at the place; empty where there is none."""
    found = reach(content, path)
    return dict(found) if isinstance(found, Mapping) else {}


def rows(content: Any, key: str) -> list[dict[str, Any]]:
    """The list of mappings under a key; what is no mapping in it reads as an empty one."""
    found = reach(content, key)
    return [dict(one) if isinstance(one, Mapping) else {} for one in found] if isinstance(found, list) else []


def text(content: Any, key: str) -> str:
    """The text under a key; empty where there is none."""
    found = content.get(key) if isinstance(content, Mapping) else None
    if isinstance(found, bool):
        return "yes" if found else "no"
    return "" if found is None or isinstance(found, list | Mapping) else str(found)


def texts(content: Any, key: str) -> list[str]:
    found = content.get(key) if isinstance(content, Mapping) else None
    return [str(one) for one in found if not isinstance(one, list | Mapping)] if isinstance(found, list) else []


def within(path: str) -> str:
    """The place around this one: ``sheets[0].groups`` of ``sheets[0].groups[3]``; empty at the top."""
    return path.rpartition("[")[0] if path.endswith("]") else path.rpartition(".")[0]
