"""The ``tracker`` command. Each of its commands is loaded when it is the one to run, with the libraries it needs."""

import atexit
import gc
import sys
from typing import Any

import click

from tracker import __version__, create_app
from tracker.base.errors import CommandFault, RuleBroken
from tracker.base.loading import load
from tracker.schema import is_current

atexit.register(gc.freeze)  # what the process holds goes with it: nobody need look through it first

HELP = ("-h", "--help")
NEEDS_NO_SCHEMA = {"upgrade", "serve", "restore", "demo"}
COMMANDS = {
    "backup": "tracker.keeping_commands:backup",
    "create-admin": "tracker.people.commands:create_admin",
    "demo": "tracker.demo.commands:demo",
    "demo-measure": "tracker.demo.district_commands:demo_measure",
    "guidance": "tracker.ratings.dry_run_commands:guidance",
    "rate": "tracker.ratings.rate_commands:rate",
    "readings": "tracker.reviews.commands:readings",
    "recompute": "tracker.ratings.commands:recompute",
    "restore": "tracker.keeping_commands:restore",
    "serve": "tracker.serving_commands:serve",
    "upgrade": "tracker.keeping_commands:upgrade",
    "verify": "tracker.audit.commands:verify",
}


class Book(click.Group):
    """A group whose commands run in an app context; a rule broken becomes a sentence and a non-zero exit."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, command = COMMANDS[name].split(":")
        found: click.Command = getattr(load(module), command)
        return found

    def _reads_the_book(self, ctx: click.Context) -> bool:
        name = next(iter(ctx._protected_args), "")
        return name in COMMANDS and name not in NEEDS_NO_SCHEMA

    def invoke(self, ctx: click.Context) -> Any:
        if any(word in HELP for word in sys.argv[1:]):
            return super().invoke(ctx)
        ctx.with_resource(create_app(pages=False).app_context())
        try:
            if self._reads_the_book(ctx) and not is_current():
                raise CommandFault("Cơ sở dữ liệu chưa ở cấu trúc của bản này. Hãy chạy: tracker upgrade")
            return super().invoke(ctx)
        except (RuleBroken, CommandFault) as fault:
            raise click.ClickException(str(fault)) from fault


@click.group(cls=Book, context_settings={"help_option_names": list(HELP)})
@click.version_option(__version__, prog_name="tracker")
def main() -> None:
    """Sổ sinh hoạt chi bộ: chạy, nâng cấp, sao lưu, tính xếp loại."""
