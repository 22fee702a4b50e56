"""The committee's evening: settings, phrases, readings, samples, signals, calibration, delegates, forwarding."""

from tracker.migrations.frozen import run

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run("0004_committee")
