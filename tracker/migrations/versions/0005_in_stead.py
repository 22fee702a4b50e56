"""Which committee proposed a year's class in the cell's stead."""

from tracker.migrations.frozen import run

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run("0005_in_stead")
