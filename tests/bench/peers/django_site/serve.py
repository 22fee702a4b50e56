"""The site under the server that the book uses, set as the book sets it."""

import argparse

from granian import Granian
from granian.constants import Interfaces

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int)
parser.add_argument("--workers", type=int)

if __name__ == "__main__":
    asked = parser.parse_args()
    Granian(
        "tests.bench.peers.django_site.wsgi:app",
        address="127.0.0.1",
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=2,
        log_access=False,
    ).serve()
