"""A past year under another guidance, shown and not kept. The last module of the stage's routes."""

from typing import Any

from flask import abort, render_template, request
from flask_login import current_user

from tracker.base import clock
from tracker.guidance import service as guidance_versions
from tracker.guidance import words as guidance_words
from tracker.organisations import service as organisations
from tracker.permissions import Action, Office, allows, guard
from tracker.ratings import dry_run as dry_runs
from tracker.ratings import dry_run_words
from tracker.ratings import service as ratings
from tracker.ratings.trend_routes import bp

SHOWN_YEARS = 6


@bp.route("/guidance/<int:version_id>/dry-run")
@guard(Action.TRY_GUIDANCE, version_id=guidance_versions.get)
def dry_run(version):
    today = clock.day_of(clock.now())
    year = request.args.get("year", type=int)
    committee = _committee()
    run = None
    if committee and year:
        ratings.check_year(year)
        after = request.args.get("after", type=int)
        run = dry_runs.of_committee(committee, year, guidance_versions.read(version), today, after)
    return render_template(
        "ratings/dry_run.html",
        version=version,
        committee=committee,
        committees=[(one.id, one.name) for one in organisations.committees_within(_own_places())],
        year=year or today.year - 1,
        years=[(one, one) for one in range(today.year, today.year - SHOWN_YEARS, -1)],
        run=run,
        is_detailed=committee is not None and allows(current_user.actor, Action.READ_BRANCH, committee),
        words=dry_run_words,
        guidance_words=guidance_words,
    )


def _committee() -> Any:
    """The committee asked for, which the reader must be allowed to try a guidance on; ``None`` where none is asked."""
    committee_id = request.args.get("committee", type=int)
    if committee_id is None:
        return None
    committee = organisations.get_committee(committee_id)
    return committee if allows(current_user.actor, Action.TRY_GUIDANCE_ON, committee) else abort(404)


def _own_places() -> list[str]:
    offices = {Office.REVIEWER, Office.ADMINISTRATOR}
    return [post.path for post in current_user.actor.posts if post.office in offices]
