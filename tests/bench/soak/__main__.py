"""``python -m tests.bench.soak [--minutes 10] [--clients 16] [--database both] [--together]``: see the package."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import date
from pathlib import Path

import psycopg

from tests.bench import machine, report
from tests.bench.books import ROOT
from tests.bench.serving import TRACKER, started
from tests.bench.soak import book, settling, watching, working
from tests.bench.soak.ledger import together
from tests.clusters import BINARIES, DURABLE, cluster
from tracker import create_app

BOTH = ("sqlite", "postgresql")
WORKERS = 2
LONG_ENOUGH = 5  # minutes: in less, memory still grows by what each page needs once


def asked(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--database", choices=[*BOTH, "both"], default="both")
    parser.add_argument("--together", action="store_true", help="both databases at once, in half the time")
    parser.add_argument("--pause", type=float, default=0.1, help="mean seconds between two requests of a client")
    parser.add_argument("--into", type=Path, default=Path(__file__).parents[1], help="where soak.json goes")
    parser.add_argument("--readme", action="store_true", help="write the README's lines on it")
    return parser.parse_args(words)


@contextlib.contextmanager
def database(kind: str, folder: Path):
    """The address, and how many connections to it stand."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'tracker.db'}", lambda: 0
        return
    if not BINARIES:
        sys.exit("PostgreSQL (initdb, pg_ctl) is missing")
    (folder / "postgresql").mkdir()
    with contextlib.ExitStack() as ends:
        server = ends.enter_context(cluster(folder / "postgresql", *DURABLE))
        connection = ends.enter_context(psycopg.connect(f"{server}/postgres", autocommit=True))
        connection.execute("CREATE DATABASE soak")
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'soak'"
        yield f"{server}/soak", lambda: connection.execute(query).fetchone()[0]


