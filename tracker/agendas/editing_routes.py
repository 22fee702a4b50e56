"""Items: add, edit, remove, put in order."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.agendas import items as acts
from tracker.agendas import reading, words
from tracker.agendas import service as agendas
from tracker.agendas.blueprint import bp
from tracker.agendas.forms import ItemForm, OrderForm
from tracker.agendas.rules import Direction
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.base.filters import full_moment
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.people import service as people
from tracker.permissions import Action, guard


def presenters(meeting, item=None):
    """Who may be named: the members of the meeting's day, and whoever is named already."""
    found = [standing.person for standing in people.members_on(meeting.cell, meeting.day)]
    if item is not None and item.presenter is not None and item.presenter not in found:
        found.append(item.presenter)
    return found


def to_editing(meeting):
    return redirect(url_for(".edit", meeting_id=meeting.id))


def refused(broken, meeting):
    """A one-button act that a rule forbids: its sentence over the page it was pressed on."""
    db.session.rollback()
    flash(str(broken), "error")
    return to_editing(meeting)


@bp.route("/meetings/<int:meeting_id>/agenda/edit")
@guard(Action.RUN_MEETING, meeting_id=meetings.get)
def edit(meeting):
    return editing_page(meeting, OrderForm.asking(agendas.items(meeting)))


def editing_page(meeting, order):
    page = reading.page(meeting, current_user.actor.person_id, keeps=True)
    return render_template(
        "agendas/edit.html",
        meeting=meeting,
        items=order.items,
        order=order,
        form=order if order.is_submitted() else None,
        page=page,
        documents=agendas.documents(meeting),
        standard=[] if order.items else agendas.standard_items(meeting),
    )


@bp.route("/meetings/<int:meeting_id>/agenda/order", methods=["POST"])
@guard(Action.RUN_MEETING, meeting_id=meetings.get)
def arrange(meeting):
    form = OrderForm.asking(agendas.items(meeting))
    if form.validate_on_submit():
        try:
            acts.arrange(meeting, form.wanted, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            return refused(broken, meeting)
        flash(_("Đã xếp lại thứ tự."), "success")
        return to_editing(meeting)
    return editing_page(meeting, form)


@bp.route("/meetings/<int:meeting_id>/agenda/standard", methods=["POST"])
@guard(Action.RUN_MEETING, meeting_id=meetings.get)
def use_standard(meeting):
    try:
        acts.add_standard(meeting, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        return refused(broken, meeting)
    flash(_("Đã lập chương trình mẫu. Hãy sửa cho đúng kỳ này."), "success")
    return to_editing(meeting)


@bp.route("/meetings/<int:meeting_id>/agenda/items/new", methods=["GET", "POST"])
@guard(Action.RUN_MEETING, meeting_id=meetings.get)
def add_item(meeting):
    form = ItemForm.asking(presenters(meeting))
    if form.validate_on_submit():
        try:
            acts.add(meeting, form.given, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã thêm nội dung."), "success")
            return to_editing(meeting)
    return render_template("agendas/item.html", meeting=meeting, item=None, form=form)


@bp.route("/agenda-items/<int:item_id>/edit", methods=["GET", "POST"])
@guard(Action.RUN_MEETING, item_id=agendas.item)
def edit_item(item):
    form = ItemForm.asking(presenters(item.meeting, item))
    if form.validate_on_submit():
        try:
            acts.edit(item, form.given, form.version.data, current_user.actor, clock.now())
            db.session.commit()
        except Conflict:
            db.session.rollback()
            return both_texts(item, form), 409
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã lưu nội dung."), "success")
            return to_editing(item.meeting)
    elif not form.is_submitted():
        form.load(item)
    return render_template("agendas/item.html", meeting=item.meeting, item=item, form=form)


def both_texts(item, form):
    """Somebody else saved this item first: both texts, and the form to go on with over theirs."""
    last = agendas.last_change(item)
    names = {str(one.id): one.full_name for one in presenters(item.meeting, item)}
    given = form.given
    rows = [
        (form.title.label.text, item.title, given.title),
        (form.kind.label.text, words.ITEM_KIND[item.kind], words.ITEM_KIND[given.kind]),
        (form.minutes.label.text, item.minutes, given.minutes),
        (form.presenter_id.label.text, names.get(str(item.presenter_id)), names.get(str(given.presenter_id))),
        (form.questions.label.text, item.questions, given.questions),
    ]
    form.version.data = item.version
    return render_template(
        "agendas/conflict.html",
        meeting=item.meeting,
        item=item,
        form=form,
        rows=[(label, theirs, yours) for label, theirs, yours in rows if theirs != yours],
        who=last.actor if last else "",
        at=full_moment(last.at) if last else "",
    )


@bp.route("/agenda-items/<int:item_id>/move", methods=["POST"])
@guard(Action.RUN_MEETING, item_id=agendas.item)
def move_item(item):
    direction = Direction.UP if request.form.get("direction") == "up" else Direction.DOWN
    try:
        acts.move(item, direction, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        return refused(broken, item.meeting)
    return redirect(url_for(".edit", meeting_id=item.meeting_id, _anchor=f"item-{item.id}"))


@bp.route("/agenda-items/<int:item_id>/remove", methods=["POST"])
@guard(Action.RUN_MEETING, item_id=agendas.item)
def remove_item(item):
    meeting = item.meeting
    try:
        acts.remove(item, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        return refused(broken, meeting)
    flash(_("Đã bỏ nội dung “%(title)s”.", title=item.title), "success")
    return to_editing(meeting)
