"""The copies' trails: chains with right digests, of some of the played cell's acts."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.bench.making.copying import Copy, Played, target_of
from tests.bench.making.cutting import QUALITY, TOTAL, Cut, Cutter, Filling
from tests.bench.making.loading import Loader
from tracker.audit.service import ORIGIN, plain
from tracker.extensions import db

ALWAYS = {
    "organisation.create", "member.admit", "appointment.give", "meeting.plan", "agenda.circulate", "meeting.hold",
    "scoresheet.recognise",
}  # fmt: skip
IN_TEXT_YEARS = {
    "minutes.confirm", "scoresheet.submit", "meeting.reply", "decision.record",
    "duty.finish", "scoresheet.start", "scoresheet.agree", "scoresheet.open", "scoresheet.adjust", "document.attach",
    "agenda_item.edit",
}  # fmt: skip
NOT_IF_IT_WAITS = {"scoresheet.open", "scoresheet.recognise", "scoresheet.adjust"}
ID = re.compile(r'"(\w+_id)":(\d+)')
RECOGNISED = "scoresheet.recognise"
SCORES = (
    (re.compile(r'"recognised_total":"([^"]+)"'), TOTAL), (re.compile(r'"recognised_class":"([^"]+)"'), QUALITY),
)  # fmt: skip
COLUMNS = (
    "organisation_id", "sequence", "at", "account_id", "actor", "act", "subject_kind", "subject_id", "old", "new",
    "previous", "digest",
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """An act of the played cell. ``is_last``: of the last month's sheet after it was handed in."""

    at: Any
    moment: str
    account_id: int | None
    actor: Cut
    act: str
    kind: str
    subject: tuple[str, int]
    old: Cut
    new: Cut
    is_last: bool


class Trails:
    def __init__(self, played: Played, cutter: Cutter) -> None:
        self.played, self.cutter = played, cutter
        self.tables = {mapper.class_.__name__: mapper.local_table for mapper in db.Model.registry.mappers}

    def read(self, loader: Loader) -> list[Link]:
        rows = loader.read(
            "SELECT at, account_id, actor, act, subject_kind, subject_id, CAST(old AS TEXT), CAST(new AS TEXT)"
            f" FROM audit_entry WHERE organisation_id = {self.played.cell_id} ORDER BY sequence"
        )
        last = loader.read(
            f"SELECT id FROM scoresheet WHERE year = {self.played.last_year} AND month = {self.played.last_month}"
        )
        sheets = {key for (key,) in last}
        return [link for row in rows if (link := self._link(row, sheets)) is not None]

    def _link(self, row: tuple[Any, ...], last: set[int]) -> Link | None:
        at, account_id, actor, act, kind, subject_id, old, new = row
        moment = _aware(at)
        if act not in ALWAYS and (act not in IN_TEXT_YEARS or moment.year < self.played.text_from):
            return None
        is_last = act in NOT_IF_IT_WAITS and int(subject_id) in last
        subject = (self._table_of(kind), int(subject_id))
        return Link(
            at, plain(moment), account_id, self.cutter.cut(json.dumps(actor, ensure_ascii=False)), act, kind, subject,
            self._cut(kind, old), self._cut(kind, new, int(subject_id) if act == RECOGNISED else 0), is_last,
        )  # fmt: skip

    def _table_of(self, kind: str) -> str:
        table = self.tables[kind]
        first = next(iter(table.primary_key.columns))
        return target_of(table, first.name) or table.name

    def _cut(self, kind: str, text: str, sheet_id: int = 0) -> Cut:
        """Written as its digest has it, so that the digest can be taken from the text itself.

        ``sheet_id``: the text tells the score recognised for that sheet.
        """
        text = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        table = self.tables[kind]
        ids = []
        for name in {one[1] for one in ID.finditer(text)}:
            target = target_of(table, name) if name in table.c else None
            if target:
                ids.append((re.compile(rf'"{name}":(\d+)'), target))
        return self.cutter.cut(text, ids, [(one, what, sheet_id) for one, what in SCORES] if sheet_id else ())

    def of_copy(self, links: list[Link], copy: Copy, filling: Filling) -> Iterator[tuple[Any, ...]]:
        """The chain's rows, first link first."""
        previous, sequence = ORIGIN, 0
        for link in links:
            if copy.waits and link.is_last:
                continue
            sequence += 1
            account = self._account(link.account_id, copy)
            actor = link.actor.filled(filling)
            old, new = link.old.filled(filling), link.new.filled(filling)
            subject = filling.fill(link.subject)
            said = (
                f'[{copy.cell_id},{sequence},"{link.moment}",{"null" if account is None else account},{actor},'
                f'"{link.act}","{link.kind}","{subject}",{old},{new},"{previous}"]'
            )
            digest = hashlib.sha256(said.encode()).hexdigest()
            yield (
                copy.cell_id, sequence, link.at, account, json.loads(actor), link.act, link.kind, subject, old, new,
                previous, digest,
            )  # fmt: skip
            previous = digest

    def _account(self, account_id: int | None, copy: Copy) -> int | None:
        if account_id is None:
            return None
        if account_id > self.played.marks["account"]:
            return account_id + copy.k * self.played.spans["account"]
        return copy.reviewer_account_id

    def write_all(self, loader: Loader, copies: list[Copy], fillings: dict[int, Filling]) -> None:
        links, heads = self.read(loader), []

        def rows() -> Iterator[tuple[Any, ...]]:
            for copy in copies:
                if copy.k:
                    row: tuple[Any, ...] = ()
                    for row in self.of_copy(links, copy, fillings[copy.k]):
                        yield row
                    heads.append((copy.cell_id, row[1], row[-1]))

        loader.add("audit_entry", COLUMNS, rows())
        loader.add("audit_head", ("organisation_id", "sequence", "digest"), heads)


def _aware(at: Any) -> datetime:
    """A moment as the driver gives it: SQLite's text, PostgreSQL's own."""
    if isinstance(at, str):
        return datetime.fromisoformat(at).replace(tzinfo=UTC)
    return at.astimezone(UTC)
