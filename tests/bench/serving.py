"""The real servers, and how many requests a second they answer."""

import contextlib
import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.hammer import Done, Reading, Saving, Work, connect, read_answer, together, work_through

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
CLIENTS = 2
CONNECTING = 0.2  # seconds until every connection stands
TRACKER = ("-c", "from tracker.cli import main; main()", "serve")
DJANGO = ("-m", "tests.bench.peers.django_site.serve")


class LoadFault(Exception):
    """An answer was not what it must be, so the figure would be of nothing."""


@dataclass
class Server:
    """A running server; ``process`` is the parent of its workers."""

    name: str
    port: int
    process: subprocess.Popen
    clients: list[subprocess.Popen] = field(default_factory=list)
    """Processes that ask it for pages, started when the first are wanted."""

    def ask_by(self, number: int) -> list[subprocess.Popen]:
        while len(self.clients) < number:
            client = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.hammer"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self.clients.append(client)
            client.stdout.readline()
        return self.clients[:number]

    def stop(self) -> None:
        self.dismiss()
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)

    def dismiss(self) -> None:
        for client in self.clients:
            client.communicate(timeout=PATIENCE)
        self.clients.clear()

    def get(self, path: str, cookie: str = "") -> tuple[int, str, str]:
        """Status, the cookies to go on with (those sent, with those set), and the page."""
        with connect(self.port) as connection, connection.makefile("rb") as stream:
            connection.sendall(reading_request(self.port, path, cookie))
            status, head, body = read_answer(stream)
        return status, merged(cookie, head), body.decode()

    @property
    def workers(self) -> list[int]:
        """The processes below the server's own."""
        return [pid for pid, parent in _parents().items() if parent == self.process.pid]

    @staticmethod
    def memory_of(processes: list[int]) -> int:
        """Bytes they hold: proportional, so that what several share counts once."""
        return sum(_proportional(pid) for pid in processes)


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def _proportional(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def started(name: str, command: tuple[str, ...], workers: int, environment: dict[str, str]) -> Iterator[Server]:
    """``command`` is a Python program that takes ``--port`` and ``--workers``; stopped at the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *command, "--port", str(port), "--workers", str(workers)],
        cwd=ROOT, env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    server = Server(name, port, process)
    try:
        _wait(server, workers)
        yield server
    finally:
        if not process.stderr.closed:
            server.stop()


def _wait(server: Server, workers: int) -> None:
    """Until it answers, and every worker is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise LoadFault(f"{server.name} did not start: {server.process.stderr.read().decode()[-2000:]}")
        with contextlib.suppress(OSError):
            if server.get("/healthz")[0] == 200 and len(server.workers) >= workers:
                return
        time.sleep(0.1)
    raise LoadFault(f"{server.name} did not answer within {PATIENCE} s")


def merged(cookie: str, head: bytes) -> str:
    """The cookies of a request with what the answer's head sets."""
    jar = dict(part.strip().split("=", 1) for part in cookie.split(";") if "=" in part)
    for line in head.decode("latin-1").splitlines():
        if line.lower().startswith("set-cookie:"):
            name, _, value = line.partition(":")[2].partition(";")[0].strip().partition("=")
            jar[name] = value
    return "; ".join(f"{name}={value}" for name, value in jar.items())


def reading_request(port: int, path: str, cookie: str = "") -> bytes:
    signed = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: vi\r\n{signed}\r\n".encode()


def saving_head(port: int, path: str, cookie: str) -> bytes:
    """To be followed by a body whose length stands where ``LENGTH`` is."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Referer: http://127.0.0.1:{port}{path}\r\nAccept-Language: vi\r\nCookie: {cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: LENGTH\r\n\r\n"
    ).encode()


def load(server: Server, connections: list[Reading | Saving], seconds: float) -> float:
    """Requests a second over these connections at once; ``LoadFault`` where one was not answered as it must be.

    Of a single connection the time up to its last answer counts, since what it waits for at the end is a good part of
    all it asked.
    """
    is_alone = len(connections) == 1
    clients = [] if is_alone else server.ask_by(CLIENTS)
    begin = time.time() + (0 if is_alone else CONNECTING)
    if is_alone:
        done = work_through(Work(server.port, tuple(connections), begin, seconds))
    else:
        done = _by_processes(clients, [Work(server.port, share, begin, seconds) for share in shared(connections)])
    if done.faults or not done.answers:
        raise LoadFault(f"{server.name}: {done.faults[:3] or 'no answer at all'}")
    return done.answers / (done.last_at - begin if is_alone else seconds)


def shared(connections: list[Reading | Saving]) -> list[tuple[Reading | Saving, ...]]:
    return [tuple(connections[start::CLIENTS]) for start in range(CLIENTS)]


def _by_processes(clients: list[subprocess.Popen], works: list[Work]) -> Done:
    for client, work in zip(clients, works, strict=True):
        pickle.dump(work, client.stdin)
        client.stdin.flush()
    return together([pickle.load(client.stdout) for client in clients])
