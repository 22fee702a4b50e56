"""``tracker serve``."""

import sys
from pathlib import Path

import click

from tracker import serving
from tracker.base import clock
from tracker.extensions import db
from tracker.people import accounts, beginning
from tracker.schema import is_current


def _say_first_start(address: str) -> None:
    if accounts.exist():
        return
    code = beginning.make_first_code(clock.now())
    db.session.commit()
    click.echo(f"Chưa có tài khoản nào. Mở {address}/first-start và nhập mã dùng một lần: {code}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Cổng.")
@click.option("--find-port", is_flag=True, help="Cổng bận thì lấy cổng trống kế tiếp.")
@click.option("--workers", type=click.IntRange(1, 256), help="Số tiến trình; mặc định bằng số nhân máy.")
@click.option("--behind-proxy", is_flag=True, help="Đã có máy chủ TLS đứng trước (đặt thêm TRACKER_PROXIES=1).")
@click.option("--certificate", type=click.Path(exists=True, path_type=Path), help="Tệp chứng thư TLS.")
@click.option("--key", type=click.Path(exists=True, path_type=Path), help="Tệp khóa của chứng thư.")
def serve(
    host: str,
    port: int,
    find_port: bool,
    workers: int | None,
    behind_proxy: bool,
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Mở sổ trên máy này cho trình duyệt."""
    serving.check_address(host, behind_proxy, certificate)
    if not is_current():
        raise serving.ServingFault("Cơ sở dữ liệu chưa ở cấu trúc của bản này. Hãy chạy: tracker upgrade")
    chosen = serving.chosen_port(host, port, find_port)
    if chosen != port:
        click.echo(f"Cổng {port} đang bận, dùng cổng {chosen}.")
    address = f"{'https' if certificate else 'http'}://{host}:{chosen}"
    _say_first_start(address)
    db.session.remove()
    db.engine.dispose()
    click.echo(f"Sổ sinh hoạt chi bộ: {address}  (dừng: Ctrl+C)")
    sys.stdout.flush()
    serving.serve(host, chosen, workers, certificate, key)
