"""Where the time of a request goes, for goals that are missed."""

import cProfile
import io
import pstats

from tests.bench.books import Book

TIMES = 20
LINES = 22


def of_page(book: Book, token: str, path: str) -> str:
    """The functions that cost the most of a page, itself and with what they call; folders are left out."""
    client = book.app().test_client()
    with client.session_transaction() as session:
        session["token"] = token
    client.get(path)
    return of_act(lambda: client.get(path))


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
