"""Goal 11: the memory of four workers beside Django's, and how long the application takes to import."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.beside_django import Page, Side, book_of, both
from tests.bench.books import ROOT
from tests.bench.goals import Context, Goal, NotMeasured, Result, at_most, figure
from tests.bench.measuring import compare, value_of

WORKERS = 4
REQUESTS = 200
IMPORT = "import time; begun = time.perf_counter(); import {}; print(time.perf_counter() - begun)"
HEAVIEST = 15


def memory(context: Context) -> list[Result]:
    """Proportional memory after 200 requests a worker; a process's share of what several use counts once."""
    if not Path("/proc/self/smaps_rollup").exists():
        raise NotMeasured("the memory of processes is told by Linux only")
    book = book_of(context)
    marks = book.landmarks
    with both(context, book, marks.draft_tokens, WORKERS) as (ours, django):
        for side in (ours, django):
            ask_all(side, mixed(side, marks))
        ours_too, theirs_too = whole(ours), whole(django)
        ratio = compare(
            "memory", lambda: workers_of(ours), lambda: workers_of(django), goal=0.9, measure=value_of, warm=False
        )
    note = (
        f"Proportional set size of {WORKERS} workers after {REQUESTS} requests each (sheets and contributions), both "
        f"under granian: {megabytes(ratio.ours[0])} and {megabytes(ratio.other[0])}; with the process that "
        f"watches over them {megabytes(ours_too)} and {megabytes(theirs_too)}."
    )
    return [at_most("memory of 4 workers / Django's", ratio, 0.9, note, lambda: heaviest("tracker.wsgi"))]


def mixed(side: Side, marks) -> list[Page]:
    return [
        page
        for leaf in ("scoresheet", "contributions")
        for page in side.pages(marks.draft_meeting_ids, marks.draft_tokens, leaf)
    ]


def ask_all(side: Side, pages: list[Page]) -> None:
    """Each look is a connection of its own, which the system hands to any of the workers."""
    for number in range(WORKERS * REQUESTS):
        side.look(pages[number % len(pages)])


def workers_of(side: Side) -> int:
    return side.server.memory_of(side.server.workers)


def whole(side: Side) -> int:
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


GOALS = [Goal(11, "memory of 4 workers / Django's; app import / import flask", "≤ 0.9; ≤ 3.5", footprint)]
