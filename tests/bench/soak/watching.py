"""Memory, open files and connections of the workers, looked at again and again."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.serving import Server

MOST_GROWTH = 1.05
FEW = 3  # open files or connections more than before: those of the requests just then under way


@dataclass
class Samples:
    """Of all workers together: proportional bytes, open files, connections of the database."""

    memory: list[float] = field(default_factory=list)
    files: list[float] = field(default_factory=list)
    connections: list[float] = field(default_factory=list)


class Watch(threading.Thread):
    def __init__(self, server: Server, connections: Callable[[], int], every: float):
        super().__init__(daemon=True)
        self.server, self.connections, self.every = server, connections, every
        self.samples, self.stopped = Samples(), threading.Event()
        self.workers = server.workers

    def run(self) -> None:
        while not self.stopped.wait(self.every):
            self.samples.memory.append(self.server.memory_of(self.workers))
            self.samples.files.append(sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in self.workers))
            self.samples.connections.append(self.connections())

    def stop(self) -> Samples:
        self.stopped.set()
        self.join()
        return self.samples


def quarters(values: list[float]) -> tuple[float, float]:
    """The medians of the second quarter, when everything was met once, and of the last."""
    quarter = max(len(values) // 4, 1)
    return median(values[quarter : 2 * quarter] or values), median(values[-quarter:])


def is_flat(values: list[float]) -> bool:
    second, fourth = quarters(values)
    return fourth <= second * MOST_GROWTH


def is_steady(values: list[float]) -> bool:
    second, fourth = quarters(values)
    return fourth <= second + FEW
