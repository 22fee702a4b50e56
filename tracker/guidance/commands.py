"""``tracker guidance``: import a version, list those there are, end one by date."""

from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from tracker.base import clock, filters
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance import files, service
from tracker.guidance.fault_words import sentences
from tracker.guidance.faults import Faults
from tracker.guidance.models import GuidanceVersion

FORMAT_PAGE = "/guidance/format"


@click.group("guidance")
def guidance() -> None:
    """Các bản hướng dẫn chấm điểm."""


@guidance.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra tệp, không ghi gì.")
@with_appcontext
def import_file(file: Path, dry_run: bool) -> None:
    """Kiểm tra TỆP rồi ban hành bản hướng dẫn trong đó. Bản đã ban hành không bao giờ đổi."""
    try:
        version = service.import_file(_content(file), file.name, None, clock.now())
    except Faults as faults:
        db.session.rollback()
        said = _("Cách ghi từng mục: xem trang “Cách ghi tệp hướng dẫn” trong sổ (%(address)s).", address=FORMAT_PAGE)
        lines = [*sentences(faults), said]
        raise click.ClickException("\n".join(lines)) from faults
    said = _line(version)
    if dry_run:
        db.session.rollback()
        click.echo(_("Tệp không có lỗi; chưa ghi gì: %(version)s", version=said))
    else:
        db.session.commit()
        click.echo(_("Đã ban hành: %(version)s", version=said))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        said = _("Không đọc được tệp %(file)s. Hãy xem lại đường dẫn và quyền đọc.", file=str(file))
        raise click.ClickException(said) from error


@guidance.command("form")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--of", "code", metavar="MÃ", help="Ghi sẵn nội dung của bản mang mã này; không nêu thì biểu trống.")
@with_appcontext
def write_form(file: Path, code: str | None) -> None:
    """Ghi biểu Excel ra TỆP: biểu trống có chú giải, hoặc một bản đã ban hành."""
    if file.exists():
        raise click.ClickException(_("Tệp %(file)s đã có. Hãy đặt tên khác.", file=str(file)))
    content = _version(code).document if code else {}
    try:
        file.write_bytes(files.form(content))
    except OSError as error:
        raise click.ClickException(_("Không ghi được tệp %(file)s.", file=str(file))) from error
    click.echo(_("Đã ghi biểu Excel: %(file)s", file=str(file)))


def _version(code: str) -> GuidanceVersion:
    version = service.find(code)
    if version is None:
        raise click.ClickException(_("Không có bản hướng dẫn mang mã “%(code)s”.", code=code))
    return version


@guidance.command("list")
@with_appcontext
def list_versions() -> None:
    """Liệt kê các bản, mới nhất trước."""
    for version in service.listing():
        click.echo(_line(version))


@guidance.command("retire")
@click.argument("code")
@click.argument("until", type=click.DateTime(["%Y-%m-%d"]))
@with_appcontext
def retire_version(code: str, until: datetime) -> None:
    """Ghi ngày cuối cùng (YYYY-MM-DD) bản mang MÃ còn hiệu lực; chỉ ghi được một lần."""
    version = _version(code)
    try:
        service.retire(version, date(until.year, until.month, until.day), None, clock.now())
    except RuleBroken as broken:
        db.session.rollback()
        raise click.ClickException(str(broken)) from broken
    db.session.commit()
    click.echo(_line(version))


def _line(version: GuidanceVersion) -> str:
    sheets = ", ".join(sheet.code for sheet in service.read(version).sheets)
    until = filters.short_day(version.valid_until) or "…"
    scope = version.scope.code if version.scope else "*"
    since = filters.short_day(version.valid_from)
    return f"{version.code}\t{version.number}\t{since} – {until}\t{scope}\t{version.provenance}\t{sheets}"
