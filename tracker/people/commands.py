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
@click.option("--organisation", "code", required=True, help="Code of the organisation to administer.")
@click.option("--organisation-name", default="", help="Its name, if it is the first of all; the code otherwise.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in OrganisationKind if kind is not OrganisationKind.CELL]),
    default=OrganisationKind.COMMUNE.value,
    help="Its kind, if it is the first of all.",
)
def create_admin(user_name: str, full_name: str, password: str, code: str, organisation_name: str, kind: str) -> None:
    """Make an administrator. The organisation is created if there is none at all yet."""
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
