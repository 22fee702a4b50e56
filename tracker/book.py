"""What is true of this book as a whole: for now, whether its contents are the invented ones of the demo."""

from flask import current_app
from sqlalchemy import Exists, String, exists
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db

DEMO = "demo"
SEEN = "tracker.demo"


class BookFact(Model):
    """A row per fact. ``demo``: the day for which the demo was made."""

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def fact(key: str) -> str | None:
    found = db.session.get(BookFact, key)
    return found.value if found else None


def state(key: str, value: str) -> None:
    db.session.add(BookFact(key=key, value=value))
    db.session.flush()


def demo_is_stated() -> Exists:
    """For a query that asks something else too: whether this book is a demo."""
    return exists().where(BookFact.key == DEMO)


def is_demo() -> bool:
    """Whether every page has to say that its contents are invented.

    A book never stops being a demo, so a yes is remembered by the process. A database that cannot answer says no:
    the page of that very error must still be drawn.
    """
    if not current_app.extensions.get(SEEN):
        try:
            current_app.extensions[SEEN] = fact(DEMO) is not None
        except SQLAlchemyError:
            return False
    return bool(current_app.extensions[SEEN])
