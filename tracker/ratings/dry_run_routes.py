"""A past year under another guidance, published or still being written; shown and not kept.

The last module of the stage's routes.
"""

from typing import Any

from flask import abort, render_template, request, url_for
from flask_login import current_user

from tracker.base import clock
from tracker.guidance import drafts
from tracker.guidance import service as guidance_versions
from tracker.guidance import words as guidance_words
from tracker.guidance.rules import Guidance
from tracker.organisations import picking
from tracker.organisations import service as organisations
from tracker.permissions import Action, Office, allows, guard
from tracker.ratings import dry_run as dry_runs
from tracker.ratings import dry_run_words
from tracker.ratings import service as ratings
from tracker.ratings.trend_routes import bp

SHOWN_YEARS = 6
NOT_OF_THE_SCORE = {*drafts.LEFT_TO_WRITE, "scope"}  # what a draft may still lack and be tried


@bp.route("/guidance/<int:version_id>/dry-run")
@guard(Action.TRY_GUIDANCE, version_id=guidance_versions.get)
def dry_run(version):
    home = (version.code, url_for("guidance.show", version_id=version.id))
    return _page(guidance_versions.read(version), version.number, home)


@bp.route("/guidance/drafts/<int:draft_id>/dry-run")
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def dry_run_draft(draft):
    guidance, faults = drafts.examined(draft)
    is_sound = all(fault.path in NOT_OF_THE_SCORE for fault in faults)
    home = (draft.title, url_for("guidance.draft", draft_id=draft.id))
    return _page(guidance, draft.title, home, is_sound)


def _page(guidance: Guidance, name: str, home: tuple[str, str], is_sound: bool = True) -> Any:
    today = clock.day_of(clock.now())
    year, committee = request.args.get("year", type=int), _committee()
    run = _run(guidance, committee, year) if committee and year and is_sound else None
    return render_template(
        "ratings/dry_run.html",
        guidance=guidance,
        name=name,
        home=home,
        is_sound=is_sound,
        committee=committee,
        offer=picking.committees(_own_places(), None, request.args.get("q", "").strip(), committee and committee.id),
        year=year or today.year - 1,
        years=[(one, one) for one in range(today.year, today.year - SHOWN_YEARS, -1)],
        run=run,
        following=_following(run.after) if run and run.after else "",
        is_detailed=committee is not None and allows(current_user.actor, Action.READ_BRANCH, committee),
        words=dry_run_words,
        guidance_words=guidance_words,
    )


def _run(guidance: Guidance, committee: Any, year: int) -> dry_runs.Run:
    ratings.check_year(year)
    after = request.args.get("after", type=int)
    return dry_runs.of_committee(committee, year, guidance, clock.day_of(clock.now()), after)


def _following(after: int) -> str:
    """This page's own address, from the next cell on."""
    asked = {**(request.view_args or {}), **request.args.to_dict(), "after": after}
    return url_for(str(request.endpoint), **asked)


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
