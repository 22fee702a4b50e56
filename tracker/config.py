"""Settings, their defaults, and where secrets come from."""

import os
import secrets
from pathlib import Path
from typing import Any

DEFAULTS: dict[str, Any] = {
    "BABEL_DEFAULT_LOCALE": "vi",
    "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
    "WTF_CSRF_TIME_LIMIT": None,
    "WTF_CSRF_SSL_STRICT": False,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_NAME": "so_sinh_hoat",
    "MAX_CONTENT_LENGTH": 25 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
    "MAX_FORM_PARTS": 4000,
    "DOCUMENT_LIMIT": 10 * 1024 * 1024,
    "TRACKER_HTTPS": False,
    "TRACKER_PROXIES": 0,
}


def settings(instance: Path) -> dict[str, Any]:
    """The defaults, over them what the environment says.

    ``TRACKER_DATABASE_URL`` names the database (SQLite in the instance folder otherwise), ``TRACKER_SECRET_KEY``
    the signing key (a file of the instance folder, made at first need, otherwise; several servers must share it),
    ``TRACKER_HTTPS=1`` that people reach it over TLS, ``TRACKER_PROXIES`` how many proxies stand before it.
    """
    instance.mkdir(parents=True, exist_ok=True)
    url = os.environ.get("TRACKER_DATABASE_URL") or f"sqlite:///{instance / 'tracker.db'}"
    https = os.environ.get("TRACKER_HTTPS") == "1"
    return {
        **DEFAULTS,
        "SECRET_KEY": os.environ.get("TRACKER_SECRET_KEY") or _kept_key(instance / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": database_url(url),
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "TRACKER_HTTPS": https,
        "SESSION_COOKIE_SECURE": https,
        "TRACKER_PROXIES": int(os.environ.get("TRACKER_PROXIES", "0")),
    }


def database_url(url: str) -> str:
    """The address with the driver named that we ship: psycopg 3."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def engine_options(url: str) -> dict[str, Any]:
    """``TRACKER_PGBOUNCER=1``: behind a pool in transaction mode, no prepared statements."""
    if url.startswith("sqlite"):
        return {}
    connect = {"prepare_threshold": None} if os.environ.get("TRACKER_PGBOUNCER") == "1" else {}
    return {"connect_args": connect}


def _kept_key(file: Path) -> str:
    """The key kept in the instance folder; made once, by whichever process comes first."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as opened:
        opened.write(secrets.token_hex(32))
    return file.read_text().strip()
