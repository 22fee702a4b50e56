"""``tracker demo``: the whole product on invented data."""

import sys
import time
from datetime import datetime

import click
from flask.cli import with_appcontext

from tracker import serving
from tracker.base import clock
from tracker.demo import building
from tracker.demo.cast import PASSWORD
from tracker.extensions import db
from tracker.upgrading import upgrade

HOST = "127.0.0.1"


@click.command("demo")
@click.option("--serve", is_flag=True, help="Mở sổ trên máy này ngay sau khi tạo.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Cổng; bận thì lấy cổng kế."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True, help="Ngày coi là hôm nay.")
@with_appcontext
def demo(serve: bool, port: int, today: datetime | None) -> None:
    """Tạo sổ với dữ liệu minh hoạ, có năm người để đăng nhập thử. Chạy lại không làm mất hay tăng dữ liệu."""
    upgrade()
    _make(today)
    chosen = serving.free_port(HOST, port) if serve else port
    if chosen != port:
        click.echo(f"Cổng {port} đang bận, dùng cổng {chosen}.")
    address = f"http://{HOST}:{chosen}"
    _say_how_to_sign_in(address if serve else None)
    if serve:
        click.echo(f"Sổ sinh hoạt chi bộ: {address}  (dừng: Ctrl+C)")
        sys.stdout.flush()
        serving.serve(HOST, chosen, None)


def _make(today: datetime | None) -> None:
    day = today.date() if today else clock.day_of(clock.now())
    was_made, began = building.is_made(), time.monotonic()
    if not was_made:
        click.echo("Đang tạo dữ liệu minh hoạ, mất chừng một phút…")
        sys.stdout.flush()
    building.build(day)
    db.session.commit()
    if was_made:
        click.echo("Dữ liệu minh hoạ đã có sẵn, giữ nguyên.")
    else:
        click.echo(f"Đã tạo dữ liệu minh hoạ trong {time.monotonic() - began:.0f} giây:")
        click.echo("  - Chi bộ trong bài viết, 2020–2021: 23 kỳ thường kỳ, 13 kỳ chuyên đề.")
        click.echo("  - Chi bộ ấy hiện nay, dưới Đảng ủy xã Chi Lăng: phiếu ở đủ các trạng thái.")
        click.echo("  - Mười một chi bộ khác thuộc ba đảng ủy bộ phận.")
        click.echo("  Năm 2022–2024 và tên người, số liệu khác: không có hoặc đều là giả định.")
    db.session.remove()
    db.engine.dispose()


def _say_how_to_sign_in(address: str | None) -> None:
    if address:
        click.echo(f"Mở {address} rồi đăng nhập bằng một trong năm tên sau, mật khẩu {PASSWORD}")
    else:
        click.echo(f"Chạy “tracker demo --serve” để mở sổ; năm tên đăng nhập, mật khẩu {PASSWORD}")
    for user_name, who in building.PEOPLE:
        click.echo(f"  {user_name:<10} {who}")
