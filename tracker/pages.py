"""What an application needs to answer requests: every stage's pages, and what all of them share."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import errors, following, headers, once, signing, stages
from tracker.base import filters
from tracker.extensions import csrf, login_manager


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    csrf.init_app(app)
    login_manager.init_app(app)

    headers.init_app(app)
    once.init_app(app)
    filters.init_app(app)
    signing.init_app(app)
    errors.init_app(app)
    stages.init_app(app)
    following.load()

    if app.config["TRACKER_PROXIES"]:
        hops = app.config["TRACKER_PROXIES"]
        wrapped = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = wrapped  # type: ignore[method-assign]  # Flask documents this way of wrapping
