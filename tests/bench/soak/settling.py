"""At the end: does the database hold what was confirmed, and nothing else?"""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from flask import Flask
from sqlalchemy import func, select

from tests.bench.books import ROOT
from tests.bench.soak.book import Place
from tests.bench.soak.ledger import Ledger, Save, Thing, differing, last, lost
from tracker.agendas.models import AgendaItem, Circulation
from tracker.audit import service as audit
from tracker.audit.models import AuditEntry
from tracker.contributions.models import Contribution
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.meetings.rules import Presence
from tracker.meetings.service import roll
from tracker.scoresheets.models import Scoresheet

FOLLOWS = {"", "scoresheet.open", "sample.draw"}  # acts that another act brings with it


def counted(app: Flask) -> Counter:
    """How often each act is on the trails now."""
    with app.app_context():
        return Counter(dict(db.session.execute(select(AuditEntry.act, func.count()).group_by(AuditEntry.act)).all()))


def settle(app: Flask, place: Place, ledger: Ledger, before: Counter) -> list[str]:
    """What does not agree, in sentences."""
    now = counted(app)
    with app.app_context():
        found = [
            f"{act}: confirmed {confirmed} times, {standing} on the trail"
            for act, (confirmed, standing) in differing(_told(ledger.acts), _told(now - before)).items()
        ]
        for thing, saves in ledger.saves.items():
            found += [f"{thing}: two saves confirmed on version {version}" for version in lost(saves)]
            found += HELD.get(thing[0], _nothing)(thing, last(saves))
        found += _remarks(place, ledger)
        found += _sent(place, ledger)
        found += [f"chain of {chain}: {fault}" for chain in audit.chains() for fault in audit.faults(chain)]
    return found


def _told(acts: Counter) -> Counter:
    return Counter({act: number for act, number in acts.items() if act not in FOLLOWS})


def _nothing(_thing: Thing, _save: Save) -> list[str]:
    return []


def _sheet(thing: Thing, save: Save) -> list[str]:
    sheet = db.session.get_one(Scoresheet, thing[1])
    found = (
        [] if sheet.strengths == save.sent["strengths"] else [f"{thing}: holds “{sheet.strengths}”, not {save.sent}"]
    )
    for mark in sheet.marks:
        sent = save.sent.get(f"mark_{mark.criterion}")
        if mark.applies and sent and mark.given != Decimal(sent.replace(",", ".")):
            found.append(f"{thing}: criterion {mark.criterion} is {mark.given}, confirmed {sent}")
    return found


def _item(thing: Thing, save: Save) -> list[str]:
    title = db.session.get_one(AgendaItem, thing[1]).title
    return [] if title == save.sent["title"] else [f"{thing}: holds “{title}”, not {save.sent}"]


def _remark(thing: Thing, save: Save) -> list[str]:
    text = db.session.get_one(Contribution, thing[1]).text
    return [] if text == save.sent["text"] else [f"{thing}: holds “{text}”, not {save.sent}"]


def _meeting(thing: Thing, save: Save) -> list[str]:
    meeting = db.session.get_one(Meeting, thing[1])
    sick = {
        str(one.person_id) for one in roll(meeting) if one.presence is Presence.EXCUSED and one.reason == "Ốm, đi viện"
    }
    stands = {"guests": meeting.guests, "absent": " ".join(sorted(sick))}
    return [] if stands == save.sent else [f"{thing}: the roll holds {stands}, not {save.sent}"]


HELD: dict[str, Callable[[Thing, Save], list[str]]] = {
    "scoresheet": _sheet, "item": _item, "contribution": _remark, "meeting": _meeting,
}  # fmt: skip


def _remarks(place: Place, ledger: Ledger) -> list[str]:
    """The remarks written to the coming meetings are those confirmed, each once."""
    meetings = [group.coming_id for group in place.groups]
    texts = db.session.scalars(select(Contribution.text).where(Contribution.meeting_id.in_(meetings))).all()
    found = [f"a remark stands twice: {text}" for text, times in Counter(texts).items() if times > 1]
    found += [f"a remark is lost: {text}" for text in sorted(ledger.remarks - set(texts))]
    return found + [f"a remark nobody was told of: {text}" for text in sorted(set(texts) - ledger.remarks)]


def _sent(place: Place, ledger: Ledger) -> list[str]:
    """Agendas are numbered from 1 without a gap, as many as were sent."""
    found, total = [], 0
    for group in place.groups:
        query = select(Circulation.number).where(Circulation.meeting_id == group.coming_id).order_by(Circulation.number)
        numbers = db.session.scalars(query).all()
        total += len(numbers)
        if list(numbers) != list(range(1, len(numbers) + 1)):
            found.append(f"the agendas of meeting {group.coming_id} are numbered {numbers}")
    confirmed = ledger.acts["agenda.circulate"]
    return found + ([] if total == confirmed else [f"{total} agendas stand, {confirmed} were confirmed"])


def recomputed(environment: dict[str, str]) -> list[str]:
    """What ``tracker recompute --check`` objects to."""
    done = subprocess.run(
        [sys.executable, "-c", "from tracker.cli import main; main()", "recompute", "--check"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    return [] if done.returncode == 0 else [f"tracker recompute --check: {(done.stdout + done.stderr)[-1500:]}"]
