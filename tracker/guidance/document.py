"""A guidance file as text: YAML in, canonical JSON and its hash out. Every value stays the text that was typed."""

import json
import re
from collections.abc import Hashable
from hashlib import sha256
from typing import Any

import yaml

from tracker.guidance.faults import Fault, Faults

LARGEST = 1_000_000  # characters; the largest sheet known is under 40 000


UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Signs that a quoted text may name by number and neither a page nor a database can hold."""


class _Loader(yaml.BaseLoader):
    """Keeps ``1.10`` and ``2025-10-28`` as typed; refuses a key given twice, aliases, and signs that are no text."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.constructor.ConstructorError(None, None, "alias", self.peek_event().start_mark)
        return super().compose_node(parent, index)

    def construct_scalar(self, node: Any) -> Any:
        if UNKEEPABLE.search(node.value):
            raise yaml.constructor.ConstructorError(None, None, "signs", node.start_mark)
        return super().construct_scalar(node)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "key", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"twice:{key.value}", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=True)


def load(text: str, file: str) -> dict[str, Any]:
    """The mapping that the text holds; raises ``Faults`` where it is not one."""
    if len(text) > LARGEST:
        raise Faults(file, (Fault("", "too_long", (("most", str(LARGEST)),)),))
    try:
        mapping = yaml.load(text, _Loader)  # noqa: S506  # a BaseLoader makes only text, lists and mappings  # nosec B506
    except yaml.YAMLError as error:
        raise Faults(file, (_unreadable(error),)) from error
    except RecursionError as error:
        raise Faults(file, (Fault("", "not_yaml", (("line", "1"),)),)) from error
    if not isinstance(mapping, dict):
        raise Faults(file, (Fault("", "not_mapping"),))
    return mapping


def _unreadable(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = ("line", str(mark.line + 1 if mark else 1))
    problem = str(getattr(error, "problem", ""))
    if problem == "alias":
        return Fault("", "alias", (line,))
    if problem.startswith("twice:"):
        return Fault("", "key_twice", (line, ("name", problem.removeprefix("twice:"))))
    return Fault("", "not_yaml", (line,))


def canonical(mapping: dict[str, Any]) -> str:
    """The same file always gives the same text, whatever its order of keys, spacing and comments."""
    return json.dumps(mapping, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(mapping: dict[str, Any]) -> str:
    return sha256(canonical(mapping).encode()).hexdigest()
