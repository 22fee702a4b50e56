"""``make bench``: make the books, run the goals, print the table, write it down."""

import argparse
import contextlib
import shutil
import sys
import tempfile
import time
import traceback
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.bench import machine, report
from tests.bench.books import ROOT, Books
from tests.bench.goals import Context, Goal, Measured, NotMeasured, Profile, Result, all_goals
from tests.clusters import BINARIES, DURABLE, cluster

HERE = Path(__file__).parent
SECTIONS = {False: "bench", True: "bench-full"}


def asked(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", default="", metavar="4,5", help="these goals and no others")
    parser.add_argument("--full", action="store_true", help="also the country, on PostgreSQL")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the books there, or use those kept before")
    parser.add_argument("--readme", action="store_true", help="write the README's sections of which every goal was run")
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="where result.json and .md go")
    args = parser.parse_args(words)
    if not chosen(args):
        parser.error(f"no such goal: {args.only} (that of the country is run by make bench-full)")
    return args


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def chosen(args: argparse.Namespace) -> list[Goal]:
    wanted = {int(number) for number in args.only.split(",") if number}
    return [goal for goal in all_goals() if goal.number in (wanted or {goal.number}) and (args.full or not goal.full)]


def run(goal: Goal, context: Context) -> Measured:
    say(f"goal {goal.number}: {goal.name}")
    begun = time.monotonic()
    try:
        results = goal.run(context)
    except NotMeasured as reason:
        results = [unmeasured(goal, str(reason))]
    except Exception as fault:
        traceback.print_exc()
        results = [unmeasured(goal, report.without_places(f"{type(fault).__name__}: {fault}"))]
    profile = profile_of(results)
    taken = time.monotonic() - begun
    say(f"  {taken:.0f} s")
    return Measured(goal, results, profile, taken)


def unmeasured(goal: Goal, reason: str) -> Result:
    return Result(goal.name, goal.bound, "–", None, note=f"not measured: {reason}")


def profile_of(results: list[Result]) -> Profile | None:
    """Where the time of the first missed line goes; a profile that fails spoils no figure."""
    for one in results:
        if one.met is False and one.profile:
            try:
                return replace(one.profile(), measure=one.measure)
            except Exception:
                traceback.print_exc()
                return Profile(("the profile could not be taken",), measure=one.measure)
    return None


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


def part(results: list[Measured], books: Books, making: float, *, full: bool) -> report.Report:
    """Of the country alone, or of all the rest."""
    mine = [one for one in results if one.goal.full is full]
    opened = {book for one in mine for book in one.goal.books}
    shown = [book.described for book in books.made if (book.size, book.engine) in opened]
    return report.Report(f"{date.today():%d/%m/%Y}", machine.described(), shown, mine, making)


def write(found: dict[bool, report.Report], into: Path, *, readme: bool) -> None:
    """A section of the README is of a whole run: one of which a goal was left out, or that measured nothing, keeps
    what it says."""
    for full, one in found.items():
        if not one.results:
            continue
        name = "country" if full else "result"
        (into / f"{name}.json").write_text(one.as_json(), encoding="utf-8")
        (into / f"{name}.md").write_text(one.as_markdown() + one.whole_profiles(), encoding="utf-8")
        if readme and is_whole(one, full=full):
            report.write_into(ROOT / "README.md", section(one, full=full), SECTIONS[full])
        elif readme:
            say(f"the README's section “{SECTIONS[full]}” stays as it was: not all of its goals were measured")


def is_whole(found: report.Report, *, full: bool) -> bool:
    wanted = {(goal.number, goal.name) for goal in all_goals() if goal.full is full}
    ran = {(one.goal.number, one.goal.name) for one in found.results}
    return wanted <= ran and any(line.met is not None for one in found.results for line in one.results)


def section(found: report.Report, *, full: bool) -> str:
    if full:
        return found.as_markdown()
    return f"{found.as_markdown()}\n{report.NOT_SAID}\n"


def main() -> int:
    args = asked()
    goals = chosen(args)
    with place(args.keep) as folder, server_in(folder) as server, tempfile.TemporaryDirectory() as scratch:
        books = Books(folder, server, say)
        making = books.make_ahead([book for goal in goals for book in goal.books], machine.cores())
        context = Context(books, Path(scratch), server, machine.cores(), args.full, shutil.which("soffice"))
        results = [run(goal, context) for goal in goals]
        found = {full: part(results, books, making, full=full) for full in SECTIONS}
    print(report.plain_table(results))
    print(report.took(results, making))
    write(found, args.into, readme=args.readme)
    return 0


if __name__ == "__main__":
    sys.exit(main())
