"""A cell's members: the list, admission, change of standing, transfer, leaving; an organisation's end."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.organisations import picking
from tracker.organisations import service as organisations
from tracker.organisations.forms import EndForm
from tracker.people import accounts, joining
from tracker.people import service as people
from tracker.people.blueprint import bp
from tracker.people.forms import AdmitForm, ChangeRankForm, LeaveForm, NameForm, TransferForm
from tracker.permissions import Action, Office, guard


def today():
    return clock.day_of(clock.now())


@bp.route("/cells/<int:cell_id>/members")
@guard(Action.READ_ORGANISATION, cell_id=organisations.get_cell)
def members(cell):
    sought = request.args.get("q", "").strip()
    found = people.members_on(cell, today(), sought)
    return render_template(
        "people/members.html",
        organisation=cell,
        members=found,
        sought=sought,
        held=people.offices_by_person(cell, today()),
        accounts=people.accounts_of([standing.person_id for standing in found]),
    )


@bp.route("/cells/<int:cell_id>/members/new", methods=["GET", "POST"])
@guard(Action.MANAGE_CELL_MEMBERS, cell_id=organisations.get_cell)
def admit(cell):
    form = AdmitForm()
    if form.validate_on_submit():
        try:
            standing = joining.admit(
                current_user.actor, cell, full_name=form.full_name.data, rank=form.rank.data, since=form.since.data,
                note=form.note.data or "", reason=form.reason.data or "", at=clock.now(),
            )  # fmt: skip
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã ghi “%(name)s” vào danh sách chi bộ.", name=standing.person.full_name), "success")
            return redirect(url_for(".members", cell_id=cell.id))
    return render_template("people/admit.html", organisation=cell, form=form)


@bp.route("/standings/<int:standing_id>")
@guard(Action.MANAGE_CELL_MEMBERS, standing_id=people.get_standing)
def member(standing):
    person = standing.person
    seat = accounts.seat(person.id, clock.now())
    return render_template(
        "people/member.html",
        standing=standing,
        organisation=standing.cell,
        standings=people.standings_of(person),
        appointments=people.appointments_of(person),
        account=people.account_of(person.id) if seat.organisation.id == standing.cell_id else None,
        seat=seat,
    )


def _done(standing, sentence):
    flash(sentence, "success")
    return redirect(url_for(".member", standing_id=standing.id))


@bp.route("/standings/<int:standing_id>/name", methods=["GET", "POST"])
@guard(Action.MANAGE_CELL_MEMBERS, standing_id=people.get_standing)
def correct_name(standing):
    form = NameForm()
    if form.validate_on_submit():
        standing.person.expect(form.version.data)
        try:
            joining.correct_name(current_user.actor, standing, form.full_name.data, form.note.data or "", clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            return _done(standing, _("Đã sửa họ tên."))
    elif not form.is_submitted():
        person = standing.person
        form.full_name.data, form.note.data, form.version.data = person.full_name, person.note, person.version
    return render_template("people/correct_name.html", standing=standing, organisation=standing.cell, form=form)


@bp.route("/standings/<int:standing_id>/rank", methods=["GET", "POST"])
@guard(Action.MANAGE_CELL_MEMBERS, standing_id=people.get_standing)
def change_rank(standing):
    form = ChangeRankForm()
    if form.validate_on_submit():
        try:
            changed = joining.change_rank(
                current_user.actor, standing, form.rank.data, form.day.data, clock.now(), form.reason.data or ""
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            return _done(changed, _("Đã ghi tư cách mới."))
    elif not form.is_submitted():
        form.rank.data = standing.rank.value
    return render_template("people/change_rank.html", standing=standing, organisation=standing.cell, form=form)


@bp.route("/standings/<int:standing_id>/transfer", methods=["GET", "POST"])
@guard(Action.MANAGE_ORGANISATION, standing_id=people.get_standing)
def transfer(standing):
    form, sought = TransferForm(), request.args.get("q", "").strip()
    paths = [post.path for post in current_user.actor.posts if post.office is Office.ADMINISTRATOR]
    offer = picking.cells(paths, standing.cell, sought, request.form.get("cell", type=int))
    form.offer(offer.rows)
    if form.validate_on_submit():
        cell = organisations.get_cell(form.cell.data)
        try:
            moved = joining.transfer(
                current_user.actor, standing, cell, form.day.data, clock.now(), form.reason.data or ""
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            return _done(moved, _("Đã chuyển sinh hoạt."))
    return render_template(
        "people/transfer.html", standing=standing, organisation=standing.cell, form=form, offer=offer
    )


@bp.route("/standings/<int:standing_id>/leave", methods=["GET", "POST"])
@guard(Action.MANAGE_CELL_MEMBERS, standing_id=people.get_standing)
def leave(standing):
    form = LeaveForm()
    if form.validate_on_submit():
        try:
            joining.leave(current_user.actor, standing, form.day.data, clock.now(), form.reason.data)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            return _done(standing, _("Đã ghi thôi sinh hoạt tại chi bộ."))
    return render_template("people/leave.html", standing=standing, organisation=standing.cell, form=form)


@bp.route("/organisations/<int:organisation_id>/end", methods=["GET", "POST"])
@guard(Action.PLACE_ORGANISATION, organisation_id=organisations.get)
def end_organisation(organisation):
    form = EndForm()
    if form.validate_on_submit():
        try:
            joining.end_organisation(
                current_user.actor, organisation, form.day.data, clock.now(), form.basis.data or ""
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã ghi kết thúc hoạt động."), "success")
            return redirect(url_for("organisations.show", organisation_id=organisation.id))
    return render_template("people/end_organisation.html", organisation=organisation, form=form)
