"""Where the time of a request goes, for goals that are missed."""

import cProfile
import io
import pstats

from tests.bench.beside_django import OURS, saving_of
from tests.bench.books import Book

TIMES = 20
LINES = 22


def of_page(book: Book, token: str, path: str) -> str:
    """The functions that cost the most of a page, itself and with what they call; folders are left out."""
    client = _client(book, token)
    client.get(path)
    return of_act(lambda: client.get(path))


def of_saving(book: Book, token: str, path: str) -> str:
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


def of_act(act) -> str:
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(TIMES):
        act()
    profile.disable()
    told = io.StringIO()
    figures = pstats.Stats(profile, stream=told).strip_dirs()
    figures.sort_stats("tottime").print_stats(LINES)
    figures.sort_stats("cumulative").print_stats(r"tracker|html|routes|service|rules", LINES)
    return f"{TIMES} times, in process:\n" + "\n".join(line.rstrip() for line in told.getvalue().splitlines() if line)
