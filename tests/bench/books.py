"""The books that are measured, each made once by the generator and kept for the run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask

from tests.bench.making.landmarks import Landmarks
from tests.bench.making.sizes import SIZES
from tracker import create_app

ROOT = Path(__file__).resolve().parents[2]
COUNTED = {
    "person": "people", "meeting": "meetings", "scoresheet": "sheets", "mark": "marks",
    "roll_entry": "lines of rolls", "contribution": "contributions", "audit_entry": "entries of the trail",
}  # fmt: skip


class NotMeasured(Exception):
    """Why a goal cannot be measured here, in a sentence."""


@dataclass(frozen=True)
class Book:
    """A full database. ``folder`` is its instance folder (key, and the file on SQLite); ``seconds`` it took to make."""

    size: str
    engine: str
    folder: Path
    url: str
    landmarks: Landmarks
    seconds: float

    @property
    def environment(self) -> dict[str, str]:
        """What a process must be given to open this book."""
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TRACKER_INSTANCE": str(self.folder),
            "TRACKER_DATABASE_URL": self.url,
        }

    @property
    def described(self) -> dict[str, str]:
        rows = self.landmarks.rows
        counted = [f"{rows[table]:,} {words}" for table, words in COUNTED.items() if rows.get(table)]
        cells = self.landmarks.cells
        holds = ", ".join([f"{cells:,} cells" if cells > 1 else "1 cell", *counted])
        return {"size": self.size, "engine": self.engine, "holds": holds, "seconds": f"{self.seconds:.0f}"}

    def app(self, **settings: Any) -> Flask:
        """The application over this book, in this process."""
        before = os.environ.get("TRACKER_DATABASE_URL")
        os.environ["TRACKER_DATABASE_URL"] = self.url
        try:
            return create_app(self.folder, **settings)
        finally:
            os.environ.pop("TRACKER_DATABASE_URL")
            if before is not None:
                os.environ["TRACKER_DATABASE_URL"] = before


class Books:
    """Made at first use. What ``folder`` already holds from an earlier run is used again."""

    def __init__(self, folder: Path, server: str | None, say=lambda words: None):
        self.folder, self.server, self._say = folder, server, say
        self._made: dict[tuple[str, str], Book] = {}
        self._failed: set[tuple[str, str]] = set()

    def get(self, size: str, engine: str = "sqlite") -> Book:
        if engine == "postgresql" and self.server is None:
            raise NotMeasured("no PostgreSQL found (initdb, pg_ctl)")
        if (size, engine) in self._failed:
            raise NotMeasured(f"the book {size} on {engine} could not be made")
        if (size, engine) not in self._made:
            self._failed.add((size, engine))
            self._made[size, engine] = self._open(size, engine)
            self._failed.discard((size, engine))
        return self._made[size, engine]

    @property
    def made(self) -> list[Book]:
        return sorted(self._made.values(), key=lambda book: (-book.landmarks.cells, book.engine))

    def make_ahead(self, wanted: Iterable[tuple[str, str]], lanes: int) -> float:
        """Make those side by side, the largest first, before anything is measured; the seconds it took.

        What fails is said, and told again as not measured by the goals that ask for it.
        """
        begun = time.monotonic()
        there = {(size, engine) for size, engine in wanted if engine == "sqlite" or self.server}
        with ThreadPoolExecutor(max(lanes, 1)) as makers:
            list(makers.map(self._try, sorted(there, key=lambda book: -SIZES[book[0]].cells)))
        return time.monotonic() - begun

    def _try(self, book: tuple[str, str]) -> None:
        try:
            self.get(*book)
        except subprocess.CalledProcessError as fault:
            self._say(f"{book[0]} on {book[1]} could not be made:\n{fault.stderr[-3000:]}")
        except (NotMeasured, OSError, psycopg.Error) as fault:
            self._say(f"{book[0]} on {book[1]} could not be made: {fault}")

    def _open(self, size: str, engine: str) -> Book:
        place = self.folder / f"{size}-{engine}"
        url = f"sqlite:///{place / 'tracker.db'}" if engine == "sqlite" else f"{self.server}/bench_{size.lower()}"
        note = place / "made.json"
        if not note.exists():
            note.write_text(json.dumps({"seconds": self._make(size, engine, place, url)}))
        seconds = json.loads(note.read_text())["seconds"]
        return Book(size, engine, place, url, Landmarks.load(place / "landmarks.json"), seconds)

    def _make(self, size: str, engine: str, place: Path, url: str) -> float:
        self._say(f"making {size} on {engine} …")
        place.mkdir(parents=True, exist_ok=True)
        if engine == "postgresql":
            self._create(url.rsplit("/", 1)[1])
        else:
            (place / "tracker.db").unlink(missing_ok=True)
        begun = time.monotonic()
        subprocess.run(
            [
                sys.executable, "-m", "tests.bench.making", size, "--into", str(place) if engine == "sqlite" else url,
                "--landmarks", str(place / "landmarks.json"),
            ],
            check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        taken = time.monotonic() - begun
        self._say(f"  {size} on {engine}: {taken:.0f} s")
        return taken

    def _create(self, name: str) -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
