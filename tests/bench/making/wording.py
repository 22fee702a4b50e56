"""Rows of a copy whose texts hold ids or names: what was sent, suggestions, outcomes, notices."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from tests.bench.making.copying import Copy, Played, take_apart
from tests.bench.making.cutting import Cut, Cutter, Filling
from tests.bench.making.loading import Loader
from tracker.agendas.content import canonical

ITEM = (re.compile(r'"(?:id|item)":(\d+)'), "agenda_item")
MEETING = (re.compile(r"/meetings/(\d+)"), "meeting")
OF_ITS_OWN = {"document", "duty", "decision"}  # records named by a row of their own; the others by their meeting
BY_NUMBER = {"circulation"}  # by its number within the meeting
TOKEN = re.compile(r'"token":"([^"]+)"')
Shaped = list[tuple[Any, ...]]


class Wording:
    """The played cell's worded rows, read once and cut; then written for each copy."""

    def __init__(self, loader: Loader, played: Played, cutter: Cutter, fillings: dict[int, Filling]) -> None:
        self.loader, self.played, self.cutter, self.fillings = loader, played, cutter, fillings

    def write_all(self, copies: list[Copy]) -> None:
        others = [one for one in copies if one.k]
        self._write("circulation", CIRCULATION, self._circulations(others))
        self._write("suggestion", SUGGESTION, self._suggestions(others))
        self._write("outcome", OUTCOME, self._outcomes(others))
        self._write("notice", NOTICE, self._notices(others))

    def _write(self, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
        self.loader.add(table, columns, rows)

    def _read(self, table: str, columns: tuple[str, ...], texts: tuple[str, ...] = ()) -> Shaped:
        take_apart(self.loader, self.played, table)
        named = ", ".join(f'CAST("{name}" AS TEXT)' if name in texts else f'"{name}"' for name in columns)
        return self.loader.read(f"SELECT {named} FROM bench_{table}")

    def _shift(self, table: str, k: int) -> int:
        return k * self.played.spans[table]

    def _person(self, person_id: int, copy: Copy) -> int:
        if person_id > self.played.marks["person"]:
            return person_id + self._shift("person", copy.k)
        return copy.reviewer_id

    def _circulations(self, copies: list[Copy]) -> Iterator[tuple[Any, ...]]:
        read = self._read("circulation", CIRCULATION, ("content",))
        shaped = [(*row[:5], self._sent(row[5])) for row in read]

        def rows() -> Iterator[tuple[Any, ...]]:
            for copy in copies:
                filling = self.fillings[copy.k]
                by, meeting = self._shift("circulation", copy.k), self._shift("meeting", copy.k)
                for key, meeting_id, number, at, by_id, sent in shaped:
                    text = sent.filled(filling).replace(MARK, f"-{copy.k}")
                    digest = hashlib.sha256(text.encode()).hexdigest()
                    yield key + by, meeting_id + meeting, number, at, self._person(by_id, copy), text, digest

        return rows()

    def _sent(self, content: str) -> Cut:
        """As its hash has it; the files' tokens end in the copy's number."""
        text = canonical(json.loads(content)).decode()
        return self.cutter.cut(TOKEN.sub(rf'"token":"\1{MARK}"', text), (ITEM,))

    def _suggestions(self, copies: list[Copy]) -> Iterator[tuple[Any, ...]]:
        read = self._read("suggestion", SUGGESTION, ("records", "need"))
        shaped = [
            (row[0], row[1:7], *map(self.cutter.cut, row[7:9]), self._records(row[9]), self._need(row[10]))
            for row in read
        ]

        def rows() -> Iterator[tuple[Any, ...]]:
            for copy in copies:
                filling, by = self.fillings[copy.k], self._shift("scoresheet", copy.k)
                for sheet_id, middle, *texts, need in shaped:
                    filled = [text.filled(filling) for text in texts]
                    yield sheet_id + by, *middle, *filled, need and need.filled(filling)

        return rows()

    def _records(self, text: str) -> Cut:
        pieces: list[Any] = ["["]
        for place, record in enumerate(json.loads(text)):
            pieces += [", " if place else "", *self._record(record)]
        return Cut((*pieces, "]"))

    def _need(self, text: str | None) -> Cut | None:
        """The record that is missing; no text and JSON's own nothing both say that none is."""
        return Cut(tuple(self._record(json.loads(text)))) if text and text != "null" else None

    def _record(self, record: dict[str, Any]) -> list[Any]:
        table = record["kind"] if record["kind"] in OF_ITS_OWN else "meeting"
        pieces: list[Any] = ["{"]
        for name, value in record.items():
            pieces.append(("" if len(pieces) == 1 else ", ") + f'"{name}": ')
            if value and (name == "meeting_id" or (name == "id" and record["kind"] not in BY_NUMBER)):
                pieces.append((table if name == "id" else "meeting", value))
            else:
                pieces += self.cutter.cut(json.dumps(value, ensure_ascii=False)).pieces
        return [*pieces, "}"]

    def _outcomes(self, copies: list[Copy]) -> Iterator[tuple[Any, ...]]:
        read = self._read("outcome", OUTCOME)
        shaped = [(*row[:4], *(self.cutter.cut(text, (MEETING,)) for text in row[4:])) for row in read]

        def rows() -> Iterator[tuple[Any, ...]]:
            for copy in copies:
                filling = self.fillings[copy.k]
                for key, contribution_id, kind, subject_id, words, path in shaped:
                    subject = "duty" if kind == "task" else "proceeding"
                    yield (
                        key + self._shift("outcome", copy.k), contribution_id + self._shift("contribution", copy.k),
                        kind, subject_id + self._shift(subject, copy.k), words.filled(filling), path.filled(filling),
                    )  # fmt: skip

        return rows()

    def _notices(self, copies: list[Copy]) -> Iterator[tuple[Any, ...]]:
        """Those of the last month, and of the years with texts what the reviewer was told: checks ask."""
        read = self._read("notice", NOTICE, ("details",))
        since, texts_since = f"{self.played.last_year}-{self.played.last_month:02d}", f"{self.played.text_from}"
        shaped = [
            (*row[:4], self.cutter.cut(json.dumps(json.loads(row[4]), ensure_ascii=False)),
             self.cutter.cut(row[5], (MEETING,)), *row[6:])
            for row in read if str(row[6]) >= (texts_since if row[1] <= self.played.marks["person"] else since)
        ]  # fmt: skip

        def rows() -> Iterator[tuple[Any, ...]]:
            for copy in copies:
                filling = self.fillings[copy.k]
                for key, person_id, organisation_id, kind, details, path, at, read_at in shaped:
                    where = copy.cell_id if organisation_id == self.played.cell_id else copy.superior_id
                    yield (
                        key + self._shift("notice", copy.k), self._person(person_id, copy), where, kind,
                        details.filled(filling), path.filled(filling), at, read_at,
                    )  # fmt: skip

        return rows()


MARK = "\x01"
CIRCULATION = ("id", "meeting_id", "number", "at", "by_id", "content", "content_hash")
SUGGESTION = (
    "scoresheet_id", "criterion", "part", "check", "check_version", "outcome", "points", "sentence", "sentence_en",
    "records", "need",
)  # fmt: skip
OUTCOME = ("id", "contribution_id", "kind", "subject_id", "words", "path")
NOTICE = ("id", "person_id", "organisation_id", "kind", "details", "path", "at", "read_at")
