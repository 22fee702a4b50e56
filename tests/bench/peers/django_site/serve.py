"""The site under the server that the book uses, set as the book sets it.

``--preload`` loads all of it before the processes are forked, as the book does; few Django sites are served so.
"""

import argparse
import gc
from importlib import import_module
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int)
parser.add_argument("--workers", type=int)
parser.add_argument("--preload", action="store_true")


def preload() -> None:
    """Address patterns, views and models with the application, every template, both languages."""
    import_module("tests.bench.peers.django_site.wsgi")
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils.translation import gettext, override

    get_resolver().url_patterns  # noqa: B018  # reading it loads the views
    for file in (Path(__file__).parent / "templates").glob("*.html"):
        get_template(file.name)
    for language in ("vi", "en"):
        with override(language):
            gettext("January")
    gc.freeze()


if __name__ == "__main__":
    asked = parser.parse_args()
    if asked.preload:
        preload()
    Granian(
        "tests.bench.peers.django_site.wsgi:app",
        address="127.0.0.1",
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=2,
        log_access=False,
    ).serve()
