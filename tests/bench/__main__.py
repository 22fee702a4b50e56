"""``make bench``: make the books, run the goals, print the table, write it down."""

import argparse
import contextlib
import shutil
import sys
import tempfile
import time
import traceback
from datetime import date
from pathlib import Path

from tests.bench import machine, report
from tests.bench.books import ROOT, Books
from tests.bench.goals import Context, Goal, NotMeasured, Result, all_goals
from tests.clusters import BINARIES, DURABLE, cluster

HERE = Path(__file__).parent


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", default="", metavar="4,5", help="these goals and no others")
    parser.add_argument("--full", action="store_true", help="also the country, on PostgreSQL")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the books there, or use those kept before")
    parser.add_argument("--readme", action="store_true", help="write the README's section")
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="where result.json and .md go")
    return parser.parse_args()


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def chosen(only: str) -> list[Goal]:
    wanted = {int(number) for number in only.split(",") if number}
    return [goal for goal in all_goals() if not wanted or goal.number in wanted]


def run(goal: Goal, context: Context) -> list[Result]:
    if goal.full and not context.full:
        return [unmeasured(goal, "only in make bench-full")]
    say(f"goal {goal.number}: {goal.name}")
    try:
        return goal.run(context)
    except NotMeasured as reason:
        return [unmeasured(goal, str(reason))]
    except Exception as fault:
        traceback.print_exc()
        return [unmeasured(goal, report.without_places(f"{type(fault).__name__}: {fault}"))]


def unmeasured(goal: Goal, reason: str) -> Result:
    return Result(goal.name, goal.bound, "–", None, note=f"not measured: {reason}")


@contextlib.contextmanager
def place(kept: Path | None):
    """The folder of the books: the one named, or one that goes away."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        yield Path(folder)


@contextlib.contextmanager
def server_in(folder: Path):
    """The address of a PostgreSQL of our own with durable settings; ``None`` where the machine has none."""
    if not BINARIES:
        say("PostgreSQL is not found: what needs it is not measured")
        yield None
        return
    (folder / "postgresql").mkdir(exist_ok=True)
    with cluster(folder / "postgresql", *DURABLE) as address:
        yield address


def main() -> int:
    args = asked()
    goals = chosen(args.only)
    with place(args.keep) as folder, server_in(folder) as server, tempfile.TemporaryDirectory() as scratch:
        books = Books(folder, server, say)
        context = Context(books, Path(scratch), server, machine.cores(), args.full, shutil.which("soffice"))
        results = [(goal, run(goal, context)) for goal in goals]
        found = report.Report(
            f"{date.today():%d/%m/%Y}", machine.described(), [book.described for book in books.made], results
        )
    print(report.plain_table(results))
    (args.into / "result.json").write_text(found.as_json(), encoding="utf-8")
    (args.into / "result.md").write_text(found.as_markdown(), encoding="utf-8")
    if args.readme:
        report.write_into(ROOT / "README.md", found.as_markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
