"""The three pages."""

import json
from collections import defaultdict
from datetime import date

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tests.bench.peers.django_site.forms import InlineMarkFormSet, MarkFormSet, SheetForm
from tests.bench.peers.django_site.guidance import sheet_of
from tests.bench.peers.django_site.models import AgendaItem, Appointment, Contribution, Meeting, Scoresheet
from tests.bench.peers.django_site.navigation import in_force

FILLS = ("secretary", "deputy")


def _meeting_of(user, meeting_id):
    """The meeting, where the person holds an office in its cell; else nothing is there."""
    meeting = get_object_or_404(Meeting.objects.select_related("cell", "chair"), pk=meeting_id)
    held = Appointment.objects.filter(
        in_force(date.today()), person_id=user.seat.person_id, organisation_id=meeting.cell_id, office__in=FILLS
    )
    if not held.exists():
        raise Http404
    return meeting


def _sheet_of(meeting, keyed, lock=False):
    """The sheet with all that its page shows; locked for the transaction where it will be saved."""
    sheets = Scoresheet.objects.select_for_update(of=("self",)) if lock else Scoresheet.objects
    shown = ("suggestions",) if keyed else ("marks", "suggestions")
    return get_object_or_404(
        sheets.defer("guidance__document").select_related("guidance").prefetch_related(*shown), meeting=meeting
    )


def _formset(data, sheet, paper, keyed):
    """One row a criterion: its mark, and what was suggested for it."""
    suggested = defaultdict(list)
    for suggestion in sheet.suggestions.all():
        suggested[suggestion.criterion].append(suggestion)
    if keyed:
        rows = [(None, one, suggested[one.code]) for one in paper.criteria]
        return InlineMarkFormSet(data, instance=sheet, rows=rows)
    marks = {mark.criterion: mark for mark in sheet.marks.all()}
    rows = [(marks[one.code], one, suggested[one.code]) for one in paper.criteria if one.code in marks]
    return MarkFormSet(data, rows=rows)


def _groups(paper, formset):
    """The formset's rows under the groups of the paper, with each group's sum."""
    found = []
    for code, title, full, criteria in paper.groups:
        codes = {one.code for one in criteria}
        forms = [form for form in formset if form.criterion.code in codes]
        found.append((code, title, full, forms, sum(form.instance.given or 0 for form in forms)))
    return found


@login_required
@require_http_methods(["GET", "POST"])
def scoresheet(request, meeting_id, keyed=True):
    """``keyed``: by Django's inline model formset; else by a formset of model forms."""
    meeting = _meeting_of(request.user, meeting_id)
    if request.method == "POST":
        return _save(request, meeting, keyed)
    sheet = _sheet_of(meeting, keyed)
    paper = sheet_of(sheet.guidance_id, sheet.sheet_code, sheet.kind)
    form = SheetForm(instance=sheet, initial={"version": sheet.version})
    return _page(request, meeting, sheet, paper, form, _formset(None, sheet, paper, keyed))


def _page(request, meeting, sheet, paper, form, formset):
    context = {
        "meeting": meeting, "sheet": sheet, "paper": paper, "form": form, "formset": formset,
        "groups": _groups(paper, formset), "acts": sheet.acts.select_related("by").order_by("at"),
    }  # fmt: skip
    return render(request, "scoresheet.html", context)


@transaction.atomic
def _save(request, meeting, keyed):
    sheet = _sheet_of(meeting, keyed, lock=True)
    paper = sheet_of(sheet.guidance_id, sheet.sheet_code, sheet.kind)
    form = SheetForm(request.POST, instance=sheet)
    formset = _formset(request.POST, sheet, paper, keyed)
    if not (form.is_valid() and formset.is_valid()):
        return _page(request, meeting, sheet, paper, form, formset)
    if form.cleaned_data["version"] != sheet.version:
        return HttpResponse(_("Phiếu đã có người sửa."), status=409)
    changed = [one for one in formset if one.has_changed()]
    if keyed:
        formset.save()
    else:
        for one in changed:
            one.save()
    _add_up(sheet, paper, formset)
    sheet.version += 1
    sheet.changed_at = timezone.now()
    form.save()
    told = [{"changed": {"name": one.criterion.code, "object": "mark", "fields": one.changed_data}} for one in changed]
    LogEntry.objects.log_actions(request.user.pk, [sheet], CHANGE, json.dumps(told), single_object=True)
    messages.success(request, _("Đã lưu phiếu."))
    return redirect(request.path)


def _add_up(sheet, paper, formset):
    given = [form.instance.given for form in formset if form.instance.applies]
    whole = None not in given
    sheet.total = sum(given) if whole else None
    sheet.self_class = paper.quality(sheet.total) if whole else None


@login_required
@require_GET
def contributions(request, meeting_id):
    meeting = _meeting_of(request.user, meeting_id)
    given = (
        Contribution.objects.filter(meeting=meeting)
        .exclude(fate="withdrawn")
        .select_related("person", "entered_by", "responded_by", "merged_into__person")
        .prefetch_related("outcomes")
        .order_by("at", "id")
    )
    items = list(
        AgendaItem.objects.filter(meeting=meeting)
        .order_by("position")
        .prefetch_related(Prefetch("contribution_set", given, to_attr="given"))
    )
    general = [one for one in given.filter(item=None)]
    every = [one for item in items for one in item.given] + general
    before = [one for one in every if one.phase == "before"]
    context = {
        "meeting": meeting, "items": items, "general": general, "count": len(every), "before": len(before),
        "answered": sum(one.fate == "answered" for one in before),
        "speakers": len({one.person_id for one in every if one.phase == "spoken"}),
    }  # fmt: skip
    return render(request, "contributions.html", context)
