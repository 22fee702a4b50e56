"""The stages in the order of a cell's year: their blueprints."""

from flask import Flask

from tracker.agendas.routes import bp as agendas
from tracker.contributions.fate_routes import bp as contributions
from tracker.desk.navigation import navigation
from tracker.desk.routes import bp as desk
from tracker.duties.noting_routes import bp as duties
from tracker.guidance.routes import bp as guidance
from tracker.health import bp as health
from tracker.meetings.roll_routes import bp as meetings
from tracker.minutes.act_routes import bp as minutes
from tracker.notices.routes import bp as notices
from tracker.organisations.routes import bp as organisations
from tracker.people.routes import bp as people
from tracker.ratings.branch_year_routes import bp as branch_years
from tracker.ratings.dry_run_routes import bp as ratings
from tracker.ratings.maps.routes import bp as maps
from tracker.reviews.batch_routes import bp as reviews
from tracker.reviews.calibration.routes import bp as calibration
from tracker.reviews.delegate_routes import bp as delegates
from tracker.reviews.signals.routes import bp as signals
from tracker.scoresheets.evidence_routes import bp as scoresheets
from tracker.scoresheets.poll_routes import bp as polls

BLUEPRINTS = (
    health,
    organisations,
    people,
    guidance,
    meetings,
    notices,
    agendas,
    contributions,
    duties,
    minutes,
    scoresheets,
    polls,
    reviews,
    delegates,
    calibration,
    signals,
    ratings,
    maps,
    branch_years,
    desk,
)


def init_app(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(lambda: {"navigation": navigation()})
