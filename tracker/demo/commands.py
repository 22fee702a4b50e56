"""``tracker demo``: the whole product on invented data."""

import sys
import time
from collections.abc import Sequence
from datetime import date, datetime

import click
from flask.cli import with_appcontext

from tracker import serving
from tracker.base import clock
from tracker.demo import building, district
from tracker.demo.cast import PASSWORD
from tracker.extensions import db
from tracker.upgrading import upgrade

HOST = "127.0.0.1"
DEMO_HOLDS = (
    "  - Chi bộ trong bài viết, 2020–2021: 23 kỳ thường kỳ, 13 kỳ chuyên đề.",
    "  - Chi bộ ấy hiện nay, dưới Đảng ủy xã Chi Lăng: phiếu ở đủ các trạng thái.",
    "  - Mười một chi bộ khác thuộc ba đảng ủy bộ phận.",
    "  Năm 2022–2024 và tên người, số liệu khác: không có hoặc đều là giả định.",
)
DISTRICT_HOLDS = (
    "  - Bốn mươi chi bộ thuộc bốn khối của một Đảng ủy xã không có thật, hai mươi tư tháng.",
    "  - Phiếu tháng vừa qua đã nộp, đang chờ thẩm định; các tháng trước đã công nhận.",
    "  Mỗi chi bộ được dựng theo một kiểu biết trước; mọi tên và số liệu đều là giả định.",
)


@click.command("demo")
@click.option("--serve", is_flag=True, help="Mở sổ trên máy này ngay sau khi tạo.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Cổng; bận thì lấy cổng kế."
)
@click.option("--district", "is_district", is_flag=True, help="Bốn mươi chi bộ, hai năm, để thử việc thẩm định.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True, help="Ngày coi là hôm nay.")
@with_appcontext
def demo(serve: bool, port: int, is_district: bool, today: datetime | None) -> None:
    """Tạo sổ với dữ liệu minh hoạ, in cách đăng nhập thử. Chạy lại không làm mất hay tăng dữ liệu."""
    upgrade()
    _make(today.date() if today else clock.day_of(clock.now()), is_district)
    people = district.PEOPLE if district.is_made() else building.PEOPLE
    db.session.remove()
    db.engine.dispose()
    chosen = serving.free_port(HOST, port) if serve else port
    if chosen != port:
        click.echo(f"Cổng {port} đang bận, dùng cổng {chosen}.")
    address = f"http://{HOST}:{chosen}"
    _say_how_to_sign_in(address if serve else None, people)
    if serve:
        click.echo(f"Sổ sinh hoạt chi bộ: {address}  (dừng: Ctrl+C)")
        sys.stdout.flush()
        serving.serve(HOST, chosen, None)


def _make(day: date, is_district: bool) -> None:
    was_made, began = building.is_made(), time.monotonic()
    if not was_made:
        click.echo("Đang tạo dữ liệu minh hoạ, mất chừng " + ("ba phút…" if is_district else "một phút…"))
        sys.stdout.flush()
    if is_district:
        district.build(day, progress=_say_progress)
    else:
        building.build(day)
    db.session.commit()
    if was_made:
        click.echo("Dữ liệu minh hoạ đã có sẵn, giữ nguyên.")
        return
    click.echo(f"Đã tạo dữ liệu minh hoạ trong {time.monotonic() - began:.0f} giây:")
    for line in DISTRICT_HOLDS if is_district else DEMO_HOLDS:
        click.echo(line)


def _say_progress(month: int, of: int) -> None:
    click.echo(f"  tháng {month}/{of}")
    sys.stdout.flush()


def _say_how_to_sign_in(address: str | None, people: Sequence[tuple[str, str]]) -> None:
    if address:
        click.echo(f"Mở {address} rồi đăng nhập bằng một trong các tên sau, mật khẩu {PASSWORD}")
    else:
        click.echo(f"Chạy “tracker demo --serve” để mở sổ; tên đăng nhập, mật khẩu {PASSWORD}")
    for user_name, who in people:
        click.echo(f"  {user_name:<14} {who}")
