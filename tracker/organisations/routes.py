"""The tree, one organisation, and its changes over time; its trail."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.audit import service as audit
from tracker.audit import words as audit_words
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.names import folded
from tracker.extensions import db
from tracker.organisations import founding, picking, tree, words
from tracker.organisations import service as organisations
from tracker.organisations.forms import MoveForm, OrganisationForm, RenameForm, SettingsForm
from tracker.organisations.models import Organisation
from tracker.permissions import Action, Actor, Office, allows, guard

bp = Blueprint("organisations", __name__, url_prefix="/organisations")
LINES = 200
FOUND = 50
ENTRIES = 50
ADMINISTERED = {"Organisation", "Placement", "Person", "Standing", "Appointment", "Account", "GuidanceVersion"}
DRAFT_ACTS = {"scoresheet.start", "scoresheet.mark", "scoresheet.agree", "scoresheet.reconsider"}


def administered(actor: Actor) -> list[str]:
    """The places in the tree that this person administers."""
    return [post.path for post in actor.posts if post.office is Office.ADMINISTRATOR]


@bp.app_context_processor
def kinds_for_pages():
    return {"kinds": words.KINDS, "cell_types": words.CELL_TYPES}


@bp.route("/")
@guard(Action.ADMINISTER)
def index():
    paths, sought = administered(current_user.actor), request.args.get("q", "").strip()
    after = request.args.get("after", type=int)
    if folded(sought):
        found = organisations.search(paths, sought, after, FOUND)
        following = found[-1].id if len(found) == FOUND else None
        return render_template("organisations/found.html", found=found, sought=sought, following=following)
    lines, following = tree.outline(paths, after, LINES)
    return render_template("organisations/index.html", lines=lines, following=following, after=after)


@bp.route("/<int:organisation_id>")
@guard(Action.READ_ORGANISATION, organisation_id=organisations.get)
def show(organisation: Organisation):
    after = request.args.get("after", type=int)
    below = [] if organisation.is_cell else organisations.children(organisation, after, FOUND)
    following = below[-1].id if len(below) == FOUND else None
    past = organisations.placements(organisation)
    return render_template(
        "organisations/show.html", organisation=organisation, below=below, placements=past, after=after,
        following=following,
    )  # fmt: skip


@bp.route("/<int:committee_id>/new", methods=["GET", "POST"])
@guard(Action.MANAGE_ORGANISATION, committee_id=organisations.get_committee)
def create(committee: Organisation):
    form = OrganisationForm()
    if form.validate_on_submit():
        asked = form.given | {name: form[name].data for name in ("name", "code", "kind", "since")}
        try:
            created = founding.create(
                current_user.actor, parent=committee, at=clock.now(), basis=form.basis.data or "", **asked
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã lập “%(name)s”.", name=created.name), "success")
            return redirect(url_for(".show", organisation_id=created.id))
    return render_template("organisations/create.html", organisation=committee, form=form)


@bp.route("/<int:organisation_id>/settings", methods=["GET", "POST"])
@guard(Action.MANAGE_ORGANISATION, organisation_id=organisations.get)
def set_up(organisation: Organisation):
    form = SettingsForm()
    if form.validate_on_submit():
        organisation.expect(form.version.data)
        try:
            founding.set_up(current_user.actor, organisation, clock.now(), **form.given)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã lưu thiết lập."), "success")
            return redirect(url_for(".show", organisation_id=organisation.id))
    elif not form.is_submitted():
        form.load(organisation)
    return render_template("organisations/set_up.html", organisation=organisation, form=form)


@bp.route("/<int:organisation_id>/rename", methods=["GET", "POST"])
@guard(Action.MANAGE_ORGANISATION, organisation_id=organisations.get)
def rename(organisation: Organisation):
    form = RenameForm()
    if form.validate_on_submit():
        organisation.expect(form.version.data)
        try:
            founding.rename(
                current_user.actor, organisation, form.name.data, form.day.data, clock.now(), form.basis.data or ""
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã đổi tên."), "success")
            return redirect(url_for(".show", organisation_id=organisation.id))
    elif not form.is_submitted():
        form.name.data, form.version.data = organisation.name, organisation.version
    return render_template("organisations/rename.html", organisation=organisation, form=form)


@bp.route("/<int:organisation_id>/move", methods=["GET", "POST"])
@guard(Action.PLACE_ORGANISATION, organisation_id=organisations.get)
def move(organisation: Organisation):
    form, sought = MoveForm(), request.args.get("q", "").strip()
    picked = request.form.get("parent", type=int)
    offer = picking.parents(administered(current_user.actor), organisation, sought, picked)
    form.offer(offer.rows)
    if form.validate_on_submit():
        organisation.expect(form.version.data)
        parent = organisations.get_committee(form.parent.data)
        try:
            founding.move(current_user.actor, organisation, parent, form.day.data, clock.now(), form.basis.data or "")
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã chuyển tổ chức. Các kỳ sinh hoạt trước ngày đó vẫn thuộc cấp ủy cũ."), "success")
            return redirect(url_for(".show", organisation_id=organisation.id))
    elif not form.is_submitted():
        form.version.data = organisation.version
    return render_template("organisations/move.html", organisation=organisation, form=form, offer=offer)


@bp.route("/<int:organisation_id>/audit")
@guard(Action.READ_AUDIT, organisation_id=organisations.get)
def trail(organisation: Organisation):
    """Every act; the marks of a sheet not handed in are told to its cell alone, and what was said and written at
    meetings to those who may read them: as on the pages themselves."""
    shown = audit.page(organisation.id, request.args.get("before", type=int), ENTRIES)
    is_walked = request.args.get("verify") == "1"
    return render_template(
        "audit/show.html",
        organisation=organisation,
        page=shown,
        is_whole=is_walked or shown.is_whole,
        verdict=audit.verdict(organisation.id) if is_walked else shown.verdict(),
        audit_words=audit_words,
        lines=audit_words.lines(shown.entries, _kept_back(organisation, shown.entries)),
    )


def _kept_back(organisation: Organisation, entries: list[AuditEntry]) -> set[str]:
    """Acts of which this reader is told who and when, not what: drafts to others, meetings to administrators."""
    drafts = set() if allows(current_user.actor, Action.READ_DRAFT_SCORESHEET, organisation) else set(DRAFT_ACTS)
    if allows(current_user.actor, Action.READ_CELL, organisation):
        return drafts
    return drafts | {entry.act for entry in entries if entry.subject_kind not in ADMINISTERED}
