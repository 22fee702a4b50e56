"""Who may do what: offices, actions, the one grants table, and the guard of every route.

*When* an act is possible is another question, answered by each stage's table of transitions.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import wraps
from typing import Any

from flask import abort, current_app
from flask_login import current_user


class Office(StrEnum):
    SECRETARY = "secretary"
    DEPUTY = "deputy"
    COMMITTEE_MEMBER = "committee_member"
    MINUTE_TAKER = "minute_taker"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"
    DELEGATE = "delegate"


LEADING = {Office.SECRETARY, Office.DEPUTY}
IN_COMMITTEE = {Office.SECRETARY, Office.DEPUTY, Office.COMMITTEE_MEMBER}
KEEPING = IN_COMMITTEE | {Office.MINUTE_TAKER}
SUPERVISING = {Office.REVIEWER, Office.ADMINISTRATOR, Office.OBSERVER}
FROM_OUTSIDE = SUPERVISING | {Office.DELEGATE}  # held without being a member there; given from above

IN_A_CELL = (
    Office.SECRETARY, Office.DEPUTY, Office.COMMITTEE_MEMBER, Office.MINUTE_TAKER,
    Office.ADMINISTRATOR, Office.OBSERVER, Office.DELEGATE,
)  # fmt: skip
ABOVE_CELLS = (Office.REVIEWER, Office.ADMINISTRATOR, Office.OBSERVER)
# What those who lead a cell may give to others in it. Administrators of the organisation may give any office there.
GIVEN_BY: dict[Office, set[Office]] = {
    Office.SECRETARY: {Office.DEPUTY, Office.COMMITTEE_MEMBER, Office.MINUTE_TAKER},
    Office.DEPUTY: {Office.COMMITTEE_MEMBER, Office.MINUTE_TAKER},
}


@dataclass(frozen=True)
class Post:
    """An office held today in an organisation; ``path`` is the organisation's place in the tree."""

    office: Office
    organisation_id: int
    path: str
    is_cell: bool = False


@dataclass(frozen=True)
class Actor:
    """The person behind a request: name, the cell they are a member of today, and the posts they hold today."""

    account_id: int
    person_id: int
    name: str
    cell_id: int | None
    posts: tuple[Post, ...]

    def holds(self, offices: set[Office], organisation_id: int) -> bool:
        return any(post.office in offices and post.organisation_id == organisation_id for post in self.posts)

    def above(self, office: Office, path: str) -> bool:
        """Holds the office in the organisation at ``path`` or in one above it."""
        return any(post.office is office and path.startswith(post.path) for post in self.posts)


class Action(StrEnum):
    # everybody signed in
    USE_DESK = "use_desk"
    READ_GUIDANCE = "read_guidance"
    MANAGE_OWN_ACCOUNT = "manage_own_account"
    READ_NOTICE = "read_notice"
    # administration
    ADMINISTER = "administer"
    DRAFT_GUIDANCE = "draft_guidance"
    CHANGE_GUIDANCE_DRAFT = "change_guidance_draft"
    RETIRE_GUIDANCE = "retire_guidance"
    MANAGE_ORGANISATION = "manage_organisation"
    PLACE_ORGANISATION = "place_organisation"
    MANAGE_CELL_MEMBERS = "manage_cell_members"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    READ_ORGANISATION = "read_organisation"
    # the cell
    READ_CELL = "read_cell"
    PLAN_MEETING = "plan_meeting"
    READ_MEETING = "read_meeting"
    RUN_MEETING = "run_meeting"
    ANSWER_INVITATION = "answer_invitation"
    EXCUSE_MEETING = "excuse_meeting"
    CIRCULATE = "circulate"
    READ_RECEIPTS = "read_receipts"
    ACKNOWLEDGE = "acknowledge"
    CONTRIBUTE = "contribute"
    CONTRIBUTE_FOR_OTHERS = "contribute_for_others"
    EDIT_CONTRIBUTION = "edit_contribution"
    ANSWER_CONTRIBUTION = "answer_contribution"
    ASSIGN_DUTY = "assign_duty"
    REPORT_DUTY = "report_duty"
    CHANGE_DUTY = "change_duty"
    WRITE_MINUTES = "write_minutes"
    CONFIRM_MINUTES = "confirm_minutes"
    READ_SCORESHEET = "read_scoresheet"
    READ_DRAFT_SCORESHEET = "read_draft_scoresheet"
    FILL_SCORESHEET = "fill_scoresheet"
    SUBMIT_SCORESHEET = "submit_scoresheet"
    EXPLAIN_SCORESHEET = "explain_scoresheet"
    RUN_POLL = "run_poll"
    ANSWER_POLL = "answer_poll"
    ATTEST = "attest"
    # the committee above
    READ_BRANCH = "read_branch"
    REVIEW = "review"
    REVIEW_SCORESHEET = "review_scoresheet"
    REVIEW_BRANCH = "review_branch"
    SET_REVIEW = "set_review"
    NAME_DELEGATE = "name_delegate"
    READ_SIGNAL = "read_signal"
    ANSWER_SIGNAL = "answer_signal"
    SETTLE_SIGNAL = "settle_signal"
    READ_CALIBRATION = "read_calibration"
    MARK_CALIBRATION = "mark_calibration"
    CALIBRATE = "calibrate"
    READ_RATING = "read_rating"
    PROPOSE_RATING = "propose_rating"
    PROPOSE_RATING_FOR = "propose_rating_for"
    RECOGNISE_RATING = "recognise_rating"
    CLOSE_BRANCH_YEAR = "close_branch_year"
    TRY_GUIDANCE = "try_guidance"
    TRY_GUIDANCE_ON = "try_guidance_on"


