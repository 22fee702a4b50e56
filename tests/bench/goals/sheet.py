"""Goals 7 and 9: a cell's pages in a large book and a small one, and what a saving's summaries and trail cost it."""

import contextlib
import cProfile
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest import mock

from flask import Flask
from flask.testing import FlaskClient

from tests.bench import profiles
from tests.bench.goals import Book, Context, Goal, NotMeasured, Profile, Result, at_most, in_seconds
from tests.bench.htmlforms import Form, read_form
from tests.bench.measuring import compare, value_of
from tracker.audit import service as audit
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.once import new_key
from tracker.ratings import service as ratings
from tracker.scoresheets import drawing
from tracker.scoresheets import service as scoresheets

TIMES = 12
CHANGED = 2
VOTES = 6


@dataclass
class Visit:
    """A secretary's session in one book, and a draft of theirs that is opened and saved, or voted on.

    ``place`` is the draft's among the book's; each vote lengthens the sheet's way, so those are taken on the last one.
    """

    book: Book
    place: int = 0
    app: Flask = field(init=False)
    client: FlaskClient = field(init=False)
    watch: contextlib.AbstractContextManager[Any] = field(default_factory=contextlib.nullcontext)
    """Entered around what is measured."""

    def __post_init__(self):
        marks = self.book.landmarks
        if not marks.draft_meeting_ids:
            raise NotMeasured(f"{self.book.size} has no draft sheet")
        self.app = self.book.app()
        self.client = self.app.test_client()
        with self.client.session_transaction() as session:
            session["token"] = marks.draft_tokens[self.place]
        self.sheet = f"/meetings/{marks.draft_meeting_ids[self.place]}/scoresheet"
        self.cell = f"/organisations/{self._cell_id(marks.draft_meeting_ids[self.place])}"

    def _cell_id(self, meeting_id: int) -> int:
        with self.app.app_context():
            return int(db.session.get_one(Meeting, meeting_id).cell_id)

    def page(self, path: str) -> str:
        response = self.client.get(path)
        if response.status_code != 200:
            raise NotMeasured(f"{self.book.size}: {path} answers {response.status_code}")
        return response.text

    def read(self, path: str) -> float:
        """Seconds of opening a page some times."""
        begun = time.perf_counter()
        with self.watch:
            for _ in range(TIMES):
                self.page(path)
        return time.perf_counter() - begun

    def form(self, path: str, form_id: str) -> Form:
        return read_form(self.page(path), form_id)

    def send(self, path: str, form: Form, values: dict[str, str], *, counts: bool = True) -> float:
        """Seconds of one sending, which must be taken."""
        body = form.with_values({**values, "once": new_key()})
        begun = time.perf_counter()
        with self.watch if counts else contextlib.nullcontext():
            response = self.client.post(path, data=body, content_type="application/x-www-form-urlencoded")
        taken = time.perf_counter() - begun
        if response.status_code != 302:
            raise NotMeasured(f"{self.book.size}: {path} answers {response.status_code}")
        return taken

    def save(self) -> float:
        """Seconds of some savings of the draft, each with other marks; the reading in between is not counted."""
        return sum(self._save_once() for _ in range(TIMES))

    def _save_once(self, *, counts: bool = True) -> float:
        form = self.form(self.sheet, "scoresheet")
        groups = [name for name, values in form.choices.items() if name.startswith("mark_") and len(values) > 1]
        turned = {name: next(one for one in form.choices[name] if one != form.value(name)) for name in groups[:CHANGED]}
        return self.send(self.sheet, form, {**turned, "act": "save"}, counts=counts)

    def vote(self) -> float:
        """Seconds of some votes on the sheet, taken back in between, which is not counted."""
        taken = sum(self._vote_once() for _ in range(VOTES))
        self._save_once(counts=False)
        return taken

    def _vote_once(self) -> float:
        path = f"{self.sheet}/agree"
        taken = self.send(path, nameless(self.page(path)), {"act": "agree"})
        self.send(f"{self.sheet}/reconsider", nameless(self.page(self.sheet)), {"reason": "Xem lại"}, counts=False)
        return taken

    def profiled(self, act: Callable[[], float]) -> Profile:
        """Where the time goes of what the act measures."""

        def watched(profile: cProfile.Profile) -> None:
            self.watch = profile
            act()
            self.watch = contextlib.nullcontext()

        return profiles.of_parts(watched)


def nameless(page: str) -> Form:
    """The fields of the page's forms that have no id: each carries the sheet's version and the session's token."""
    return read_form(page, None)


# --- 7 --------------------------------------------------------------------------------------------------------------


def grown(context: Context) -> list[Result]:
    """The same acts in the province's book and in that of one cell, in turn, in this process."""
    large, small = Visit(context.book("S3")), Visit(context.book("S1"))
    acts: dict[str, tuple[Callable[[], float], Callable[[], float]]] = {
        "cell page": (lambda: large.read(large.cell), lambda: small.read(small.cell)),
        "sheet page, a draft": (lambda: large.read(large.sheet), lambda: small.read(small.sheet)),
        "save of a draft": (large.save, small.save),
    }
    found = []
    for name, (ours, other) in acts.items():
        ratio = compare(name, ours, other, goal=1.3, measure=value_of)
        where = partial(large.profiled, ours)
        found.append(at_most(f"{name} at S3 / at S1", ratio, 1.3, sides=in_seconds(ratio, TIMES), profile=where))
    return found


# --- 9 --------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def unkept() -> Iterator[None]:
    """Without the trail and the years' figures; the suggestions are held to be fresh, as they are with them."""
    numbers = itertools.count(1)

    def record(_by: Any, _act: str, subject: Any, **_told: Any) -> int:
        db.session.add(subject)
        db.session.flush()
        return next(numbers)

    others = [keep for keep in scoresheets.AFTER_CHANGE if keep is not ratings.keep]
    with (
        mock.patch.object(audit, "record", record),
        mock.patch.object(drawing, "remember", lambda *_given: None),
        mock.patch.object(drawing.Ends, "come_before", lambda _ends, _link: True),
        mock.patch.object(scoresheets, "AFTER_CHANGE", others),
    ):
        yield


def without(act: Callable[[], float]) -> float:
    with unkept():
        return act()


def kept(context: Context) -> list[Result]:
    """Saving the marks, which touches no year, and the vote, which brings the cell's and the committee's year along."""
    saving, voting = Visit(context.book("S2")), Visit(context.book("S2"), place=-1)
    found = []
    for name, visit, act, times in (
        ("save of a draft", saving, saving.save, TIMES), ("vote on a sheet", voting, voting.vote, VOTES),
    ):  # fmt: skip
        ratio = compare(name, act, partial(without, act), goal=1.5, measure=value_of)
        found.append(
            at_most(
                f"{name} keeping summaries and trail / without", ratio, 1.5,
                sides=in_seconds(ratio, times), profile=partial(visit.profiled, act),
            )
        )  # fmt: skip
    return found


GOALS = [
    Goal(
        7, "cell page, sheet page and save at S3 / at S1", "≤ 1.3", grown,
        note=f"SQLite, in one process through the WSGI application; each value is of {TIMES}, a save with its commit.",
        books=(("S3", "sqlite"), ("S1", "sqlite")),
    ),
    Goal(
        9, "a save keeping summaries and trail / without", "≤ 1.5", kept,
        note="S2 on SQLite, in one process through the WSGI application, with the commit; off by patching in the "
        "bench. Marks of a draft count in no year, so that their saving rewrites none; the vote does.",
        books=(("S2", "sqlite"),),
    ),
]  # fmt: skip
