"""The ``tracker`` command."""

import sys
from pathlib import Path
from typing import Any

import click

from tracker import __version__, backups, create_app, serving
from tracker.audit.commands import verify
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.demo.commands import demo
from tracker.demo.district_commands import demo_measure
from tracker.extensions import db
from tracker.guidance import service as guidance_versions
from tracker.guidance.commands import guidance
from tracker.people import accounts, beginning
from tracker.people.commands import create_admin
from tracker.ratings.commands import rate, recompute
from tracker.ratings.dry_run_commands import dry_run
from tracker.reviews.commands import readings
from tracker.upgrading import is_current
from tracker.upgrading import upgrade as upgrade_database

HELP = ("-h", "--help")
NEEDS_NO_SCHEMA = {"upgrade", "serve", "restore", "demo"}


class Book(click.Group):
    """A group whose commands run in an app context; a rule broken becomes a sentence and a non-zero exit."""

    def _reads_the_book(self, ctx: click.Context) -> bool:
        name = next(iter(ctx._protected_args), "")
        return name in self.commands and name not in NEEDS_NO_SCHEMA

    def invoke(self, ctx: click.Context) -> Any:
        if any(word in HELP for word in sys.argv[1:]):
            return super().invoke(ctx)
        ctx.with_resource(create_app().app_context())
        try:
            if self._reads_the_book(ctx) and not is_current():
                raise serving.ServingFault("Cơ sở dữ liệu chưa ở cấu trúc của bản này. Hãy chạy: tracker upgrade")
            return super().invoke(ctx)
        except (RuleBroken, backups.BackupFault, serving.ServingFault) as fault:
            raise click.ClickException(str(fault)) from fault


@click.group(cls=Book, context_settings={"help_option_names": list(HELP)})
@click.version_option(__version__, prog_name="tracker")
def main() -> None:
    """Sổ sinh hoạt chi bộ: chạy, nâng cấp, sao lưu, tính xếp loại."""


@main.command()
def upgrade() -> None:
    """Đưa cơ sở dữ liệu lên cấu trúc của bản này, thêm bản hướng dẫn đi kèm. Chạy lại nhiều lần không sao."""
    upgrade_database()
    guidance_versions.import_shipped(None, clock.now())
    db.session.commit()
    click.echo("Cơ sở dữ liệu đã ở cấu trúc mới nhất.")


def _say_first_start(address: str) -> None:
    if accounts.exist():
        return
    code = beginning.make_first_code(clock.now())
    db.session.commit()
    click.echo(f"Chưa có tài khoản nào. Mở {address}/first-start và nhập mã dùng một lần: {code}")


@main.command()
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


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Chép toàn bộ sổ ra một TỆP, khôi phục được trên SQLite và PostgreSQL."""
    rows = backups.backup(file)
    click.echo(f"Đã sao lưu {rows} dòng vào {file}.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Thay toàn bộ dữ liệu đang có.")
def restore(file: Path, replace: bool) -> None:
    """Khôi phục sổ từ một TỆP sao lưu."""
    rows = backups.restore(file, replace)
    click.echo(f"Đã khôi phục {rows} dòng từ {file}. Mọi người cần đăng nhập lại.")


guidance.add_command(dry_run)
for command in (create_admin, demo, demo_measure, guidance, rate, readings, recompute, verify):
    main.add_command(command)
