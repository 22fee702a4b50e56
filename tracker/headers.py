"""Headers that go on every response, errors and files included; who may keep what.

The product's own files (style, script, pictures) are addressed with a digest of their content, ``?v=…``, and kept for
good by browsers and by caches on the way: another content has another address. Everything else is somebody's: never
kept.
"""

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
ASKED_AGAIN = "public, no-cache"
NEVER_KEPT = "no-store"
DIGESTS = "tracker.static digests"


def digests(folder: Path) -> dict[str, str]:
    """The product's own files by the name they are addressed with, each with a digest of its content."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in folder.rglob("*")
        if file.is_file()
    }


def keeping(status: int) -> str:
    """Who may keep the answer to this request."""
    if request.endpoint != "static" or status not in (200, 206, 304):
        return NEVER_KEPT
    digest = current_app.extensions[DIGESTS].get((request.view_args or {}).get("filename"))
    return KEPT_FOR_GOOD if digest and request.args.get("v") == digest else ASKED_AGAIN


def add_headers(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers[name] = value
    if current_app.config["TRACKER_HTTPS"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    response.headers["Cache-Control"] = keeping(response.status_code)
    return response


class Sessions(SecureCookieSessionInterface):
    """What may be kept neither sets the cookie nor differs by it."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if response.headers.get("Cache-Control", NEVER_KEPT) == NEVER_KEPT:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    app.session_interface = Sessions()
    app.extensions[DIGESTS] = known = digests(Path(str(app.static_folder)))

    @app.url_defaults
    def with_digest(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and values.get("filename") in known:
            values["v"] = known[str(values["filename"])]

    app.after_request(add_headers)
