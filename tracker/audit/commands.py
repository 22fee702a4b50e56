"""The command that walks the trail."""

import click

from tracker.audit import service as audit
from tracker.audit import words


@click.command("verify")
def verify() -> None:
    """Kiểm tra mọi chuỗi nhật ký; nêu mắt xích hỏng đầu tiên của từng chuỗi."""
    chains, links, broken = audit.chains(), 0, 0
    for organisation_id in chains:
        verdict = audit.verdict(organisation_id)
        links += verdict.links
        if verdict.fault:
            broken += 1
            sentence = words.fault(verdict.fault.kind, verdict.fault.sequence)
            click.echo(f"/organisations/{organisation_id}/audit: {sentence}", err=True)
    if broken:
        raise click.exceptions.Exit(1)
    click.echo(f"{len(chains)} chuỗi nhật ký nguyên vẹn, {links} dòng.")
