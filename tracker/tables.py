"""Every table of the book, whatever stages are at work: for those that deal with all of them."""

from tracker import book, once
from tracker.agendas import models as agendas
from tracker.audit import models as audit
from tracker.contributions import models as contributions
from tracker.duties import models as duties
from tracker.extensions import db
from tracker.guidance import models as guidance
from tracker.meetings import models as meetings
from tracker.minutes import models as minutes
from tracker.notices import models as notices
from tracker.organisations import models as organisations
from tracker.people import models as people
from tracker.ratings import models as ratings
from tracker.reviews import models as reviews
from tracker.reviews.calibration import models as calibration
from tracker.scoresheets import backing_models as backing
from tracker.scoresheets import models as scoresheets

STAGES = (
    once,
    book,
    audit,
    notices,
    organisations,
    people,
    guidance,
    meetings,
    agendas,
    contributions,
    duties,
    minutes,
    scoresheets,
    backing,
    reviews,
    calibration,
    ratings,
)
metadata = db.metadata
