"""What was measured, as a table to read, as JSON, and as a section of the README."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.goals import Goal, Result

NOT_SAID = """\
Not measured: a network between people and the server, TLS, mail; spinning disks; a book grown over more than five
years; other databases and other servers. The peers are what a competent developer writes, not what a specialist could
reach in a week. Names, sheets and figures of the books are invented."""


@dataclass(frozen=True)
class Report:
    """``books`` are (size, engine, seconds to make, rows in words); ``results`` by goal, in its order."""

    date: str
    machine: dict[str, str]
    books: list[dict[str, str]]
    results: list[tuple[Goal, list[Result]]]

    def as_json(self) -> str:
        goals = [
            {"number": goal.number, "name": goal.name, "bound": goal.bound, "results": [asdict(one) for one in lines]}
            for goal, lines in self.results
        ]
        whole = {"date": self.date, "machine": self.machine, "books": self.books, "goals": goals}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def as_markdown(self) -> str:
        parts = [measured_on(self.date, self.machine)]
        parts += [books_table(self.books)] if self.books else []
        parts += [goals_table(self.results), *explained(self.results), NOT_SAID]
        return "\n\n".join(parts) + "\n"


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


def goals_table(results: list[tuple[Goal, list[Result]]]) -> str:
    lines = ["| # | measure | goal | measured | spread | met |", "|---:|---|---:|---:|---|---|"]
    for goal, found in results:
        for one in found:
            shown = [str(goal.number), one.measure, one.goal, one.measured, one.spread, verdict(one)]
            lines.append(f"| {' | '.join(cell(text) for text in shown)} |")
    return "\n".join(lines)


def books_table(books: list[dict[str, str]]) -> str:
    lines = ["| book | database | holds | made in |", "|---|---|---|---:|"]
    lines += [f"| {book['size']} | {book['engine']} | {cell(book['holds'])} | {book['seconds']} s |" for book in books]
    return "\n".join(lines)


def explained(results: list[tuple[Goal, list[Result]]]) -> list[str]:
    """What a line has to say beside its figure: how it was measured, why not; then, of those missed, the profiles."""
    lines = [(goal.number, one) for goal, found in results for one in found]
    notes = [f"- **{number}** {words}" for number, words in told(results)]
    profiles = [
        f"Missed: {number}, {one.measure}. Where the time goes:\n\n```\n{one.profile.rstrip()}\n```"
        for number, one in lines
        if one.profile
    ]
    return (["\n".join(notes)] if notes else []) + profiles


def told(results: list[tuple[Goal, list[Result]]]) -> Iterator[tuple[int, str]]:
    """The notes of the goals measured, and those of their lines, each under its goal's number."""
    for goal, found in results:
        if goal.note and any(one.met is not None for one in found):
            yield goal.number, goal.note
        for one in found:
            if one.note:
                yield goal.number, f"{one.measure}: {one.note}"


def plain_table(results: list[tuple[Goal, list[Result]]]) -> str:
    """For the terminal."""
    rows = [("#", "measure", "goal", "measured", "met")]
    for goal, found in results:
        rows += [
            (str(goal.number), one.measure, one.goal, f"{one.measured} {one.spread}".strip(), verdict(one).strip("*"))
            for one in found
        ]
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
