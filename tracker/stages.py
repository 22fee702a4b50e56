"""The stages in the order of a cell's year: their tables and their blueprints."""

from flask import Flask

from tracker.agendas import models as _agendas
from tracker.agendas.routes import bp as agendas
from tracker.audit import models as _audit
from tracker.contributions import models as _contributions
from tracker.contributions.fate_routes import bp as contributions
from tracker.desk.navigation import navigation
from tracker.desk.routes import bp as desk
from tracker.duties import models as _duties
from tracker.duties.noting_routes import bp as duties
from tracker.guidance import models as _guidance
from tracker.guidance.routes import bp as guidance
from tracker.health import bp as health
from tracker.meetings import models as _meetings
from tracker.meetings import service as sittings
from tracker.meetings.roll_routes import bp as meetings
from tracker.minutes import models as _minutes
from tracker.minutes.act_routes import bp as minutes
from tracker.notices import models as _notices
from tracker.notices.routes import bp as notices
from tracker.organisations import models as _organisations
from tracker.organisations.routes import bp as organisations
from tracker.people import models as _people
from tracker.people.routes import bp as people
from tracker.ratings import models as _ratings
from tracker.ratings import service as years
from tracker.ratings.branch_year_routes import bp as branch_years
from tracker.ratings.dry_run_routes import bp as ratings
from tracker.ratings.maps.routes import bp as maps
from tracker.reviews import following as sheets
from tracker.reviews import models as _reviews
from tracker.reviews.batch_routes import bp as reviews
from tracker.reviews.calibration import models as _calibration
from tracker.reviews.calibration.routes import bp as calibration
from tracker.reviews.delegate_routes import bp as delegates
from tracker.reviews.signals.routes import bp as signals
from tracker.scoresheets import backing_models as _backing
from tracker.scoresheets import models as _scoresheets
from tracker.scoresheets.evidence_routes import bp as scoresheets
from tracker.scoresheets.poll_routes import bp as polls

TABLES = (
    _audit,
    _notices,
    _organisations,
    _people,
    _guidance,
    _meetings,
    _agendas,
    _contributions,
    _duties,
    _minutes,
    _scoresheets,
    _backing,
    _reviews,
    _calibration,
    _ratings,
)
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
    sittings.follow()
    years.follow()
    sheets.follow()
    app.context_processor(lambda: {"navigation": navigation()})
