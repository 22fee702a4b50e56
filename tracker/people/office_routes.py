"""Who holds what in an organisation; appointing, and ending an appointment."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.people import joining
from tracker.people import offices as holding
from tracker.people import service as people
from tracker.people.blueprint import bp
from tracker.people.forms import AppointForm, EndAppointmentForm
from tracker.permissions import FROM_OUTSIDE, Action, Office, allows, guard


def today():
    return clock.day_of(clock.now())


@bp.route("/organisations/<int:organisation_id>/offices")
@guard(Action.READ_ORGANISATION, organisation_id=organisations.get)
def offices(organisation):
    appoints = allows(current_user.actor, Action.MANAGE_CELL_MEMBERS, organisation)
    givable = holding.givable(current_user.actor, organisation) if appoints else []
    return render_template(
        "people/offices.html",
        organisation=organisation,
        held=people.appointments_on(organisation, today()),
        coming=people.coming_appointments(organisation, today()),
        past=people.past_appointments(organisation, today()),
        givable=givable,
    )


def _candidates(organisation, sought):
    """Whom the form offers: the cell's members, and those found by name in the branches one administers."""
    paths = [post.path for post in current_user.actor.posts if post.office is Office.ADMINISTRATOR]
    members = people.members_on(organisation, today()) if organisation.is_cell else []
    near = [standing.person for standing in members]
    near += [held.person for held in people.appointments_on(organisation, today())]
    return list({person.id: person for person in (*near, *people.search(paths, sought, today()))}.values())


def _chosen(form):
    """The person picked, or one made of the name typed; a new one only for offices that need no membership."""
    if form.person.data:
        return people.get(form.person.data)
    if form.full_name.data and form.office.data in FROM_OUTSIDE:
        return joining.new_person(form.full_name.data)
    raise RuleBroken(_("Hãy chọn một đồng chí trong danh sách."))


@bp.route("/organisations/<int:organisation_id>/offices/new", methods=["GET", "POST"])
@guard(Action.MANAGE_CELL_MEMBERS, organisation_id=organisations.get)
def appoint(organisation):
    form, sought = AppointForm(), request.args.get("q", "").strip()
    givable = holding.givable(current_user.actor, organisation)
    form.offer(_candidates(organisation, sought), givable)
    if form.validate_on_submit():
        try:
            holding.appoint(
                current_user.actor, _chosen(form), organisation, form.office.data, form.since.data, clock.now(),
                form.until.data,
            )  # fmt: skip
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã ghi chức vụ."), "success")
            return redirect(url_for(".offices", organisation_id=organisation.id))
    supervising = bool(FROM_OUTSIDE & set(givable))
    return render_template(
        "people/appoint.html", organisation=organisation, form=form, sought=sought, supervising=supervising
    )


@bp.route("/appointments/<int:appointment_id>/end", methods=["GET", "POST"])
@guard(Action.MANAGE_CELL_MEMBERS, appointment_id=people.get_appointment)
def end_appointment(appointment):
    form = EndAppointmentForm()
    if form.validate_on_submit():
        try:
            holding.end(current_user.actor, appointment, form.day.data, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã ghi thôi giữ chức vụ."), "success")
            return redirect(url_for(".offices", organisation_id=appointment.organisation_id))
    return render_template(
        "people/end_appointment.html", appointment=appointment, organisation=appointment.organisation, form=form
    )
