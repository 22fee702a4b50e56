"""Goals 4 to 6: pages and a saving, beside Django's of the same data."""

import re
from statistics import median

from tests.bench import profiles
from tests.bench.beside_django import CHANGED, SERVED, Page, Side, book_of, both, warm
from tests.bench.goals import Book, Context, Goal, Result, at_least, figure
from tests.bench.measuring import Ratio, compare, value_of
from tests.bench.serving import LoadFault

Pages = tuple[Side, list[Page]]
CRITERIA = 19
FORMSETS = (("Django's", "scoresheet", (1, 16)), ("Django's written by hand", "scoresheet/plain", (1,)))
"""Both sheets of the Django site, see there: what to call it, its page, and how many clients at once."""


def sheet_page(context: Context) -> list[Result]:
    book = book_of(context)
    marks = book.landmarks
    with both(context, book, marks.draft_tokens) as (ours, django):
        mine = sheets(ours, book, "scoresheet", context)
        found = []
        for words, leaf, crowds in FORMSETS:
            theirs = sheets(django, book, leaf, context)
            named = f"scoresheet page / {words}"
            found += read_beside(named, 2.5, (ours, mine), (django, theirs), book, marks.draft_tokens[0], crowds)
    return found


def sheets(side: Side, book: Book, leaf: str, context: Context) -> list[Page]:
    """The sheets' pages, looked at, and drawn by every worker before."""
    pages = side.pages(book.landmarks.draft_meeting_ids, book.landmarks.draft_tokens, leaf)
    check_sheet(side, pages)
    warm(side, pages, context.cores)
    return pages


def check_sheet(side: Side, pages: list[Page]) -> None:
    """Each page is the form with its criteria and what was suggested for them."""
    for page in pages:
        body, _ = side.look(page)
        rows = len(re.findall(r'id="criterion-', body))
        if 'id="scoresheet"' not in body or rows < CRITERIA or body.count("because--") < rows // 2:
            raise LoadFault(f"{side.server.name}: {page.path} is not the form with its suggestions ({rows} rows)")


def read_beside(
    name: str, bound: float, mine: Pages, theirs: Pages, book: Book, token: str, crowds: tuple[int, ...] = (1, 16)
) -> list[Result]:
    """A line for each number of readers at once."""
    (ours, our_pages), (django, their_pages) = mine, theirs
    found = []
    for readers in crowds:
        ratio = compare(
            name,
            lambda readers=readers: ours.read(our_pages, readers, 2000),
            lambda readers=readers: django.read(their_pages, readers, 2000),
            goal=bound, measure=value_of,
        )  # fmt: skip
        found.append(
            at_least(
                f"{name}, c{readers}", ratio, bound, sides=rates(ratio),
                profile=lambda: profiles.of_page(book, token, our_pages[0].path),
            )
        )  # fmt: skip
    return found


def rates(ratio: Ratio) -> str:
    return f"{figure(median(ratio.ours))} and {figure(median(ratio.other))} /s"


def sheet_save(context: Context) -> list[Result]:
    book = book_of(context)
    with both(context, book, book.landmarks.draft_tokens) as (ours, django):
        mine = sheets(ours, book, "scoresheet", context)
        found = []
        for words, leaf, crowds in FORMSETS:
            theirs = sheets(django, book, leaf, context)
            found += [saved(f"scoresheet save / {words}", (ours, mine), (django, theirs), book, one) for one in crowds]
    return found


def saved(name: str, mine: Pages, theirs: Pages, book: Book, savers: int) -> Result:
    (ours, our_pages), (django, their_pages) = mine, theirs
    ratio = compare(
        name,
        lambda: ours.save(our_pages[:savers]),
        lambda: django.save(their_pages[:savers]),
        goal=2, measure=value_of,
    )  # fmt: skip
    return at_least(
        f"{name}, c{savers}", ratio, 2, sides=rates(ratio),
        profile=lambda: profiles.of_saving(book, book.landmarks.draft_tokens[0], our_pages[0].path),
    )  # fmt: skip


def meeting_page(context: Context) -> list[Result]:
    book = book_of(context)
    marks = book.landmarks
    meetings, tokens = marks.meeting_ids[:40], marks.meeting_tokens[:40]
    with both(context, book, tokens) as (ours, django):
        mine, theirs = (side.pages(meetings, tokens, "contributions") for side in (ours, django))
        shown = [contributions_on(ours, page) for page in mine], [contributions_on(django, page) for page in theirs]
        if shown[0] != shown[1] or not all(shown[0]):
            raise LoadFault(f"the two do not show the same contributions: {shown[0][:5]} and {shown[1][:5]}")
        warm(ours, mine, context.cores), warm(django, theirs, context.cores)
        named = "contributions of a meeting / Django's"
        return read_beside(named, 1.5, (ours, mine), (django, theirs), book, tokens[0])


def contributions_on(side: Side, page: Page) -> int:
    return side.look(page)[0].count('id="contribution-')


GOALS = [
    Goal(
        4, "scoresheet page, 20 criteria with suggestions / Django's formset page", "≥ 2.5", sheet_page, books=SERVED,
        note="The book and the Django site answer from the same tables (S2, on PostgreSQL where there is one) "
        "under the same server (granian, a process a "
        "core) over sockets kept open, c1 by one client and c16 by sixteen, going over many meetings. What the Django "
        "site leaves out, and how the one written by hand differs, is said in "
        "tests/bench/peers/django_site/__init__.py.",
    ),
    Goal(
        5, "scoresheet save / Django's formset save", "≥ 2", sheet_save, books=SERVED,
        note=f"As goal 4. Each save changes {CHANGED} marks, is committed durably and answered by the redirect.",
    ),
    Goal(
        6, "meeting page / Django's of the same data", "≥ 1.5", meeting_page, books=SERVED,
        note="As goal 4; the page of a meeting's contributions by item, with authors and answers, of meetings with ten "
        "items and twenty members.",
    ),
]  # fmt: skip
