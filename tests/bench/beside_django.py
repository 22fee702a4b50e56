"""The book and the Django site over the same tables, served alike, and the pages that both have."""

import contextlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.goals import Book, Context
from tests.bench.hammer import Reading, Saving
from tests.bench.htmlforms import Form, read_form
from tests.bench.serving import (
    DJANGO,
    TRACKER,
    LoadFault,
    Server,
    load,
    reading_request,
    saving_head,
    started,
)
from tests.bench.signed_in import cookies, django_cookies

SECONDS = 1.0
CHANGED = 5
"""How many marks differ from one save to the next."""


@dataclass(frozen=True)
class Page:
    """A page of a meeting, and the cookie of who opens it."""

    path: str
    cookie: str


@dataclass(frozen=True)
class Names:
    """What the fields of a form are called."""

    marks: str
    csrf: str
    extra: tuple[tuple[str, str], ...] = ()


@dataclass
class Side:
    """One of the two servers with its people's cookies (by session token) and its names of fields."""

    server: Server
    cookies: dict[str, str]
    names: Names

    def pages(self, meetings: list[int], tokens: list[str], leaf: str) -> list[Page]:
        return [
            Page(f"/meetings/{meeting}/{leaf}", self.cookies[token])
            for meeting, token in zip(meetings, tokens, strict=True)
        ]

    def look(self, page: Page) -> tuple[str, str]:
        """The page, which must open, and the cookie to go on with."""
        status, cookie, body = self.server.get(page.path, page.cookie)
        if status != 200:
            raise LoadFault(f"{self.server.name} answers {status} for {page.path}")
        return body, cookie

    def read(self, pages: list[Page], concurrency: int, least: int, seconds: float = SECONDS) -> float:
        """Pages a second, each connection going through all of them from a place of its own."""
        requests = [reading_request(self.server.port, page.path, page.cookie) for page in pages]
        connections = [
            Reading(tuple(requests[start % len(requests) :] + requests[: start % len(requests)]), least)
            for start in range(concurrency)
        ]
        return load(self.server, connections, seconds)

    def save(self, pages: list[Page], seconds: float = SECONDS) -> float:
        """Saves a second, one connection a page; each page's form is read first, and stands changed afterwards."""
        connections = [self._saving(page) for page in pages]
        rate = load(self.server, connections, seconds)
        for page, connection in zip(pages, connections, strict=True):
            if self._version(page) == connection.version:
                raise LoadFault(f"{self.server.name}: saving changed nothing on {page.path}")
        return rate

    def _saving(self, page: Page) -> Saving:
        body, cookie = self.look(page)
        return saving_of(body, self.names, saving_head(self.server.port, page.path, cookie))

    def _version(self, page: Page) -> int:
        return version_on(self.look(page)[0])


def version_on(page: str) -> int:
    """Of the sheet's form."""
    field = re.search(r'<input[^>]*name="version"[^>]*>', page[page.index('id="scoresheet"') :])
    return int(re.search(r'value="(\d+)"', field[0])[1])


def saving_of(page: str, names: Names, head: bytes = b"") -> Saving:
    """Saves of the page's form, each changing some marks from the first of their choices to the second, or back."""
    form = read_form(page, "scoresheet")
    groups = [name for name, values in form.choices.items() if name.startswith(names.marks) and len(values) > 1]
    if len(groups) < CHANGED:
        raise LoadFault(f"only {len(groups)} marks to choose on the page")
    first = groups[0]
    turns = (1, 0) if form.value(first) == form.choices[first][0] else (0, 1)
    bodies = tuple(filled(form, groups[:CHANGED], place, names) for place in turns)
    return Saving(head, bodies, int(form.value("version")), secrets.token_hex(8))


def filled(form: Form, groups: list[str], place: int, names: Names) -> bytes:
    """The form with these marks at the given place of their choices."""
    chosen = {name: form.choices[name][place] for name in groups}
    return form.with_values({**chosen, "version": "VERSION", **dict(names.extra)}).encode()


OURS = Names("mark_", "csrf_token", (("act", "save"), ("once", "ONCE")))
THEIRS = Names("marks-", "csrfmiddlewaretoken")


SERVED = (("S2", "postgresql"),)


def book_of(context: Context) -> Book:
    """The district: on PostgreSQL where there is one, as both would be served."""
    return context.book("S2", "postgresql" if context.server else "sqlite")


@contextlib.contextmanager
def both(
    context: Context, book: Book, tokens: list[str], workers: int | None = None, django: tuple[str, ...] = DJANGO
) -> Iterator[tuple[Side, Side]]:
    """Both servers, warmed up by nobody yet, with a process a core unless told otherwise."""
    app = book.app()
    ours, theirs = cookies(app, tokens), django_cookies(book, app, tokens)
    workers = workers or context.cores
    with (
        started("the book", TRACKER, workers, book.environment) as tracker,
        started("Django", django, workers, {"BENCH_DATABASE_URL": book.url}) as peer,
    ):
        yield Side(tracker, ours, OURS), Side(peer, theirs, THEIRS)


def warm(side: Side, pages: list[Page], workers: int) -> None:
    """Every worker has drawn the page often enough to have all it keeps."""
    side.read(pages, 4 * workers, 0, seconds=2)
