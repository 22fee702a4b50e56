"""The few links at the head of every page, by what the reader may open."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool


def _link(label: str, endpoint: str, stages: set[str], **values: Any) -> Link:
    return Link(label, url_for(endpoint, **values), (request.blueprint or "") in stages)


def navigation() -> list[Link]:
    if not (current_user and current_user.is_authenticated):
        return []
    return [_link(_("Bàn việc"), "desk.show", {"desk"})]
