"""What was measured, as a table to read, as JSON, and as a section of the README."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.goals import Measured, Result

NOT_SAID = """\
Not measured: a network between people and the server, TLS, mail; spinning disks; a book grown over more than five
years; other databases and other servers. The peers are what a competent developer writes, not what a specialist could
reach in a week. Names, sheets and figures of the books are invented."""


@dataclass(frozen=True)
class Report:
    """``books`` as they describe themselves; ``results`` by goal, in its order; ``making`` took so many seconds."""

    date: str
    machine: dict[str, str]
    books: list[dict[str, str]]
    results: list[Measured]
    making: float = 0

    def as_json(self) -> str:
        goals = [
            {
                "number": one.goal.number, "name": one.goal.name, "bound": one.goal.bound,
                "seconds": round(one.seconds, 1), "profile": asdict(one.profile) if one.profile else None,
                "results": [fields_of(line) for line in one.results],
            }
            for one in self.results
        ]  # fmt: skip
        whole = {"date": self.date, "machine": self.machine, "books": self.books, "goals": goals}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def as_markdown(self) -> str:
        parts = [measured_on(self.date, self.machine)]
        parts += [books_table(self.books)] if self.books else []
        parts += [goals_table(self.results), *explained(self.results), took(self.results, self.making)]
        return "\n\n".join(parts) + "\n"

    def whole_profiles(self) -> str:
        """All that the profilers said, of each goal missed."""
        told = [
            f"## {one.goal.number}. {one.profile.measure}\n\n```\n{one.profile.whole.rstrip()}\n```\n"
            for one in self.results
            if one.profile and one.profile.whole
        ]
        return "\n".join(["", "# Profiles of the goals that were missed\n", *told]) if told else ""


def fields_of(line: Result) -> dict[str, object]:
    return {name: value for name, value in vars(line).items() if name != "profile"}


def measured_on(day: str, machine: dict[str, str]) -> str:
    return f"Measured on {day} ({', '.join(f'{name} {value}' for name, value in machine.items())})."


def verdict(result: Result) -> str:
    return {True: "yes", False: "**missed**", None: "not measured"}[result.met]


def without_places(text: str) -> str:
    """Where files lie on this machine is nobody's business: their names are enough."""
    return re.sub(r"(?<![\w:])/(?:[\w.+-]+/)*([\w.+-]+)", r"\1", text)


def cell(text: str) -> str:
    """Text that stays within its column."""
    return " ".join(text.split()).replace("|", "\\|")


def goals_table(results: list[Measured]) -> str:
    lines = ["| # | measure | goal | measured | spread | met | the two |", "|---:|---|---:|---:|---|---|---|"]
    for found in results:
        for one in found.results:
            shown = [str(found.goal.number), one.measure, one.goal, one.measured, one.spread, verdict(one), one.sides]
            lines.append(f"| {' | '.join(cell(text) for text in shown)} |")
    return "\n".join(lines)


def books_table(books: list[dict[str, str]]) -> str:
    lines = ["| book | database | holds | made in |", "|---|---|---|---:|"]
    lines += [f"| {book['size']} | {book['engine']} | {cell(book['holds'])} | {book['seconds']} s |" for book in books]
    return "\n".join(lines)


def explained(results: list[Measured]) -> list[str]:
    """What a goal has to say beside its figures: how it was measured, why not; then where the time of those missed
    goes."""
    notes = [f"- **{number}** {words}" for number, words in told(results)]
    missed = [
        f"- **{one.goal.number}** {one.profile.measure}: " + "; ".join(one.profile.lines)
        for one in results
        if one.profile
    ]
    return (["\n".join(notes)] if notes else []) + ([MISSED + "\n\n" + "\n".join(missed)] if missed else [])


MISSED = """\
Where the time of the missed goals goes (of each the first line missed; the shares of the libraries in their own time,
then functions and templates of the book with all that they call; the whole profiles are in the files written beside,
`tests/bench/result.md` and `country.md`):"""


def told(results: list[Measured]) -> Iterator[tuple[int, str]]:
    """The notes of the goals measured, and those of their lines, each once under its goal's number."""
    for found in results:
        if found.goal.note and any(one.met is not None for one in found.results):
            yield found.goal.number, found.goal.note
        notes: dict[str, list[str]] = {}
        for one in found.results:
            notes.setdefault(one.note, []).append(one.measure)
        for note, measures in notes.items():
            if note:
                alone = len(measures) == len(found.results)
                yield found.goal.number, note if alone else f"{'; '.join(measures)}: {note}"


def took(results: list[Measured], making: float) -> str:
    """How long it was, and what of it each goal."""
    spent: Counter[int] = Counter()
    for one in results:
        spent[one.goal.number] += one.seconds
    whole = making + sum(spent.values())
    each = ", ".join(f"{number}: {seconds:.0f}" for number, seconds in spent.items())
    told = f"{whole / 60:.0f} minutes" if whole >= 90 else f"{whole:.0f} s"
    return f"It took {told}: {making:.0f} s to make the books, and by goal in seconds {each}."


def plain_table(results: list[Measured]) -> str:
    """For the terminal."""
    rows = [("#", "measure", "goal", "measured", "met")]
    for found in results:
        rows += [
            (
                str(found.goal.number), one.measure, one.goal,
                f"{one.measured} {one.spread}".strip(), verdict(one).strip("*"),
            )
            for one in found.results
        ]  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def write_into(file: Path, section: str, name: str = "bench") -> None:
    """Put the section between the two markers of that name in the file; what stands around them stays."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    text = file.read_text(encoding="utf-8")
    before, begun, rest = text.partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise ValueError(f"{file.name} has no place for the figures: {begin} … {end}")
    file.write_text(f"{before}{begin}\n{section.rstrip()}\n{end}{after}", encoding="utf-8")
