"""tracker: the book in which a Party cell keeps its meetings, and by which their quality is known."""

import gc

_collecting = gc.isenabled()
gc.disable()  # next to nothing of what is loaded is ever let go: looking for it takes a third of the time

import os
from pathlib import Path
from typing import Any

from flask import Flask

from tracker import config, following, language
from tracker.base.loading import load
from tracker.base.templates import Templates
from tracker.extensions import babel, db

gc.freeze()  # and no later look goes through it again, in this process or, its memory shared, in those forked from it
if _collecting:
    gc.enable()

__version__ = "0.1.0"
HERE = Path(__file__).parent
TEMPLATES = next(place for place in (HERE / "templates", HERE.parent / "templates") if place.is_dir())


def create_app(instance: str | Path | None = None, *, pages: bool = True, **overrides: Any) -> Flask:
    """The application: settings, extensions, stages, errors.

    ``instance`` is the folder of the database and secrets; else ``TRACKER_INSTANCE``, else ``instance/`` beside
    the checkout (for an installed package, under the prefix of its environment). Without ``pages`` it answers no
    request, and loads a stage when something of it is called: what a command needs.
    """
    place = instance or os.environ.get("TRACKER_INSTANCE")
    app = Flask(__name__, template_folder=str(TEMPLATES), instance_path=str(Path(place).absolute()) if place else None)
    app.jinja_environment = Templates
    app.config.update(config.settings(Path(app.instance_path)))
    app.config.update(overrides)

    db.init_app(app)
    babel.init_app(app, locale_selector=language.chosen)
    language.init_app(app)
    following.follow()
    if pages:
        load("tracker.pages").init_app(app)
    return app
