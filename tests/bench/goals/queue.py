"""Goal 13: the reviewer's queue of 500 cells with twelve months, its first page beside a cell's page."""

from tests.bench import profiles
from tests.bench.goals import Context, Goal, Result, at_most, in_seconds
from tests.bench.goals.lists import LOOKS, client_of
from tests.bench.measuring import compare

BOUND = 3


def queue(context: Context) -> list[Result]:
    book = context.book("QUEUE")
    known = book.landmarks
    path = f"/committees/{known.queue_committee_id}/queue?year={known.year}&month=12"
    cell = f"/cells/{known.cell_id}/year/{known.year}"
    reviewer, secretary = client_of(book, known.queue_reviewer_token), client_of(book, known.secretary_token)

    def ours() -> None:
        for _ in range(LOOKS):
            assert reviewer.get(path).status_code == 200

    def other() -> None:
        for _ in range(LOOKS):
            assert secretary.get(cell).status_code == 200

    ratio = compare("queue", ours, other, goal=BOUND)
    told = at_most(
        "queue of 500 cells × 12 months, first page / a cell's year", ratio, BOUND,
        note="25 sheets on the page, each with its reasons in words.", sides=in_seconds(ratio, LOOKS),
        profile=lambda: profiles.of_page(book, known.queue_reviewer_token, path),
    )  # fmt: skip
    return [told]


GOALS = [
    Goal(
        13,
        "reviewer's queue of 500 cells × 12 months, first page / a cell page",
        "≤ 3",
        queue,
        books=(("QUEUE", "sqlite"),),
    )
]