def anybody(actor: Actor, subject: Any) -> bool:
    return True


def is_member(actor: Actor, subject: Any) -> bool:
    """A member, today, of the subject's cell."""
    return actor.cell_id is not None and actor.cell_id == subject.organisation.id


def attends(actor: Actor, subject: Any) -> bool:
    """May read a meeting from inside: its committee's meetings are for the cell committee alone."""
    meeting = getattr(subject, "meeting", subject)
    if getattr(meeting, "kind", None) == "committee":
        return keeps_book(actor, subject)
    return is_member(actor, subject) or keeps_book(actor, subject)


def leads(actor: Actor, subject: Any) -> bool:
    """Secretary or deputy of the subject's cell."""
    return actor.holds(LEADING, subject.organisation.id)


def keeps_book(actor: Actor, subject: Any) -> bool:
    """One of those who keep the cell's book: secretary, deputy, cell-committee member, minute-taker."""
    return actor.holds(KEEPING, subject.organisation.id)


def concerned(actor: Actor, subject: Any) -> bool:
    """The person the subject is about or was given to."""
    about = getattr(subject, "assignee_id", None) or getattr(subject, "person_id", None)
    return about is not None and about == actor.person_id


def was_given(actor: Actor, subject: Any) -> bool:
    """The one a duty was given to, a member still."""
    return concerned(actor, subject) and is_member(actor, subject)


def is_asked(actor: Actor, subject: Any) -> bool:
    """One of those whom a poll asks, a member still."""
    return actor.person_id in subject.asked and is_member(actor, subject)


def names_own(actor: Actor, subject: Any) -> bool:
    """The storyteller or author, who chooses the title; a task's words and day are the meeting's."""
    return was_given(actor, subject) and getattr(subject, "kind", None) != "task"


def presents(actor: Actor, subject: Any) -> bool:
    """The one who presents the agenda item that the subject is about, a member still."""
    item = getattr(subject, "item", None)
    return item is not None and item.presenter_id == actor.person_id and attends(actor, subject)


def wrote(actor: Actor, subject: Any) -> bool:
    """Whose words a contribution holds: its author's, or of those who keep the book for what they typed or recorded."""
    if subject.phase == "spoken":
        return keeps_book(actor, subject)
    typed = subject.entered_by_id == actor.person_id and keeps_book(actor, subject)
    return typed or (concerned(actor, subject) and attends(actor, subject))


def follows(actor: Actor, subject: Any) -> bool:
    """The superior committee's delegate to the subject's cell; the cell committee's own meetings are not theirs."""
    meeting = getattr(subject, "meeting", subject)
    if getattr(meeting, "kind", None) == "committee":
        return False
    return actor.holds({Office.DELEGATE}, subject.organisation.id)


