"""tracker: the book in which a Party cell keeps its meetings, and by which their quality is known."""

import gc

_collecting = gc.isenabled()
gc.disable()  # next to nothing of what is loaded is ever let go: looking for it takes a third of the time

import os
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import config, errors, headers, language, once, signing, stages
from tracker.base import filters
from tracker.extensions import babel, csrf, db, login_manager

gc.freeze()  # and no later look goes through it again, in this process or, its memory shared, in those forked from it
if _collecting:
    gc.enable()

__version__ = "0.1.0"
HERE = Path(__file__).parent
TEMPLATES = next(place for place in (HERE / "templates", HERE.parent / "templates") if place.is_dir())


def create_app(instance: str | Path | None = None, **overrides: Any) -> Flask:
    """The application: settings, extensions, stages, errors.

    ``instance`` is the folder of the database and secrets; else ``TRACKER_INSTANCE``, else ``instance/`` beside
    the checkout (for an installed package, under the prefix of its environment).
    """
    place = instance or os.environ.get("TRACKER_INSTANCE")
    app = Flask(__name__, template_folder=str(TEMPLATES), instance_path=str(Path(place).absolute()) if place else None)
    app.config.update(config.settings(Path(app.instance_path)))
    app.config.update(overrides)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    db.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    babel.init_app(app, locale_selector=language.chosen)

    headers.init_app(app)
    once.init_app(app)
    filters.init_app(app)
    language.init_app(app)
    signing.init_app(app)
    errors.init_app(app)
    stages.init_app(app)

    if app.config["TRACKER_PROXIES"]:
        hops = app.config["TRACKER_PROXIES"]
        wrapped = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = wrapped  # type: ignore[method-assign]  # Flask documents this way of wrapping
    return app
