"""Goals 4 to 6: pages and a saving, beside Django's of the same data."""

import re
from statistics import median

from tests.bench import profiles
from tests.bench.beside_django import CHANGED, Page, Side, book_of, both, warm
from tests.bench.goals import Book, Context, Goal, Result, at_least, figure
from tests.bench.measuring import Ratio, compare, value_of
from tests.bench.serving import LoadFault

CONCURRENCY = (1, 16)
CRITERIA = 19


def sheet_page(context: Context) -> list[Result]:
    book = book_of(context)
    marks = book.landmarks
    with both(context, book, marks.draft_tokens) as (ours, django):
        sides = [
            (side, side.pages(marks.draft_meeting_ids, marks.draft_tokens, "scoresheet")) for side in (ours, django)
        ]
        for side, pages in sides:
            check_sheet(side, pages)
        return read_beside("scoresheet page", 2.5, sides, book, marks.draft_tokens[0], context)


def check_sheet(side: Side, pages: list[Page]) -> None:
    """Each page is the form with its criteria and what was suggested for them."""
    for page in pages:
        body, _ = side.look(page)
        rows = len(re.findall(r'id="criterion-', body))
        if 'id="scoresheet"' not in body or rows < CRITERIA or body.count("because--") < rows // 2:
            raise LoadFault(f"{side.server.name}: {page.path} is not the form with its suggestions ({rows} rows)")


def read_beside(
    name: str, bound: float, sides: list[tuple[Side, list[Page]]], book: Book, token: str, context: Context
) -> list[Result]:
    """A line for one reader and one for sixteen at once."""
    (ours, our_pages), (django, their_pages) = sides
    for side, pages in sides:
        warm(side, pages, context.cores)
    found = []
    for readers in CONCURRENCY:
        ratio = compare(
            name,
            lambda readers=readers: ours.read(our_pages, readers, 2000),
            lambda readers=readers: django.read(their_pages, readers, 2000),
            goal=bound, measure=value_of,
        )  # fmt: skip
        found.append(
            at_least(
                f"{name} / Django's, c{readers}", ratio, bound, rates(ratio, book),
                lambda: profiles.of_page(book, token, our_pages[0].path),
            )
        )  # fmt: skip
    return found


def rates(ratio: Ratio, book: Book) -> str:
    ours, other = median(ratio.ours), median(ratio.other)
    return f"{figure(ours)} and {figure(other)} requests a second ({book.size} on {book.engine})."


def sheet_save(context: Context) -> list[Result]:
    book = book_of(context)
    marks = book.landmarks
    with both(context, book, marks.draft_tokens) as (ours, django):
        found = []
        mine = ours.pages(marks.draft_meeting_ids, marks.draft_tokens, "scoresheet")
        theirs = django.pages(marks.draft_meeting_ids, marks.draft_tokens, "scoresheet")
        warm(ours, mine, context.cores), warm(django, theirs, context.cores)
        for savers in CONCURRENCY:
            ratio = compare(
                "save",
                lambda savers=savers: ours.save(mine[:savers]),
                lambda savers=savers: django.save(theirs[:savers]),
                goal=2, measure=value_of,
            )  # fmt: skip
            found.append(
                at_least(
                    f"scoresheet save / Django's, c{savers}", ratio, 2, rates(ratio, book),
                    lambda: profiles.of_saving(book, marks.draft_tokens[0], mine[0].path),
                )
            )  # fmt: skip
    return found


def meeting_page(context: Context) -> list[Result]:
    book = book_of(context)
    marks = book.landmarks
    meetings, tokens = marks.meeting_ids[:40], marks.meeting_tokens[:40]
    with both(context, book, tokens) as (ours, django):
        sides = [(side, side.pages(meetings, tokens, "contributions")) for side in (ours, django)]
        shown = [[contributions_on(side, page) for page in pages] for side, pages in sides]
        if shown[0] != shown[1] or not all(shown[0]):
            raise LoadFault(f"the two do not show the same contributions: {shown[0][:5]} and {shown[1][:5]}")
        found = read_beside("contributions of a meeting", 1.5, sides, book, tokens[0], context)
    return found


def contributions_on(side: Side, page: Page) -> int:
    return side.look(page)[0].count('id="contribution-')


GOALS = [
    Goal(
        4, "scoresheet page, 20 criteria with suggestions / Django's formset page", "≥ 2.5", sheet_page,
        note="The book and the Django site answer from the same tables under the same server (granian, a process a "
        "core) over sockets kept open, c1 by one client and c16 by sixteen, going over many meetings. What the Django "
        "site leaves out is said in tests/bench/peers/django_site/__init__.py.",
    ),
    Goal(
        5, "scoresheet save / Django's formset save", "≥ 2", sheet_save,
        note=f"As goal 4. Each save changes {CHANGED} marks, is committed durably and answered by the redirect.",
    ),
    Goal(
        6, "meeting page / Django's of the same data", "≥ 1.5", meeting_page,
        note="As goal 4; the page of a meeting's contributions by item, with authors and answers, of meetings with ten "
        "items and twenty members.",
    ),
]  # fmt: skip
