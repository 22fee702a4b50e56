"""Where the time of a request goes, for goals that are missed."""

import cProfile
import io
import pstats
from collections.abc import Callable
from typing import Any

from tests.bench.beside_django import OURS, saving_of
from tests.bench.books import Book
from tests.bench.goals import Profile
from tests.bench.shares import lines_of

TIMES = 20
LINES = 22


def of_page(book: Book, token: str, path: str) -> Profile:
    """Where the time of a page goes."""
    client = _client(book, token)
    client.get(path)
    return of_act(lambda: client.get(path))


def of_saving(book: Book, token: str, path: str) -> Profile:
    """The same of saves of the sheet on that page, each of which changes it."""
    client = _client(book, token)
    saves = saving_of(client.get(path).get_data(as_text=True), OURS).each()

    def save() -> None:
        answer = client.post(path, data=next(saves), content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 302, f"a save was answered with {answer.status_code}"

    save()
    return of_act(save)


def _client(book: Book, token: str):
    client = book.app().test_client()
    with client.session_transaction() as session:
        session["token"] = token
    return client


def of_act(act: Callable[[], Any]) -> Profile:
    profile = cProfile.Profile()
    with profile:
        for _ in range(TIMES):
            act()
    return _read(profile)


def of_parts(act: Callable[[cProfile.Profile], Any]) -> Profile:
    """Of the parts of an act in which it enters the profile itself."""
    profile = cProfile.Profile()
    act(profile)
    return _read(profile)


def _read(profile: cProfile.Profile) -> Profile:
    """Folders are left out of the whole."""
    told = io.StringIO()
    lines = lines_of(pstats.Stats(profile))
    figures = pstats.Stats(profile, stream=told).strip_dirs()
    figures.sort_stats("tottime").print_stats(LINES)
    figures.sort_stats("cumulative").print_stats(r"tracker|html|routes|service|rules", LINES)
    return Profile(lines, "\n".join(line.rstrip() for line in told.getvalue().splitlines() if line))
