"""Goal 11: the memory of four workers beside Django's, and how long the application takes to import."""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.bench import imports
from tests.bench.beside_django import DJANGO, SERVED, Page, Side, book_of, both
from tests.bench.books import ROOT
from tests.bench.goals import Context, Goal, NotMeasured, Profile, Result, at_most, figure, in_seconds
from tests.bench.measuring import compare, value_of
from tests.bench.serving import started

WORKERS = 4
REQUESTS = 200
IMPORT = "import time; begun = time.perf_counter(); import {}; print(time.perf_counter() - begun)"
STEPS = ("sys", "sqlalchemy.orm", "flask", "wtforms", "flask_babel", "tracker.wsgi")
GROWING = """
import importlib
told = []
for name in {}:
    importlib.import_module(name)
    held = next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]
    told.append(f"{{'Python' if name == 'sys' else name}} {{int(held) / 1024:.0f}}")
print(", ".join(told))
"""


def memory(context: Context) -> list[Result]:
    """After 200 requests a worker, beside Django as granian starts it, and loaded before the fork as the book is."""
    if not Path("/proc/self/smaps_rollup").exists():
        raise NotMeasured("the memory of processes is told by Linux only")
    book, marks = book_of(context), book_of(context).landmarks
    found = []
    with both(context, book, marks.draft_tokens, WORKERS) as (ours, django):
        for side in (ours, django):
            ask_all(side, mixed(side, marks))
        found.append(held("memory of 4 workers / Django's", ours, django))
        django.server.stop()
        with started("Django", (*DJANGO, "--preload"), WORKERS, {"BENCH_DATABASE_URL": book.url}) as server:
            preloaded = replace(django, server=server)
            ask_all(preloaded, mixed(preloaded, marks))
            found.append(held("memory of 4 workers / Django's, preloaded as the book is", ours, preloaded))
    return found


def held(name: str, ours: Side, django: Side) -> Result:
    ratio = compare("memory", lambda: whole(ours), lambda: whole(django), goal=0.9, measure=value_of, warm=False)
    sides = f"{figure(ratio.ours[0] / 1e6)} and {figure(ratio.other[0] / 1e6)} MB"
    return at_most(name, ratio, 0.9, sides=sides, profile=memory_step_by_step)


def mixed(side: Side, marks) -> list[Page]:
    return [
        page
        for leaf in ("scoresheet", "contributions")
        for page in side.pages(marks.draft_meeting_ids, marks.draft_tokens, leaf)
    ]


def ask_all(side: Side, pages: list[Page]) -> None:
    """Each look is a connection of its own, which the system hands to any of the workers."""
    asked = [pages[number % len(pages)] for number in range(WORKERS * REQUESTS)]
    with ThreadPoolExecutor(2 * WORKERS) as clients:
        for _ in clients.map(side.look, asked):
            pass


def whole(side: Side) -> int:
    """The workers and the process that watches over them."""
    return side.server.memory_of([side.server.process.pid, *side.server.workers])


def importing(context: Context) -> list[Result]:
    with tempfile.TemporaryDirectory() as instance:
        ratio = compare(
            "import",
            lambda: seconds_to_import("tracker.wsgi", instance),
            lambda: seconds_to_import("flask", instance),
            goal=3.5, rounds=7, measure=value_of,
        )  # fmt: skip
    return [at_most("import of the application / import flask", ratio, 3.5, sides=in_seconds(ratio), profile=heaviest)]


def run_python(instance: str, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, check=True, capture_output=True, text=True,
        env={"PYTHONPATH": str(ROOT), "TRACKER_INSTANCE": instance, "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def seconds_to_import(module: str, instance: str) -> float:
    return float(run_python(instance, "-c", IMPORT.format(module)).stdout)


def heaviest() -> Profile:
    with tempfile.TemporaryDirectory() as instance:
        spent = imports.read(run_python(instance, "-X", "importtime", "-c", "import tracker.wsgi").stderr)
    return Profile((f"by package {spent.shares}",), spent.heaviest)


def memory_step_by_step() -> Profile:
    """How a process grows by what it imports, one after the other, before its first request."""
    with tempfile.TemporaryDirectory() as instance:
        told = run_python(instance, "-c", GROWING.format(STEPS)).stdout
    return Profile((f"one process before its first request, in MB with all before: {told.strip()}",))


GOALS = [
    Goal(
        11, "memory of 4 workers / Django's", "≤ 0.9", memory, books=SERVED,
        note=f"Memory is the proportional set size of {WORKERS} workers and the process over them, after {REQUESTS} "
        "requests a worker to sheets and contributions; memory that several processes share counts once.",
    ),
    Goal(
        11, "import of the application / import flask", "≤ 3.5", importing,
        note="import tracker.wsgi (what a server loads: the application made, every stage registered) in fresh "
        "processes, bytecode compiled.",
    ),
]  # fmt: skip
