"""Where templates are made."""

from collections.abc import MutableMapping
from types import MappingProxyType
from typing import Any, cast

from flask.templating import Environment


class Templates(Environment):
    """Every template sees the application's globals themselves: none brings its own to lay over them.

    Jinja lays a chain of mappings over each template's, in case one does, and goes through it in Python at every
    import of every page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else cast(MutableMapping[str, Any], MappingProxyType(self.globals))
