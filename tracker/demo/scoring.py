"""A sitting's sheet, filled by what was recorded and taken as far as the script says."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from tracker.agendas import documents
from tracker.agendas.documents import Upload
from tracker.base import clock
from tracker.demo import texts
from tracker.demo.marks import Marks
from tracker.demo.script import draft_file
from tracker.demo.sitting import Sitting
from tracker.meetings.models import Meeting
from tracker.reviews import acts as reviewing
from tracker.scoresheets import agreeing, evidence, marking, polls
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.poll_rules import Asked
from tracker.scoresheets.rules import Votes

STAGES = ("start", "mark", "agree", "submit", "open", "adjust", "recognise", "explain")


def _own_mark(one: Asked, place: int) -> Decimal:
    """What a member gives a group: from four fifths of its mark to all of it."""
    share = Decimal(("1", "0.9", "0.95", "0.85", "1", "0.8")[place % 6])
    return one.full * share // one.step * one.step


@dataclass
class Scored(Sitting):
    """A sitting that is scored too, where its script names a total."""

    def play(self) -> Meeting:
        super().play()
        if self.script.total is not None:
            self.score()
        return self.meeting

    def score(self) -> Scoresheet:
        """Fill the sheet by what was recorded and take it as far as the script says."""
        said = self.script
        late = said.backfilled
        sheet = marking.start(self.meeting, self.by, self.at(2, 10) if late else self.after(15))
        for stage in STAGES[1 : STAGES.index(said.until) + 1]:
            getattr(self, f"_{stage}")(sheet)
        if said.returned:
            reasons = {
                sheet.marks[0].criterion: "Giờ kết thúc trong biên bản và trong phiếu chưa khớp, đề nghị xem lại."
            }
            deadline = clock.day_of(self.cast.now) + timedelta(days=5)
            at = self._review_at(60)
            summary = "Đề nghị bổ sung minh chứng kết quả thực hiện nhiệm vụ."
            reviewing.send_back(sheet, reasons, summary, deadline, self.cast.reviewer(clock.day_of(at)), at)
        return sheet

    def _mark(self, sheet: Scoresheet) -> None:
        marks = Marks(sheet, self.script.above)
        marks.lower_to(self.script.total or Decimal(95), self.script.number, self.script.kept)
        given = marks.given(
            strengths=self.pick(texts.STRENGTHS), weaknesses=self.pick(texts.WEAKNESSES),
            remedies=self.pick(texts.REMEDIES), only_decided=self.script.until == "mark",
        )  # fmt: skip
        at = self.at(2, 10, 10) if self.script.backfilled else self.after(20)
        marking.record(sheet, given, self.by, at)
        for above in self.script.above:
            if above.file:
                upload = Upload(above.file, draft_file(above.file.partition(".")[0]))
                evidence.attach(sheet, above.criterion, upload, documents.MEGABYTE, self.by, self.after(21))
        if self.script.polled:
            self._poll(sheet)
        if self.script.excused_later:
            self.excuse_later()

    def _poll(self, sheet: Scoresheet) -> None:
        """The members present are asked; where the sheet goes on to the vote, the poll is closed before it."""
        polls.ask(sheet, self.by, self.after(21))
        poll = polls.get(sheet.id)
        silent = {self.secretary.id, self.script.teller, *self.script.silent}
        for place, person_id in enumerate(sorted(poll.asked - silent)[: self.script.polled]):
            given = polls.Given({one.code: _own_mark(one, place) for one in polls.questions(sheet)})
            polls.answer(poll, given, self.cast.actor(person_id, self.script.day), self.after(22))
        if self.script.until != "mark":
            polls.close(sheet, self.by, self.after(23))

    def _agree(self, sheet: Scoresheet) -> None:
        here, _obliged = agreeing.voters(sheet)
        other = int(self.script.number % 5 == 3 and here > 4)
        at = self.at(2, 10, 20) if self.script.backfilled else self.after(25)
        agreeing.agree(sheet, Votes(here - other, 0, other), self.by, at)

    def _submit(self, sheet: Scoresheet) -> None:
        agreeing.submit(sheet, self.by, self._submitted_at())

    def _submitted_at(self) -> datetime:
        return self.at(2, 11) if self.script.backfilled else self.at(self.script.submitted_after, 9, 30)

    def _review_at(self, minutes: int) -> datetime:
        day = self.script.reviewed_on or self.script.day + timedelta(days=5)
        return min(clock.moment_of(day, time(9)) + timedelta(minutes=minutes), self.cast.now)

    def _open(self, sheet: Scoresheet) -> None:
        at = self._review_at(0)
        reviewing.open_sheet(sheet, self.cast.reviewer(clock.day_of(at)), at)

    def _adjust(self, sheet: Scoresheet) -> None:
        if self.script.adjusted:
            at = self._review_at(15)
            code, reason = self.script.adjusted
            mark = next(one for one in sheet.marks if one.criterion == code)
            points = (mark.given or Decimal(0)) - 1
            reviewing.adjust(sheet, code, points, reason, self.cast.reviewer(clock.day_of(at)), at)

    def _recognise(self, sheet: Scoresheet) -> None:
        at = self._review_at(30)
        reviewing.recognise(sheet, self.cast.reviewer(clock.day_of(at)), at)

    def _explain(self, sheet: Scoresheet) -> None:
        at = min(self._review_at(30) + timedelta(days=1, hours=3), self.cast.now)
        text = "Phần thảo luận có ghi âm đầy đủ; chi bộ đề nghị cấp ủy xem lại biên bản trang 2."
        agreeing.explain(sheet, text, self.by, at)
