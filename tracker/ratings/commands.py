"""``tracker recompute``."""

from datetime import date, timedelta

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from tracker import once
from tracker.base import clock
from tracker.extensions import db
from tracker.people import sessions
from tracker.ratings import recompute as recomputing
from tracker.ratings import summaries
from tracker.reviews import acts

KEPT = timedelta(days=30)  # how long the keys of sent forms and sessions that are over are kept
AT_ONCE = 100  # years stored in one transaction


@click.command("recompute")
@click.option("--check", is_flag=True, help="Không ghi gì; nêu từng số liệu đã lưu mà khác, và thoát với mã 1.")
@click.option("--year", type=int, help="Chỉ tính năm này.")
@with_appcontext
def recompute(check: bool, year: int | None) -> None:
    """Tính lại số liệu năm từ bản ghi, khóa phiếu hết hạn giải trình (mỗi ngày một lần); hoặc chứng minh là khớp."""
    today = clock.day_of(clock.now())
    pairs = recomputing.years(today, year)
    if check:
        _check(pairs, today, year)
    else:
        _mend(pairs, today, year)


def _check(pairs: list[tuple[int, int]], today: date, year: int | None) -> None:
    found = [
        fault
        for cell_id, of_year in recomputing.unsettled(pairs, today)
        for fault in recomputing.faults(cell_id, of_year, today)
    ]
    for fault in found:
        _tell(fault.cell_code, fault)
    missed = summaries.mismatches(year)
    for one in missed:
        _tell(one.code, one)
    if found or missed:
        number = len(found) + len(missed)
        raise click.ClickException(_("%(number)s số liệu lưu không khớp với tính lại.", number=number))
    click.echo(_("Đã đối chiếu %(number)s năm của các chi bộ: số liệu lưu khớp với tính lại.", number=len(pairs)))


def _tell(code: str, fault: recomputing.Fault | summaries.Mismatch) -> None:
    click.echo(
        _(
            "%(cell)s, năm %(year)s, %(name)s: đang lưu %(stored)s, tính lại được %(computed)s",
            cell=code,
            year=fault.year,
            name=fault.name,
            stored=fault.stored,
            computed=fault.computed,
        )
    )


def _mend(pairs: list[tuple[int, int]], today: date, year: int | None) -> None:
    acts.lock_due(clock.now())
    once.forget(clock.now() - KEPT)
    sessions.forget(clock.now() - KEPT)
    left, changed = recomputing.renew(pairs, today)
    db.session.commit()
    for place, (cell_id, of_year) in enumerate(left, start=1):
        changed += recomputing.mend(cell_id, of_year, today)
        if place % AT_ONCE == 0:
            db.session.commit()
    summaries.count({(one.committee_id, one.year) for one in summaries.mismatches(year)})
    db.session.commit()
    click.echo(
        _("Đã tính lại %(number)s năm của các chi bộ, %(changed)s năm có thay đổi.", number=len(pairs), changed=changed)
    )
