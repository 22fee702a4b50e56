"""A client small enough not to be what is measured: bare sockets kept open, requests made beforehand.

Run as a process of its own: prints a line when it is there, then takes one pickled ``Work`` after the other on its
standard input and prints a pickled ``Done`` for each. It measures from a moment told to it, so that several processes
measure the same seconds.
"""

import itertools
import pickle
import socket
import sys
import threading
import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reading:
    """One connection that reads these requests in turn. Each answer must be 200, as long as ``least`` bytes."""

    requests: tuple[bytes, ...]
    least: int = 0
    status: int = 200

    def each(self):
        return itertools.cycle(self.requests)


@dataclass(frozen=True)
class Saving:
    """One connection that saves one form over and over; each save changes what the last one stored.

    ``bodies`` take turns; ``VERSION`` and ``ONCE`` in them are filled in: the form's version rises by ``step`` a save.
    """

    head: bytes
    bodies: tuple[bytes, ...]
    version: int
    key: str
    step: int = 1
    least: int = 0
    status: int = 302

    def each(self):
        version = self.version
        for number, body in enumerate(itertools.cycle(self.bodies)):
            filled = body.replace(b"VERSION", b"%d" % version).replace(b"ONCE", b"%s%08d" % (self.key.encode(), number))
            yield self.head.replace(b"LENGTH", b"%d" % len(filled)) + filled
            version += self.step


@dataclass(frozen=True)
class Work:
    port: int
    connections: tuple[Reading | Saving, ...]
    begin_at: float
    seconds: float


@dataclass
class Done:
    """How many answers came within the measured seconds, when the last of them came, and what was wrong with those not
    as wanted."""

    answers: int = 0
    last_at: float = 0
    faults: list[str] = field(default_factory=list)


def read_answer(stream) -> tuple[int, bytes, bytes]:
    """Status, head and body of one answer that says its length."""
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            raise ConnectionError("closed by the server")
        head += line
    lowered = bytes(head).lower()
    if b"content-length:" not in lowered:
        raise ConnectionError("an answer without its length")
    length = int(lowered.split(b"content-length:")[1].split(b"\r\n")[0])
    return int(head[9:12]), bytes(head), stream.read(length)


def connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def drive(work: Work, one: Reading | Saving, done: Done) -> None:
    """One connection's part; the answers are counted that came wholly within the time."""
    end = work.begin_at + work.seconds
    with connect(work.port) as connection, connection.makefile("rb") as stream:
        time.sleep(max(0.0, work.begin_at - time.time()))
        for request in one.each():
            connection.sendall(request)
            status, _head, body = read_answer(stream)
            if (now := time.time()) > end:
                return
            done.answers, done.last_at = done.answers + 1, now
            if status != one.status or len(body) < one.least:
                done.faults.append(f"{status}, {len(body)} bytes: {request[:80]!r}")
                if len(done.faults) > 3:
                    return


def work_through(work: Work) -> Done:
    parts = [Done() for _ in work.connections]
    threads = [
        threading.Thread(target=_told, args=(work, one, done))
        for one, done in zip(work.connections, parts, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return together(parts)


def together(parts: list[Done]) -> Done:
    faults = [fault for part in parts for fault in part.faults]
    return Done(sum(part.answers for part in parts), max(part.last_at for part in parts), faults)


def _told(work: Work, one: Reading | Saving, done: Done) -> None:
    try:
        drive(work, one, done)
    except Exception as fault:
        done.faults.append(f"{type(fault).__name__}: {fault}")


def serve() -> None:
    """One work after the other, until there is no more."""
    sys.stdout.buffer.write(b"here\n")
    sys.stdout.flush()
    while sys.stdin.buffer.peek(1):
        pickle.dump(work_through(pickle.load(sys.stdin.buffer)), sys.stdout.buffer)
        sys.stdout.flush()


if __name__ == "__main__":
    # Under its own name, so that what was pickled elsewhere is of these very classes.
    from tests.bench import hammer

    hammer.serve()
