"""Commands about people."""

import click

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.organisations.models import OrganisationKind
from tracker.people import beginning


@click.command("create-admin")
@click.option("--user-name", prompt="Tên đăng nhập")
@click.option("--name", "full_name", prompt="Họ và tên")
@click.option("--password", prompt="Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu")
@click.option("--organisation", "code", required=True, help="Mã tổ chức mà người này quản trị.")
@click.option("--organisation-name", default="", help="Tên tổ chức, nếu đây là tổ chức đầu tiên; không ghi thì lấy mã.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in OrganisationKind if kind is not OrganisationKind.CELL]),
    default=OrganisationKind.COMMUNE.value,
    help="Cấp của tổ chức, nếu đây là tổ chức đầu tiên.",
)
def create_admin(user_name: str, full_name: str, password: str, code: str, organisation_name: str, kind: str) -> None:
    """Tạo người quản trị. Chưa có tổ chức nào thì tạo luôn tổ chức đầu tiên."""
    at = clock.now()
    try:
        organisation = beginning.top_committee(
            code=code, name=organisation_name or code, kind=OrganisationKind(kind), at=at
        )
        account = beginning.create_administrator(
            organisation, full_name=full_name.strip(), user_name=user_name, password=password, at=at
        )
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        raise click.ClickException(str(broken)) from broken
    click.echo(f"{account.user_name}: {organisation.name} ({organisation.code})")
