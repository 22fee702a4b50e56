"""A PostgreSQL cluster of one's own, for the tests and for the bench."""

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum_naptime=5s")
"""For tests: what is lost with the machine is made anew."""

DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=256MB", "max_wal_size=4GB")
"""For measuring: a save costs what it costs in earnest."""


def _as_postgres(command):
    """initdb refuses root: there the cluster is the postgres user's."""
    return (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command] if os.getuid() == 0 else command
    )


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def cluster(folder: Path, *settings: str):
    """A PostgreSQL cluster of its own in ``folder``, stopped afterwards; ``settings`` are ``name=value``.

    One that stands there already is started again.
    """
    user, port, where = (
        "postgres" if os.getuid() == 0 else getpass.getuser(),
        _free_port(),
        folder / "cluster",
    )
    if os.getuid() == 0:
        for place in (folder, *folder.parents):
            if place != Path("/") and place != Path("/tmp"):
                place.chmod(place.stat().st_mode | 0o011)
        shutil.chown(folder, "postgres", "postgres")

    def run(*command):
        subprocess.run(
            _as_postgres([str(BINARIES[0] / command[0]), *command[1:]]),
            check=True,
            capture_output=True,
            cwd=folder,
        )

    if not where.exists():
        run("initdb", "-D", str(where), "-U", user, "--auth=trust", "--encoding=UTF8", "--no-locale", "-N")
    chosen = ["listen_addresses=127.0.0.1", "max_connections=300", *(settings or CARELESS)]
    options = f"-p {port} -k '' " + " ".join(f"-c {setting}" for setting in chosen)
    run("pg_ctl", "-D", str(where), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://{user}@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-D", str(where), "-m", "immediate", "stop")
        time.sleep(0.1)