def is_superior(actor: Actor, subject: Any) -> bool:
    """Reviewer of the committee that decides: the one directly above the subject, on the subject's own day where it
    keeps one, or that to which it was forwarded."""
    superior = getattr(subject, "decider_id", None) or getattr(subject, "superior_id", None)
    return superior is not None and actor.holds({Office.REVIEWER}, superior)


def sits_above(actor: Actor, subject: Any) -> bool:
    """Reviewer anywhere above the subject today, or of the committee directly above it on its own day."""
    return actor.above(Office.REVIEWER, subject.organisation.path) or is_superior(actor, subject)


def is_reviewer(actor: Actor, subject: Any) -> bool:
    """Reviewer of some committee."""
    return any(post.office is Office.REVIEWER for post in actor.posts)


def reviews_here(actor: Actor, subject: Any) -> bool:
    """Reviewer of this very committee, or of one above it."""
    return actor.above(Office.REVIEWER, subject.organisation.path)


def reviews_itself(actor: Actor, subject: Any) -> bool:
    """Reviewer of this very committee: what it settles for itself nobody above settles for it."""
    return actor.holds({Office.REVIEWER}, subject.organisation.id)


def is_asked_to_mark(actor: Actor, subject: Any) -> bool:
    """One of those whom a round of calibration asks, and a reviewer still."""
    return actor.person_id in subject.asked and is_reviewer(actor, subject)


def observes(actor: Actor, subject: Any) -> bool:
    return actor.above(Office.OBSERVER, subject.organisation.path)


def administers(actor: Actor, subject: Any) -> bool:
    """Administrator of the subject's organisation or of one above it."""
    return actor.above(Office.ADMINISTRATOR, subject.organisation.path)


def administers_above(actor: Actor, subject: Any) -> bool:
    """Administrator of an organisation above the subject's own: nobody moves or ends what they themselves are of."""
    path = subject.organisation.path
    above = tuple(post for post in actor.posts if post.path != path)
    return replace(actor, posts=above).above(Office.ADMINISTRATOR, path)


def is_administrator(actor: Actor, subject: Any) -> bool:
    """Administrator of some organisation."""
    return any(post.office is Office.ADMINISTRATOR for post in actor.posts)


def administers_all(actor: Actor, subject: Any) -> bool:
    """Administrator of an organisation with none above it."""
    return any(post.office is Office.ADMINISTRATOR and post.path.count("/") == 2 for post in actor.posts)


def drafted(actor: Actor, subject: Any) -> bool:
    """An administrator who began the draft."""
    return is_administrator(actor, subject) and subject.created_by_id == actor.person_id


def administers_scope(actor: Actor, subject: Any) -> bool:
    """Administrator of the committee for which a guidance is, or of one above it."""
    return subject.scope is not None and actor.above(Office.ADMINISTRATOR, subject.scope.path)


Ground = Callable[[Actor, Any], bool]

