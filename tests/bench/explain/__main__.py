"""``python -m tests.bench.explain``: write the plans down, on both databases."""

import argparse
import tempfile
from pathlib import Path

from sqlalchemy import text

from tests.bench.__main__ import say, server_in
from tests.bench.books import Book, Books
from tests.bench.explain import HOT, caught, plan
from tracker.extensions import db

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.explain", description=__doc__)
    parser.add_argument("--size", default="S2", help="the book")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the books there, or use those kept before")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (asked.keep or Path(scratch)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        with server_in(folder) as server:
            books = Books(folder, server, say)
            for engine in ("sqlite", "postgresql") if server else ("sqlite",):
                write(books.get(asked.size, engine))


def write(book: Book) -> None:
    app = book.app()
    with app.app_context():
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        for hot in HOT:
            sent = caught(app, book.landmarks, hot)
            steps = "\n".join(plan(sent))
            db.session.rollback()
            (HERE / f"{hot.name}.{book.engine}.txt").write_text(f"{sent[0].strip()}\n\n{steps}\n", encoding="utf-8")
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main()
