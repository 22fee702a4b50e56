"""Starting the web server, safely by default."""

import gc
import multiprocessing
import os
import socket
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path

from flask_babel import force_locale
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.orm import configure_mappers

from tracker.base.errors import CommandFault
from tracker.language import LANGUAGES, TEXTS

TRIES = 20


class ServingFault(CommandFault):
    """Why the server is not started."""


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next free one above it; ``ServingFault`` when twenty are taken."""
    for port in range(wanted, wanted + TRIES):
        if is_free(host, port):
            return port
    raise ServingFault(f"Các cổng {wanted}–{wanted + TRIES - 1} đều đang bận. Hãy chọn cổng khác bằng --port.")


def chosen_port(host: str, wanted: int, find: bool) -> int:
    """The port to serve on: the wanted one, or, where ``find`` says so, the next free one."""
    if find:
        return free_port(host, wanted)
    if not is_free(host, wanted):
        raise ServingFault(f"Cổng {wanted} đang bận. Hãy chọn cổng khác bằng --port, hoặc thêm --find-port.")
    return wanted


def check_address(host: str, behind_proxy: bool, certificate: Path | None) -> None:
    """Refuse to serve passwords in the clear to a network."""
    if not is_loopback(host) and not behind_proxy and not certificate:
        raise ServingFault(
            f"Không mở {host} khi chưa có TLS: mật khẩu sẽ đi trên mạng không được bảo vệ. "
            "Hãy dùng --certificate và --key, hoặc --behind-proxy nếu đã có máy chủ TLS đứng trước."
        )


def load() -> None:
    """Load the whole app here, so that the processes forked from this one share its memory.

    Pages are compiled, mappers set up and both catalogues read: all that each process else does for itself at its
    first requests. No connection to the database is opened: none may be shared.
    """
    app = import_module("tracker.wsgi").app
    configure_mappers()
    for name in app.jinja_env.list_templates(["html"]):
        app.jinja_env.get_template(name)
    with app.app_context():
        for language in LANGUAGES:
            with force_locale(language):
                TEXTS.get_translations()
    gc.freeze()


def serve(host: str, port: int, workers: int | None, certificate: Path | None = None, key: Path | None = None) -> None:
    """Serve until stopped; one process a core unless told otherwise (threads buy nothing on such pages)."""
    if multiprocessing.get_start_method() == "fork":
        load()
    Granian(
        "tracker.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or os.cpu_count() or 1,
        blocking_threads=2,
        log_access=False,
        ssl_cert=certificate,
        ssl_key=key,
    ).serve()
