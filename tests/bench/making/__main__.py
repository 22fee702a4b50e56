"""``python -m tests.bench.making S2 --into <folder or postgresql://…>``"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

import click
from sqlalchemy import func, select


def main() -> None:
    asked = _asked()
    is_address = asked.into.startswith(("postgresql://", "postgres://"))
    folder = Path(tempfile.mkdtemp(prefix="bench-")) if is_address else Path(asked.into)
    url = asked.into if is_address else asked.url
    os.environ.pop("TRACKER_DATABASE_URL", None)
    if url:
        os.environ["TRACKER_DATABASE_URL"] = url
    elif asked.anew:
        shutil.rmtree(folder, ignore_errors=True)
    kept = Path(asked.landmarks) if asked.landmarks else folder / "landmarks.json"
    _make(asked.size, folder, kept, asked.today)


def _asked() -> argparse.Namespace:
    from tests.bench.making.sizes import SIZES

    parser = argparse.ArgumentParser(prog="python -m tests.bench.making", description=__doc__)
    parser.add_argument("size", choices=[*SIZES])
    parser.add_argument("--into", required=True, help="a folder for SQLite, or the address of an empty PostgreSQL")
    parser.add_argument("--url", help="the database, where it is not the SQLite file of the folder")
    parser.add_argument("--landmarks", help="the file to write them to; in the folder otherwise")
    parser.add_argument("--anew", action="store_true", help="remove the folder first")
    parser.add_argument("--today", help="the day it is made as of, YYYY-MM-DD")
    return parser.parse_args()


def _make(name: str, folder: Path, kept: Path, today: str | None) -> None:
    from datetime import date

    from tests.bench.making import SIZES, make
    from tracker import create_app
    from tracker.extensions import db
    from tracker.upgrading import upgrade

    began, spent = time.monotonic(), time.process_time()

    def say(step: str) -> None:
        click.echo(f"{time.monotonic() - began:7.1f} s  {step}", err=True)

    app = create_app(folder)
    with app.app_context():
        upgrade()
    landmarks = make(app, SIZES[name], date.fromisoformat(today) if today else None, say)
    took = time.monotonic() - began, time.process_time() - spent
    with app.app_context():
        for table in db.metadata.sorted_tables:
            landmarks.rows[table.name] = db.session.scalar(select(func.count()).select_from(table)) or 0
    landmarks.save(kept)
    for table, number in sorted(landmarks.rows.items(), key=lambda one: -one[1]):
        if number:
            click.echo(f"{number:12,}  {table}")
    click.echo(f"{sum(landmarks.rows.values()):12,}  rows in {took[0]:.1f} s ({took[1]:.1f} s of one core)")
    file = folder / "tracker.db"
    if file.exists():
        click.echo(f"{file.stat().st_size / 1e6:12,.0f}  MB")
    click.echo(f"landmarks: {kept}")


if __name__ == "__main__":
    main()
