"""Summaries of a committee's year, the links at which suggestions were drawn, and indexes for whole years."""

from tracker.migrations.frozen import run

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run("0006_summaries")
