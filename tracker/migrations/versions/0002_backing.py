"""What stands behind a mark (suggestions, evidence, members' polls), and drafts of guidance."""

from tracker.migrations.frozen import run

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run("0002_backing")