GRANTS: dict[Action, tuple[Ground, ...]] = {
    Action.USE_DESK: (anybody,),
    Action.READ_GUIDANCE: (anybody,),
    Action.MANAGE_OWN_ACCOUNT: (anybody,),
    Action.READ_NOTICE: (concerned,),
    Action.ADMINISTER: (is_administrator,),
    Action.DRAFT_GUIDANCE: (is_administrator,),
    Action.CHANGE_GUIDANCE_DRAFT: (drafted, administers_all),
    Action.RETIRE_GUIDANCE: (administers_all, administers_scope),
    Action.MANAGE_ORGANISATION: (administers,),
    Action.PLACE_ORGANISATION: (administers_above,),
    Action.MANAGE_CELL_MEMBERS: (administers, leads),
    Action.MANAGE_ACCOUNTS: (administers, leads),
    Action.READ_AUDIT: (administers, leads, sits_above, observes),
    Action.READ_ORGANISATION: (administers, is_member, keeps_book, sits_above, observes),
    Action.READ_CELL: (is_member, keeps_book, follows, sits_above, observes),
    Action.PLAN_MEETING: (keeps_book,),
    Action.READ_MEETING: (attends, follows, sits_above, observes),
    Action.RUN_MEETING: (keeps_book,),
    Action.ANSWER_INVITATION: (attends,),
    Action.EXCUSE_MEETING: (is_superior,),
    Action.CIRCULATE: (keeps_book,),
    Action.READ_RECEIPTS: (keeps_book, sits_above, observes),
    Action.ACKNOWLEDGE: (attends,),
    Action.CONTRIBUTE: (attends,),
    Action.CONTRIBUTE_FOR_OTHERS: (keeps_book,),
    Action.EDIT_CONTRIBUTION: (wrote,),
    Action.ANSWER_CONTRIBUTION: (keeps_book, presents),
    Action.ASSIGN_DUTY: (keeps_book,),
    Action.REPORT_DUTY: (keeps_book, was_given),
    Action.CHANGE_DUTY: (keeps_book, names_own),
    Action.WRITE_MINUTES: (keeps_book,),
    Action.CONFIRM_MINUTES: (leads,),
    Action.READ_SCORESHEET: (attends, follows, sits_above, observes),
    Action.READ_DRAFT_SCORESHEET: (attends,),
    Action.FILL_SCORESHEET: (keeps_book,),
    Action.SUBMIT_SCORESHEET: (leads,),
    Action.EXPLAIN_SCORESHEET: (leads,),
    Action.RUN_POLL: (keeps_book,),
    Action.ANSWER_POLL: (is_asked,),
    Action.ATTEST: (follows,),
    Action.READ_BRANCH: (reviews_here, observes),
    Action.REVIEW: (is_reviewer,),
    Action.REVIEW_SCORESHEET: (is_superior,),
    Action.REVIEW_BRANCH: (reviews_itself,),
    Action.SET_REVIEW: (reviews_itself,),
    Action.NAME_DELEGATE: (reviews_itself,),
    Action.READ_SIGNAL: (keeps_book, sits_above, observes),
    Action.ANSWER_SIGNAL: (leads,),
    Action.SETTLE_SIGNAL: (is_superior,),
    Action.READ_CALIBRATION: (reviews_here, is_asked_to_mark, observes),
    Action.MARK_CALIBRATION: (is_asked_to_mark,),
    Action.CALIBRATE: (reviews_itself,),
    Action.READ_RATING: (is_member, keeps_book, follows, sits_above, observes),
    Action.PROPOSE_RATING: (leads,),
    Action.PROPOSE_RATING_FOR: (is_superior,),
    Action.RECOGNISE_RATING: (is_superior,),
    Action.CLOSE_BRANCH_YEAR: (reviews_itself,),
    Action.TRY_GUIDANCE: (is_administrator, is_reviewer),
    Action.TRY_GUIDANCE_ON: (administers, reviews_here),
}


def allows(actor: Actor, action: Action, subject: Any = None) -> bool:
    """True when any one ground in the table holds. For actions without a subject pass none."""
    return any(ground(actor, subject) for ground in GRANTS[action])


def may_give(actor: Actor, office: Office, organisation: Any) -> bool:
    """May appoint to this office in this organisation, and end it there.

    A cell's delegate is named by the committee directly above it, never by the cell.
    """
    if administers(actor, organisation):
        return True
    if office is Office.DELEGATE:
        above = organisation.organisation.superior_id
        return above is not None and actor.holds({Office.REVIEWER}, above)
    held = {post.office for post in actor.posts if post.organisation_id == organisation.organisation.id}
    return any(office in GIVEN_BY.get(own, set()) for own in held)


def guard(
    action: Action, beside: str = "", **load: Callable[..., Any]
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Load the URL's subject, check the right to it, hand it to the view; 404 where there is none.

    ``@guard(Action.READ_MEETING, meeting_id=meetings.get)`` gives the view a ``meeting`` that its caller is
    known to be allowed to see. Without a loader the action is checked with no subject. ``beside`` names a second
    part of the address that the loader takes: ``@guard(…, cell_id=ratings.get, beside="year")`` gives ``cell_year``.
    """
    if len(load) > 1:
        raise TypeError("a guard loads one subject")
    parameter, loader = next(iter(load.items()), (None, None))
    name = "_".join(part for part in ((parameter or "").removesuffix("_id"), beside) if part)

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**url: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]  # set by flask-login
            if parameter is None or loader is None:
                if not allows(current_user.actor, action):
                    abort(404)
                return view(**url)
            subject = loader(url.pop(parameter), *([url.pop(beside)] if beside else []))
            if not allows(current_user.actor, action, subject):
                abort(404)
            return view(**{name: subject}, **url)

        guarded.action = action  # type: ignore[attr-defined]  # read by the tests of the house
        return guarded

    return decorate
