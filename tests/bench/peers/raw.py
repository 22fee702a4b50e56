"""One statement over the sheets of a year: per cell how many scores, their mean, lowest and highest, and how many of
each class. It is what the year of all cells costs at the least; the rule that makes a class of it is not in it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg

from tests.bench.books import Book

SCAN = """
    SELECT cell_id, count(*), avg(points), min(points), max(points),
        sum(CASE WHEN quality = 'good' THEN 1 ELSE 0 END), sum(CASE WHEN quality = 'fair' THEN 1 ELSE 0 END),
        sum(CASE WHEN quality = 'average' THEN 1 ELSE 0 END), sum(CASE WHEN quality = 'poor' THEN 1 ELSE 0 END)
    FROM (
        SELECT cell_id,
            CASE WHEN state IN ('recognised', 'locked') THEN recognised_total ELSE total END AS points,
            CASE WHEN state IN ('recognised', 'locked') THEN coalesce(recognised_class, self_class)
                ELSE self_class END AS quality
        FROM scoresheet
        WHERE year = {year} AND kind IN ('regular', 'combined')
            AND state IN ('agreed', 'submitted', 'under_review', 'recognised', 'locked')
    ) AS scored
    GROUP BY cell_id
"""


@contextlib.contextmanager
def connection_to(book: Book) -> Iterator[Any]:
    if book.engine == "postgresql":
        with psycopg.connect(book.url, autocommit=True) as connection:
            yield connection
    else:
        with contextlib.closing(sqlite3.connect(book.folder / "tracker.db")) as connection:
            yield connection


def scan(connection: Any, year: int) -> list[tuple[Any, ...]]:
    """Points in hundredths."""
    return connection.execute(SCAN.format(year=int(year))).fetchall()
