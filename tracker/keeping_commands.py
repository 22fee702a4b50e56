"""``tracker upgrade``, ``backup`` and ``restore``."""

from pathlib import Path

import click

from tracker import backups
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance import service as guidance_versions
from tracker.upgrading import upgrade as upgrade_database


@click.command()
def upgrade() -> None:
    """Đưa cơ sở dữ liệu lên cấu trúc của bản này, thêm bản hướng dẫn đi kèm. Chạy lại nhiều lần không sao."""
    upgrade_database()
    guidance_versions.import_shipped(None, clock.now())
    db.session.commit()
    click.echo("Cơ sở dữ liệu đã ở cấu trúc mới nhất.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Chép toàn bộ sổ ra một TỆP, khôi phục được trên SQLite và PostgreSQL."""
    rows = backups.backup(file)
    click.echo(f"Đã sao lưu {rows} dòng vào {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Thay toàn bộ dữ liệu đang có.")
def restore(file: Path, replace: bool) -> None:
    """Khôi phục sổ từ một TỆP sao lưu."""
    rows = backups.restore(file, replace)
    click.echo(f"Đã khôi phục {rows} dòng từ {file}. Mọi người cần đăng nhập lại.")
