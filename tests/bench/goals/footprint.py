"""Goal 11: the memory of four workers beside Django's, and how long the application takes to import."""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench.beside_django import DJANGO, Page, Side, book_of, both
from tests.bench.books import ROOT
from tests.bench.goals import Context, Goal, NotMeasured, Result, at_most, figure
from tests.bench.measuring import compare, value_of

WORKERS = 4
REQUESTS = 200
IMPORT = "import time; begun = time.perf_counter(); import {}; print(time.perf_counter() - begun)"
HEAVIEST = 15


def memory(context: Context) -> list[Result]:
    """After 200 requests a worker, beside Django as granian starts it, and loaded before the fork as the book is."""
    if not Path("/proc/self/smaps_rollup").exists():
        raise NotMeasured("the memory of processes is told by Linux only")
    return [
        held("memory of 4 workers / Django's", DJANGO, context),
        held("memory of 4 workers / Django's, preloaded as the book is", (*DJANGO, "--preload"), context),
    ]


def held(name: str, django_command: tuple[str, ...], context: Context) -> Result:
    book = book_of(context)
    marks = book.landmarks
    with both(context, book, marks.draft_tokens, WORKERS, django_command) as (ours, django):
        for side in (ours, django):
            ask_all(side, mixed(side, marks))
        ratio = compare("memory", lambda: whole(ours), lambda: whole(django), goal=0.9, measure=value_of, warm=False)
    return at_most(
        name, ratio, 0.9, f"{megabytes(ratio.ours[0])} and {megabytes(ratio.other[0])}.",
        lambda: heaviest("tracker.wsgi"),
    )  # fmt: skip


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


def megabytes(size: float) -> str:
    return f"{figure(size / 1e6)} MB"


def importing(context: Context) -> list[Result]:
    with tempfile.TemporaryDirectory() as instance:
        ratio = compare(
            "import",
            lambda: seconds_to_import("tracker.wsgi", instance),
            lambda: seconds_to_import("flask", instance),
            goal=3.5, rounds=7, measure=value_of,
        )  # fmt: skip
    note = (
        "import tracker.wsgi (what a server loads: the application made, every stage registered) in fresh processes, "
        f"bytecode compiled: {min(ratio.ours):.2f} s and {min(ratio.other):.2f} s at best."
    )
    return [at_most("import of the application / import flask", ratio, 3.5, note, lambda: heaviest("tracker.wsgi"))]


def run_python(instance: str, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, check=True, capture_output=True, text=True,
        env={"PYTHONPATH": str(ROOT), "TRACKER_INSTANCE": instance, "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def seconds_to_import(module: str, instance: str) -> float:
    return float(run_python(instance, "-c", IMPORT.format(module)).stdout)


def heaviest(module: str) -> str:
    """The packages that take the longest to import, each with all that it imports first."""
    with tempfile.TemporaryDirectory() as instance:
        told = run_python(instance, "-X", "importtime", "-c", f"import {module}").stderr
    lines = [line.removeprefix("import time:").split("|") for line in told.splitlines() if line.count("|") == 2]
    timed = [(int(total), name.strip()) for _own, total, name in lines if total.strip().isdigit()]
    top = sorted(timed, reverse=True)[: 3 * HEAVIEST]
    return "\n".join(f"{total / 1000:8.0f} ms  {name}" for total, name in top)


def footprint(context: Context) -> list[Result]:
    found = importing(context)
    try:
        return [*memory(context), *found]
    except NotMeasured as reason:
        return [Result("memory of 4 workers / Django's", "≤ 0.9", "–", None, note=str(reason)), *found]


GOALS = [
    Goal(
        11, "memory of 4 workers / Django's; app import / import flask", "≤ 0.9; ≤ 3.5", footprint,
        note=f"Memory is the proportional set size of {WORKERS} workers and the process over them, after {REQUESTS} "
        "requests a worker to sheets and contributions; memory that several processes share counts once.",
    )
]  # fmt: skip
