"""``tracker rate``. What tells of one cell's year and what lists them all is loaded when it is asked for."""

from datetime import date

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from tracker.base import clock
from tracker.base.loading import load
from tracker.ratings.rules import YEARS

LANGUAGES = ("vi", "en")


@click.command("rate")
@click.argument("cell", required=False)
@click.argument("of_year", metavar="[YEAR]", type=int, required=False)
@click.option("--cell", "code", help="Mã chi bộ.")
@click.option("--year", type=int, help="Năm.")
@click.option("--json", "as_json", is_flag=True, help="In JSON, tên khóa không đổi.")
@click.option("--all", "everyone", is_flag=True, help="Tính lại năm đó của mọi chi bộ, mỗi chi bộ một dòng.")
@click.option("--explain", is_flag=True, help="In vì sao xếp loại, đúng từng câu như trên trang.")
@click.option("--language", type=click.Choice(LANGUAGES), default="vi", help="Tiếng của lời giải thích.")
@with_appcontext
def rate(
    cell: str | None,
    of_year: int | None,
    code: str | None,
    year: int | None,
    as_json: bool,
    everyone: bool,
    explain: bool,
    language: str,
) -> None:
    """In xếp loại năm của một chi bộ: từng điều kiện, con số, mức phải đạt, và điều còn thiếu."""
    today = clock.day_of(clock.now())
    if everyone:
        click.echo(_of_all(code or cell, year or of_year, today, as_json))
    else:
        telling = load("tracker.ratings.telling")
        cell_year = telling.asked_for(code or cell, year or of_year, today)
        click.echo(telling.why(cell_year, today, language) if explain else telling.year(cell_year, today, as_json))


def _of_all(code: str | None, year: int | None, today: date, as_json: bool) -> str:
    """A lone word after ``--all`` is the year, as in ``rate --all 2025``."""
    year = year or (int(code) if code and code.isdecimal() else None)
    if not year or year not in YEARS:
        raise click.ClickException(_("Năm %(year)s không hợp lý. Hãy xem lại.", year=year or code or ""))
    listing = load("tracker.ratings.listing")
    listed = listing.rows(year, today)
    said: str = listing.as_json(listed) if as_json else listing.as_text(listed)
    return said
