"""The planted district in small, for tests: what it takes to play the committee's evening, or to measure."""

from datetime import date

from tracker.demo import district
from tracker.extensions import db

# The day of the figures in the README: what is measured does not change with the day of the run.
MEASURED_ON = date(2026, 11, 23)
# Every cell's sheet of the month just over waits, and there is a month before it to compare with.
EVENING = district.Size(months=2, all_in=True)


def plant(app, database, today, size, name):
    """Make it once in a fresh book and keep it under a name, for ``database.bring_back``."""
    database.renew(app)
    with app.app_context():
        district.build(today, size)
        db.session.commit()
    database.keep(app, name)
