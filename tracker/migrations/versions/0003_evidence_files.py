"""A file of evidence is a kind of document of its own, which no agenda lists."""

from tracker.migrations.frozen import run

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run("0003_evidence_files")
