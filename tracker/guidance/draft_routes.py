"""The administrator's pages: drafts of guidance, changed place by place, previewed, published."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.base.filters import full_moment
from tracker.extensions import db
from tracker.guidance import draft_forms, draft_outline, draft_places, draft_preview, drafts, files, shape, words
from tracker.guidance import service as guidance
from tracker.guidance.blueprint import bp, workbook
from tracker.guidance.fault_words import sentences
from tracker.guidance.faults import Faults
from tracker.permissions import Action, guard


@bp.route("/drafts")
@guard(Action.DRAFT_GUIDANCE)
def drafts_index():
    found = drafts.listing(current_user.actor)
    return render_template("guidance/drafts.html", drafts=found, versions=guidance.listing(), words=words)


@bp.route("/<int:version_id>/copy", methods=["POST"])
@guard(Action.DRAFT_GUIDANCE, version_id=guidance.get)
def copy(version):
    draft = drafts.copy_of(version, current_user.actor, clock.now())
    db.session.commit()
    flash(_("Đã lập bản thảo từ %(number)s. Hãy ghi mã và ngày hiệu lực mới.", number=version.number), "success")
    return to_draft(draft)


@bp.route("/drafts/begin", methods=["POST"])
@guard(Action.DRAFT_GUIDANCE)
def begin():
    draft = drafts.begin({"format": "1"}, current_user.actor, clock.now())
    db.session.commit()
    flash(_("Đã lập bản thảo trống."), "success")
    return to_draft(draft)


@bp.route("/drafts/upload", methods=["GET", "POST"])
@guard(Action.DRAFT_GUIDANCE)
def begin_from_file():
    form = draft_forms.Upload()
    if form.validate_on_submit():
        reading = _read(form)
        if reading is not None:
            draft = drafts.begin(reading.mapping, current_user.actor, clock.now())
            db.session.commit()
            flash(_("Đã nạp tệp vào bản thảo mới."), "success")
            return to_draft(draft)
    return render_template("guidance/draft_upload.html", draft=None, form=form)


@bp.route("/drafts/<int:draft_id>/upload", methods=["GET", "POST"])
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def upload(draft):
    form = draft_forms.Upload()
    if form.validate_on_submit():
        reading = _read(form)
        if reading is not None and _act(draft, lambda by, at: drafts.replace(draft, reading, by, at)):
            flash(_("Nội dung bản thảo đã thay bằng nội dung của tệp."), "success")
            return to_draft(draft)
    elif not form.is_submitted():
        form.version.data = draft.version
    return render_template("guidance/draft_upload.html", draft=draft, form=form)


def _read(form):
    """What the file holds, or ``None`` with its faults in the form. Faults that a draft may have are let in."""
    sent = form.file.data
    try:
        reading = files.read(sent.read(), sent.filename or "")
    except Faults as faults:
        _refuse_file(form, faults)
        return None
    if reading.faults:
        _refuse_file(form, Faults(sent.filename or "", reading.faults, reading.places))
        return None
    return reading


def _refuse_file(form, faults):
    for said in sentences(faults):
        form.refuse(said)


@bp.route("/drafts/<int:draft_id>")
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def draft(draft):
    if draft.published_id is not None:
        return redirect(url_for(".show", version_id=draft.published_id))
    found, faults = drafts.examined(draft)
    return render_template(
        "guidance/draft.html", draft=draft, outline=draft_outline.of(draft.content, faults), guidance=found
    )


@bp.route("/drafts/<int:draft_id>/form.xlsx")
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def draft_form(draft):
    return workbook(draft.content, f"{shape.text(draft.content, 'code') or f'ban-thao-{draft.id}'}.xlsx")


def _page(draft, place):
    """The fields of a page and its form, with what was sent if something was."""
    sent = request.form if request.method == "POST" else None
    scopes = drafts.scopes(current_user.actor) if place == "facts" else ()
    return draft_forms.page(draft.content, place, sent, scopes)


@bp.route("/drafts/<int:draft_id>/edit/<place>", methods=["GET", "POST"])
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def edit(draft, place):
    path = draft_places.path_of(place)
    if not draft_places.is_place(place) or (path and shape.reach(draft.content, path) is None and not request.form):
        abort(404)
    parts, form = _page(draft, place)
    if form.validate_on_submit():
        try:
            drafts.expect(draft, form.version.data)
            held = draft_outline.kept(draft.content, path) | form.held()
            drafts.put(draft, path, held, current_user.actor, clock.now())
            db.session.commit()
        except Conflict:
            db.session.rollback()
            return both_texts(draft, place, form), 409
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            return _onward(draft, place)
    elif not form.is_submitted():
        form.version.data = draft.version
        form.tell(draft_places.faults_at(place, drafts.examined(draft)[1]), path)
    return render_template(
        "guidance/draft_edit.html", draft=draft, place=place, parts=parts, form=form, title=_title(draft, place)
    )


@bp.route("/drafts/<int:draft_id>/add/<listed>", methods=["GET", "POST"])
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def add(draft, listed):
    """One more in the list that is named."""
    place = draft_outline.next_of(draft.content, listed)
    if place is None:
        abort(404)
    parts, form = _page(draft, place)
    if form.validate_on_submit():
        path, held = draft_places.path_of(place), form.held()
        if _act(draft, lambda by, at: drafts.put(draft, path, held, by, at), form):
            return _onward(draft, place)
    elif not form.is_submitted():
        form.version.data = draft.version
    return render_template(
        "guidance/draft_edit.html", draft=draft, place=place, parts=parts, form=form, title=_title(draft, place)
    )


def _act(draft, act, form=None):
    """Do it, in the version the form was drawn with; ``False`` where a rule forbids it, which is then said."""
    try:
        drafts.expect(draft, request.form.get("version"))
        act(current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        if form is None:
            flash(str(broken), "error")
        else:
            form.refuse(str(broken))
        return False
    return True


def _onward(draft, place):
    """Stay where more is to be written, or where something is wrong; else back to the draft."""
    left = draft_places.faults_at(place, drafts.examined(draft)[1])
    if left:
        count = len(left)
        flash(ngettext("Đã lưu. Mục này còn %(num)s chỗ phải sửa.", "Đã lưu. Mục này còn %(num)s chỗ phải sửa.", count))
    else:
        flash(_("Đã lưu."), "success")
    if left or request.form.get("act") == "more":
        return redirect(url_for(".edit", draft_id=draft.id, place=place))
    return redirect(url_for(".draft", draft_id=draft.id, _anchor=draft_outline.anchor(place)))


def both_texts(draft, place, form):
    """Somebody else saved the draft first: both texts, and the form to go on with over theirs."""
    db.session.refresh(draft)
    rows = draft_outline.clashes(draft.content, place, form)
    form.version.data = draft.version
    return render_template(
        "guidance/draft_conflict.html", draft=draft, place=place, form=form, rows=rows, title=_title(draft, place),
        parts=draft_forms.page(draft.content, place, request.form)[0], at=full_moment(draft.changed_at),
    )  # fmt: skip


def _title(draft, place):
    return draft_outline.title(draft.content, place)


@bp.route("/drafts/<int:draft_id>/remove/<place>", methods=["POST"])
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def remove(draft, place):
    _find_in_list(place)
    if _act(draft, lambda by, at: drafts.remove(draft, draft_places.path_of(place), by, at)):
        flash(_("Đã bỏ khỏi bản thảo."), "success")
    return to_draft(draft)


@bp.route("/drafts/<int:draft_id>/move/<place>", methods=["POST"])
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def move(draft, place):
    _find_in_list(place)
    path, down = draft_places.path_of(place), request.form.get("way") == "down"
    _act(draft, lambda by, at: drafts.move(draft, path, down, by, at))
    return redirect(url_for(".draft", draft_id=draft.id, _anchor=draft_outline.anchor(place)))


def _find_in_list(place):
    if place in draft_places.WHOLE or not draft_places.is_place(place):
        abort(404)


@bp.route("/drafts/<int:draft_id>/discard", methods=["POST"])
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def discard(draft):
    if not _act(draft, lambda by, at: drafts.put_aside(draft, by, at)):
        return to_draft(draft)
    flash(_("Đã bỏ bản thảo “%(title)s”.", title=draft.title), "success")
    return redirect(url_for(".drafts_index"))


@bp.route("/drafts/<int:draft_id>/preview/<int:number>")
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def preview(draft, number):
    found, _faults = drafts.examined(draft)
    if number >= len(found.sheets) or not found.sheets[number].kinds:
        abort(404)
    sheet = found.sheets[number]
    kind = next((one for one in sheet.kinds if one == request.args.get("kind")), sheet.kinds[0])
    return render_template(
        "guidance/draft_preview.html", draft=draft, guidance=found, sheet=sheet, kind=kind, number=number, words=words,
        groups=draft_preview.groups(found, sheet, kind), tally=draft_preview.tally(sheet, kind),
        meeting=draft_preview.MEETING,
    )  # fmt: skip


@bp.route("/drafts/<int:draft_id>/publish", methods=["GET", "POST"])
@guard(Action.CHANGE_GUIDANCE_DRAFT, draft_id=drafts.get)
def publish(draft):
    _found, faults = drafts.examined(draft)
    parts, form = _page(draft, "facts")
    if form.validate_on_submit():
        version = _published(draft, form)
        if version is not None:
            flash(_("Đã ban hành %(number)s. Bản này không sửa được nữa.", number=version.number), "success")
            return redirect(url_for(".show", version_id=version.id))
        faults = ()
    elif not form.is_submitted():
        form.version.data = draft.version
        form.tell(draft_places.faults_at("facts", faults), "")
    elsewhere = [one for one in faults if draft_places.place_of(one.path) != "facts"]
    return render_template(
        "guidance/draft_publish.html",
        draft=draft,
        form=form,
        parts=parts,
        outline=draft_outline.of(draft.content, elsewhere),
    )


def _published(draft, form):
    """The version, or ``None`` with what keeps it from being published in the form."""
    try:
        drafts.expect(draft, form.version.data)
        drafts.put(draft, "", form.held(), current_user.actor, clock.now())
        version = drafts.publish(draft, str(draft.version), current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(str(broken))
    except Faults as faults:
        db.session.rollback()
        form.tell(faults.items, "")
    else:
        return version
    return None


def to_draft(draft):
    return redirect(url_for(".draft", draft_id=draft.id))
