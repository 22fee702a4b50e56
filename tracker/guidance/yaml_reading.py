"""Reading YAML as texts, lists and mappings of them, and no more than that."""

from collections.abc import Hashable
from typing import Any

import yaml

from tracker.guidance.document import UNKEEPABLE
from tracker.guidance.faults import Fault, Faults


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


def read(text: str, file: str) -> Any:
    """What the text holds; raises ``Faults`` where it is not YAML."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506  # a BaseLoader makes only text, lists and mappings  # nosec B506
    except yaml.YAMLError as error:
        raise Faults(file, (_unreadable(error),)) from error
    except RecursionError as error:
        raise Faults(file, (Fault("", "not_yaml", (("line", "1"),)),)) from error


def _unreadable(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = ("line", str(mark.line + 1 if mark else 1))
    problem = str(getattr(error, "problem", ""))
    if problem == "alias":
        return Fault("", "alias", (line,))
    if problem.startswith("twice:"):
        return Fault("", "key_twice", (line, ("name", problem.removeprefix("twice:"))))
    return Fault("", "not_yaml", (line,))
