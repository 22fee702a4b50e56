"""``tracker guidance dry-run``."""

from dataclasses import replace

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from tracker.base import clock
from tracker.extensions import db
from tracker.guidance import service as guidance_versions
from tracker.guidance.commands import guidance
from tracker.guidance.rules import Guidance
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.ratings import dry_run as dry_runs
from tracker.ratings import dry_run_words as words
from tracker.ratings import service as ratings


@guidance.command("dry-run")
@click.argument("code")
@click.option("--year", type=int, required=True, help="Năm.")
@click.option("--cell", "cell_code", help="Mã chi bộ.")
@click.option("--committee", "committee_code", help="Mã cấp ủy: mọi chi bộ trực thuộc trong năm đó.")
@with_appcontext
def dry_run(code: str, year: int, cell_code: str | None, committee_code: str | None) -> None:
    """Chấm lại một năm đã qua theo bản hướng dẫn mang MÃ, đặt cạnh kết quả cũ. Không ghi gì vào sổ."""
    version = guidance_versions.find(code)
    if version is None:
        raise click.ClickException(_("Không có bản hướng dẫn mang mã “%(code)s”.", code=code))
    if year not in ratings.YEARS:
        raise click.ClickException(_("Năm %(year)s không hợp lý. Hãy xem lại.", year=year))
    if bool(cell_code) is bool(committee_code):
        raise click.ClickException(_("Hãy cho một mã: của chi bộ, hoặc của cấp ủy."))
    place = _place(cell_code or committee_code or "", bool(cell_code))
    _tell(place, year, guidance_versions.read(version))
    db.session.rollback()


def _tell(place: Organisation, year: int, guidance: Guidance) -> None:
    """Each cell as soon as it is done; the sums last."""
    today, done = clock.day_of(clock.now()), dry_runs.Run(year, guidance, ())
    pages = dry_runs.by_pages(place, year, guidance, today)
    if place.is_cell:
        pages = iter([dry_runs.of_cells([place], year, guidance, today)])
    click.echo("\n".join(words.head(guidance, year)))
    for page in pages:
        done = replace(done, cells=done.cells + page.cells)
        for cell in page.cells:
            click.echo("\n".join(words.cell_lines(cell)))
    click.echo("\n".join(words.summary(done)))


def _place(code: str, is_cell: bool) -> Organisation:
    found = organisations.find(code)
    if found is not None and found.is_cell is is_cell:
        return found
    if is_cell:
        raise click.ClickException(_("Không có chi bộ mang mã “%(code)s”.", code=code))
    raise click.ClickException(_("Không có cấp ủy mang mã “%(code)s”.", code=code))
