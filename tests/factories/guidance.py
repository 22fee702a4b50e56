from sqlalchemy import select

from tracker.base import clock
from tracker.extensions import db
from tracker.guidance import drafts, service
from tracker.people.models import Appointment
from tracker.permissions import Actor, Post


def guidance(code="HD42"):
    """A shipped version of the guidance, published; ``HD42`` or ``HD09-2019``."""
    versions = service.import_shipped(None, clock.now())
    db.session.commit()
    return next(version for version in versions if version.code == code)


def as_actor(who):
    """The person with the posts they hold, of whatever day."""
    held = db.session.scalars(select(Appointment).where(Appointment.person_id == who.id))
    posts = tuple(Post(post.office, post.organisation_id, post.organisation.path) for post in held)
    return Actor(0, who.id, who.full_name, None, posts)


def guidance_draft(person, version):
    """A draft that this administrator copied from a version."""
    draft = drafts.copy_of(version, as_actor(person), clock.now())
    db.session.commit()
    return draft
