"""What was sent, to whom, how long ahead, and who had met before."""

from datetime import datetime, timedelta
from decimal import Decimal

from tracker.agendas.rules import DocumentKind, lead
from tracker.duties.rules import DutyKind
from tracker.guidance.rules import Guidance
from tracker.scoresheets.checks.attendance import obliged, share
from tracker.scoresheets.checks.facts import MeetingFacts, SentFact
from tracker.scoresheets.checks.findings import Finding, Record, RecordKind, Said

MINUTES_A_DAY = 1440


def _agenda(facts: MeetingFacts) -> Record:
    return Record(RecordKind.AGENDA, facts.meeting_id, facts.meeting_id)


def _nothing_sent(facts: MeetingFacts) -> Finding:
    key = "entered_afterwards" if facts.is_backfilled else "nothing_sent"
    return Finding(None, Said(key), need=_agenda(facts))


def counting(facts: MeetingFacts, guidance: Guidance) -> SentFact:
    """The version that counts for notice where the agenda changed after it was sent: the guidance says which."""
    ordered = sorted(facts.sent, key=lambda one: one.number)
    return ordered[-1] if guidance.notice_counts == "latest" else ordered[0]


def _version(facts: MeetingFacts, sent: SentFact) -> Record:
    return Record(RecordKind.CIRCULATION, sent.number, facts.meeting_id)


def lead_time(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Days between sending and the planned hour, to the minute: 72 hours are 3 days, a minute less is not."""
    if facts.is_backfilled or not facts.sent:
        return _nothing_sent(facts)
    sent = counting(facts, guidance)
    found = lead(sent.at, facts.planned_at, guidance.notice)
    days = Decimal(found.early // timedelta(minutes=1)) / MINUTES_A_DAY
    figures = {"lead": found, "notice": guidance.notice, "number": sent.number}
    key = "lead_changed" if len(facts.sent) > 1 else "lead"
    return Finding({"lead_days": days}, Said(key, figures), (_version(facts, sent),))


def notice_to_all(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Those obliged whom a version reached (paper counts once handed over), and whether a follower above was told."""
    if facts.is_backfilled or not facts.sent:
        return _nothing_sent(facts)
    reached = frozenset(person for one in facts.sent for person in one.reached)
    called = {one.person_id for one in obliged(facts, guidance)} or {one for sent in facts.sent for one in sent.to}
    told = len(called & reached)
    key, above = _told_above(facts)
    measures = {"told_percent": share(told, len(called))} | ({} if above is None else {"delegate_told": Decimal(above)})
    unknown = {"delegate_told": Finding(None, Said("no_follower"), need=_agenda(facts))} if above is None else {}
    said = Said(key, {"told": told, "called": len(called)})
    return Finding(measures, said, tuple(sorted(_version(facts, one) for one in facts.sent)), unknown=unknown)


def _told_above(facts: MeetingFacts) -> tuple[str, bool | None]:
    """How it is said, and whether who follows the cell was told: nobody to tell where nobody is above."""
    if not facts.has_superior:
        return "notice_members", True
    if not facts.followers:
        return "notice_no_follower", None
    return ("notice", True) if facts.followers_told else ("notice_not_above", False)


def draft_resolution(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Drafts attached before the meeting began, and items with questions to discuss."""
    if not facts.items:
        return Finding(None, Said("no_items"), need=_agenda(facts))
    if facts.is_backfilled and not _drafts(facts, facts.held_at):
        return Finding(None, Said("entered_afterwards"), need=_agenda(facts))
    drafts = _drafts(facts, facts.held_at)
    asking = sum(one.has_questions for one in facts.items)
    said = Said("drafts", {"drafts": len(drafts), "asking": asking, "items": len(facts.items)})
    measures = {"drafts": Decimal(len(drafts)), "items_with_questions": Decimal(asking)}
    return Finding(measures, said, (_agenda(facts), *drafts))


def _drafts(facts: MeetingFacts, before: datetime) -> list[Record]:
    return sorted(
        Record(RecordKind.DOCUMENT, one.id, facts.meeting_id, one.name)
        for one in facts.documents
        if one.kind is DocumentKind.DRAFT_RESOLUTION and one.at < before
    )


def committee_met_first(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """The committee's meeting that is linked to this one: held before it, and with minutes."""
    before = facts.committee
    if before is None:
        need = Record(RecordKind.MEETING, facts.meeting_id, facts.meeting_id)
        return Finding(None, Said("no_committee_meeting"), need=need)
    met = before.held_at is not None and before.held_at < facts.held_at
    key = "committee_not_before" if not met else "committee" if before.is_minuted else "committee_no_minutes"
    record = Record(RecordKind.COMMITTEE_MEETING, before.meeting_id, before.meeting_id)
    measures = {"committee_met": Decimal(met), "committee_minuted": Decimal(met and before.is_minuted)}
    return Finding(measures, Said(key, {"at": before.held_at}), (record,))


def theme_planned(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """The theme was on the plan before its day, and its writer was named before it."""
    if facts.is_backfilled:
        return Finding(None, Said("entered_afterwards"), need=Record(RecordKind.DUTY, 0, facts.meeting_id))
    papers = sorted(
        (one for one in facts.heard if one.kind is DutyKind.THEMATIC_PAPER), key=lambda one: (one.assignee, one.id)
    )
    assigned = [one for one in papers if one.named_before]
    names = [one.assignee for one in assigned]
    key = "theme_planned" if facts.was_planned_ahead else "theme_not_planned"
    if not assigned:
        key = "theme_nobody_named" if facts.was_planned_ahead else "theme_neither"
    records = (
        Record(RecordKind.MEETING, facts.meeting_id, facts.meeting_id),
        *(Record(RecordKind.DUTY, one.id, facts.meeting_id, one.title) for one in papers),
    )
    measures = {"planned": Decimal(facts.was_planned_ahead), "assigned_before": Decimal(bool(assigned))}
    return Finding(measures, Said(key, {"names": names}), tuple(sorted(records)))


def documents_kept(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Documents of the agenda; a file that backs a mark is none, or it would back this mark too."""
    records = sorted(
        Record(RecordKind.DOCUMENT, one.id, facts.meeting_id, one.name)
        for one in facts.documents
        if one.kind is not DocumentKind.EVIDENCE
    )
    said = Said("documents" if records else "no_documents", {"count": len(records)})
    return Finding({"documents": Decimal(len(records))}, said, (_agenda(facts), *records))
