"""Goal 8: a list's last page beside its first. Also how often a list asks, in a cell's book and a province's."""

import html
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from tests.bench import profiles
from tests.bench.goals import Book, Context, Goal, Result, at_most, in_seconds
from tests.bench.measuring import compare, seconds_of
from tracker.extensions import db

LOOKS = 8
ENOUGH = 0.2  # seconds: what takes as long is looked at once
FARTHEST = 400  # pages; no list of these books is longer
NEXT = re.compile(r'<a rel="next" href="([^"]+)"')


@dataclass(frozen=True)
class List:
    """A list that goes page by page, opened by whoever has that token. ``path`` is filled from the landmarks."""

    name: str
    token: str
    path: str

    def address(self, book: Book) -> str:
        return self.path.format(**vars(book.landmarks))


LISTS = (
    List("trail of a cell", "secretary_token", "/organisations/{cell_id}/audit"),
    List("queue of 500 cells", "queue_reviewer_token", "/committees/{queue_committee_id}/queue?year={year}&month=12"),
    List("cells of a committee's month", "province_token", "/committees/{province_id}/reviews?year={year}&month=12"),
    List("cells of a committee's year", "reviewer_token", "/committees/{district_id}/ratings/{year}"),
    List("organisations", "administrator_token", "/organisations/?q=chi"),
)


def client_of(book: Book, token: str) -> Any:
    client = book.app().test_client()
    with client.session_transaction() as session:
        session["token"] = token
    return client


def pages(client: Any, first: str) -> list[str]:
    """The addresses of a list's pages, each found on the one before, as a reader goes."""
    found = [first]
    while len(found) < FARTHEST:
        answer = client.get(found[-1])
        if answer.status_code != 200:
            raise LookupError(f"{found[-1]}: {answer.status_code}")
        onward = NEXT.search(answer.text)
        if not onward:
            break
        found.append(html.unescape(onward[1]))
    return found


def _ends(context: Context) -> list[Result]:
    book = context.book("S3")
    return [line for one in LISTS for line in _end(book, one)]


def _end(book: Book, one: List) -> list[Result]:
    """The last full page beside the first: one with fewer lines would flatter."""
    token = getattr(book.landmarks, one.token)
    client = client_of(book, token)
    found = pages(client, one.address(book))
    measure = f"{one.name}: page {len(found) - 1} / page 1"
    if len(found) < 3:
        return [Result(measure, "≤ 1.2", "–", None, note=f"not measured: the list has {len(found)} pages")]
    first, last = found[0], found[-2]
    looks = min(max(round(ENOUGH / seconds_of(lambda: client.get(first))), 1), LOOKS)
    ratio = compare(one.name, lambda: _open(client, last, looks), lambda: _open(client, first, looks), goal=1.2)
    sides = in_seconds(ratio, looks)
    return [at_most(measure, ratio, 1.2, sides=sides, profile=lambda: profiles.of_page(book, token, last))]


def _open(client: Any, path: str, looks: int) -> None:
    for _ in range(looks):
        client.get(path)


def queries(book: Book, one: List) -> int:
    """How often the list's first page asks the database, once the process knows what it learns once."""
    client, sent = client_of(book, getattr(book.landmarks, one.token)), []
    path = one.address(book)
    client.get(path)
    with client.application.app_context():
        engine = db.engine

    def note(*_told: Any) -> None:
        sent.append(1)

    event.listen(engine, "before_cursor_execute", note)
    try:
        client.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def _counts(context: Context) -> list[Result]:
    small, large = context.book("S1"), context.book("S3")
    found = []
    for one in LISTS:
        few, many = queries(small, one), queries(large, one)
        found.append(Result(f"{one.name}: queries at S3 (at S1)", "bounded", f"{many} ({few})", many <= few + ALLOWED))
    return found


ALLOWED = 6
NOTE = f"What is empty at S1 leaves out what it asks about its lines: up to {ALLOWED} queries more, never one a line."

GOALS = [
    Goal(8, "a list's last page / its first", "≤ 1.2", _ends, books=(("S3", "sqlite"),)),
    Goal(
        8, "queries of a list at two sizes", "bounded", _counts, note=NOTE, books=(("S3", "sqlite"), ("S1", "sqlite"))
    ),
]
