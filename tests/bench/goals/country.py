"""Goal 12: the whole country on PostgreSQL."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import select

from tests.bench import profiles
from tests.bench.goals import Book, Context, Goal, Profile, Result, at_most, in_seconds
from tests.bench.measuring import compare
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.ratings import branch

LOOKS = 10
RAW = """
    SELECT split_part(o.path, '/', 3) AS province, count(*), sum(c.sheets), avg(c.mean)
    FROM (
        SELECT cell_id, count(*) AS sheets, avg(coalesce(recognised_total, total)) AS mean
        FROM scoresheet WHERE year = %s GROUP BY cell_id
    ) AS c
    JOIN organisation AS o ON o.id = c.cell_id
    GROUP BY 1
"""


def country(context: Context) -> list[Result]:
    whole, one = context.book("S4", "postgresql"), context.book("S1", "postgresql")
    return [roll_up(whole), cell_page(whole, one)]


def roll_up(book: Book) -> Result:
    """By the service that draws the committee's year page, beside one statement over every sheet of the year."""
    app, year = book.app(), book.landmarks.year
    with app.app_context(), psycopg.connect(book.url) as connection:

        def kept() -> list[branch.BranchLine]:
            top = db.session.scalars(select(Organisation).where(Organisation.parent_id.is_(None))).one()
            return branch.branches(top, year, date(year, 12, 31))

        def counted() -> list[tuple]:
            return connection.execute(RAW, [year]).fetchall()

        provinces, sheets = len(kept()), sum(row[2] for row in counted())
        ratio = compare("roll-up", kept, counted, goal=0.2)
        note = f"{provinces} branches of the top committee; {sheets:,} sheets of the year read by the raw statement."
        return at_most(
            "national roll-up from the summary / raw SQL over the sheets", ratio, 0.2, note=note,
            sides=in_seconds(ratio), profile=lambda: where_it_goes(app, kept),
        )  # fmt: skip


def where_it_goes(app: Flask, act: Callable[[], Any]) -> Profile:
    with app.app_context():
        return profiles.of_act(act)


def cell_page(whole: Book, one: Book) -> Result:
    ratio = compare("cell page", opening(whole), opening(one), goal=1.5)
    path = f"/organisations/{whole.landmarks.cell_id}"
    return at_most(
        "a cell's page at S4 / at S1", ratio, 1.5, sides=in_seconds(ratio, LOOKS),
        note="Both on PostgreSQL, signed in as the cell's secretary, in process.",
        profile=lambda: profiles.of_page(whole, whole.landmarks.secretary_token, path),
    )  # fmt: skip


def opening(book: Book):
    """An act that opens the cell's page some times; fails where it does not open."""
    client = book.app().test_client()
    with client.session_transaction() as session:
        session["token"] = book.landmarks.secretary_token
    path = f"/organisations/{book.landmarks.cell_id}"

    def look():
        for _ in range(LOOKS):
            answer = client.get(path)
            assert answer.status_code == 200, f"{path} answered {answer.status_code}"

    return look


GOALS = [
    Goal(
        12,
        "the country: roll-up by province / raw SQL; a cell's page at S4 / at S1",
        "≤ 0.2; ≤ 1.5",
        country,
        full=True,
        books=(("S4", "postgresql"), ("S1", "postgresql")),
    )
]