def soak(kind: str, minutes: float, clients: int, pause: float) -> dict:
    with tempfile.TemporaryDirectory(prefix="tracker-soak-") as name, database(kind, Path(name)) as (url, connections):
        folder = Path(name) / "instance"
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "TRACKER_INSTANCE": str(folder), "TRACKER_DATABASE_URL": url,
        }  # fmt: skip
        os.environ["TRACKER_DATABASE_URL"] = url
        app = create_app(folder)
        say(f"{kind}: making the book")
        place = book.fill(app, -(-clients // 4))
        before = settling.counted(app)
        with started("tracker", TRACKER, WORKERS, environment) as server:
            people = working.workers(place, clients, server.port)
            prepare(people)
            say(f"{kind}: {clients} clients for {minutes:g} minutes")
            samples = run(people, server, connections, minutes * 60, pause)
        say(f"{kind}: settling")
        ledger = together(one.ledger for one in people)
        wrong = settling.settle(app, place, ledger, before) + settling.recomputed(environment)
        return told(kind, people, ledger, samples, wrong, minutes)


def prepare(people: list[working.Worker]) -> None:
    for one in people:
        if isinstance(one, working.Secretary):
            one.prepare()
        one.browser.tally.seconds.clear()


def run(people, server, connections, seconds: float, pause: float) -> watching.Samples:
    watch = watching.Watch(server, connections, min(10.0, seconds / 40))
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=working.work, args=(one, until, pause)) for one in people]
    for thread in [watch, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    return watch.stop()


def told(kind, people, ledger, samples: watching.Samples, wrong: list[str], minutes: float) -> dict:
    tallies = [one.browser.tally for one in people]
    seconds = sorted(one for tally in tallies for one in tally.seconds)
    answers = sum((tally.answers for tally in tallies), Counter())
    memory, files = watching.quarters(samples.memory), watching.quarters(samples.files)
    faults = [fault for tally in tallies for fault in tally.faults]
    grown = (
        []
        if minutes < LONG_ENOUGH
        else [
            f"{what} grew from {one[0]:.0f} to {one[1]:.0f}"
            for what, one, values, fits in (
                ("memory", memory, samples.memory, watching.is_flat),
                ("open files", files, samples.files, watching.is_steady),
                ("connections", watching.quarters(samples.connections), samples.connections, watching.is_steady),
            )
            if not fits(values)
        ]
    )
    return {
        "database": kind, "minutes": minutes, "clients": len(people), "workers": WORKERS,
        "requests": len(seconds), "requests_a_second": round(len(seconds) / minutes / 60, 1),
        "milliseconds": {share: round(seconds[int(len(seconds) * share / 100)] * 1000) for share in (50, 95, 99)},
        "answers": {str(status): number for status, number in sorted(answers.items())},
        "conflicts": sum(tally.conflicts for tally in tallies),
        "refused": dict(sum((tally.refused for tally in tallies), Counter())),
        "confirmed": {act: number for act, number in sorted(ledger.acts.items()) if act},
        "memory_mb": {"second_quarter": round(memory[0] / 1e6, 1), "last_quarter": round(memory[1] / 1e6, 1)},
        "open_files": {"second_quarter": files[0], "last_quarter": files[1]},
        "faults": faults[:50], "lost": wrong[:50], "grown": grown,
        "passed": not (faults or wrong or grown),
    }  # fmt: skip


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def in_words(result: dict) -> str:
    memory, at = result["memory_mb"], result["milliseconds"]
    lines = [
        f"{result['database']}: {'passed' if result['passed'] else 'FAILED'}",
        f"  {result['clients']} clients, {result['workers']} workers, {result['minutes']:g} minutes:"
        f" {result['requests']} requests ({result['requests_a_second']}/s),"
        f" median {at[50]} ms, 95 % {at[95]} ms, 99 % {at[99]} ms",
        f"  answers {result['answers']}: {result['conflicts']} told of a conflict,"
        f" {sum(result['refused'].values())} forms refused",
        f"  confirmed {result['confirmed']}",
        f"  memory of the workers {memory['second_quarter']} → {memory['last_quarter']} MB (proportional,"
        " medians of the second and the last quarter)",
    ]
    return "\n".join(lines + [f"  {one}" for name in ("faults", "lost", "grown") for one in result[name]])


def as_markdown(day: str, described: dict[str, str], results: list[dict]) -> str:
    lines = [
        "| database | minutes | clients | requests | median, 95 %, 99 % | conflicts told | lost | errors | memory | |",
        "|---|---:|---:|---:|---|---:|---:|---:|---|---|",
    ]
    for one in results:
        memory, at = one["memory_mb"], one["milliseconds"]
        cells = [
            one["database"], f"{one['minutes']:g}", one["clients"], one["requests"], f"{at[50]}, {at[95]}, {at[99]} ms",
            one["conflicts"], len(one["lost"]), len(one["faults"]),
            f"{memory['second_quarter']} → {memory['last_quarter']} MB", "passed" if one["passed"] else "**failed**",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    said = "Memory is that of the workers (proportional), the median of the second quarter and of the last."
    return "\n\n".join([report.measured_on(day, described), "\n".join(lines), said]) + "\n"


def one_by_one(args: argparse.Namespace) -> list[dict]:
    kinds = BOTH if args.database == "both" else (args.database,)
    return [soak(kind, args.minutes, args.clients, args.pause) for kind in kinds]


def side_by_side(args: argparse.Namespace) -> list[dict]:
    """A process for each database, so that the clients of one do not wait for those of the other."""
    words = ["--minutes", str(args.minutes), "--clients", str(args.clients), "--pause", str(args.pause)]
    with tempfile.TemporaryDirectory(prefix="tracker-soak-") as name:
        places = {kind: Path(name) / kind for kind in BOTH}
        for place in places.values():
            place.mkdir()
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.bench.soak", *words, "--database", kind, "--into", str(place)],
                cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL,
            )
            for kind, place in places.items()
        ]  # fmt: skip
        for one in running:
            one.wait()
        return [run for place in places.values() for run in runs_in(place / "soak.json")]


def runs_in(file: Path) -> list[dict]:
    """Of a run that has ended, with the keys as numbers again."""
    if not file.exists():
        sys.exit(f"the run on {file.parent.name} did not come to its end")
    runs = json.loads(file.read_text(encoding="utf-8"))["runs"]
    return [{**run, "milliseconds": {int(share): at for share, at in run["milliseconds"].items()}} for run in runs]


def main() -> int:
    args = asked()
    results = side_by_side(args) if args.together and args.database == "both" else one_by_one(args)
    print("\n".join(in_words(one) for one in results))
    day, described = f"{date.today():%d/%m/%Y}", machine.described()
    found = {"date": day, "machine": described, "runs": results}
    (args.into / "soak.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if args.readme:
        report.write_into(ROOT / "README.md", as_markdown(day, described, results), "soak")
    return 0 if all(one["passed"] for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
