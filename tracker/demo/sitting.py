"""One sitting from plan to score, each step by the service of its stage and at its moment of the day."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from tracker.agendas import circulating, documents, items, receiving
from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem, Channel
from tracker.agendas.rules import DocumentKind, ItemKind
from tracker.base import clock
from tracker.contributions import fates
from tracker.contributions import service as contributions
from tracker.contributions.models import Contribution
from tracker.contributions.rules import ContributionKind
from tracker.demo import texts
from tracker.demo.cast import Cast
from tracker.demo.script import Script, draft_file
from tracker.duties import giving, hearing, placing
from tracker.duties import service as duties
from tracker.duties.giving import Assignment
from tracker.duties.hearing import Result
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind
from tracker.guidance.rules import MeetingKind
from tracker.meetings import holding, planning, replies, roll
from tracker.meetings.models import Answer, Meeting
from tracker.meetings.rules import Mark, Presence
from tracker.minutes import deciding, writing
from tracker.minutes.models import DecisionKind
from tracker.people.models import Rank
from tracker.permissions import Actor, Office

SHORT_RESULTS = "Kết quả tháng trước, nhiệm vụ tháng tới"


@dataclass
class Sitting:
    """A sitting being played. ``meeting`` stands from ``plan`` on."""

    cast: Cast
    script: Script
    meeting: Meeting = field(init=False)
    items: list[AgendaItem] = field(init=False, default_factory=list)
    told: str = field(init=False, default="")
    lesson: str = field(init=False, default="")
    raised: list[int] = field(init=False, default_factory=list)
    discussed: AgendaItem | None = field(init=False, default=None)
    carried: list[Duty] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        day = self.script.day
        self.standings = self.cast.members(day)
        self.able = [one for one in self.standings if one.rank is not Rank.EXEMPT]
        self.secretary = self.cast.secretary(day)
        writer = self.cast.holder(Office.MINUTE_TAKER, day) or self.cast.holder(Office.DEPUTY, day)
        self.writer = writer or self.secretary
        leading = {self.secretary.id, self.writer.id}
        turn = self.script.number % max(len(self.able), 1)
        turned = self.able[turn:] + self.able[:turn]
        self.ordinary = [one for one in turned if one.person_id not in leading]
        self.planned_at = clock.moment_of(day, self.script.start)
        self.ended_at = self.planned_at + timedelta(minutes=self.script.minutes)

    # --- moments and people

    def at(self, days: int, hour: int = 8, minute: int = 0) -> datetime:
        """So many days from the sitting's day; never later than the demo is made."""
        moment = clock.moment_of(self.script.day + timedelta(days=days), time(hour, minute))
        return min(moment, self.cast.now)

    def after(self, minutes: int) -> datetime:
        return min(self.ended_at + timedelta(minutes=minutes), self.cast.now)

    @property
    def by(self) -> Actor:
        return self.cast.actor(self.secretary.id, self.script.day)

    def _away(self) -> tuple[list[int], list[int], list[int]]:
        """Persons excused, absent without reason, late; whoever has a story or a paper to bring comes."""
        kept = {self.script.teller, *self.script.silent, *(duty.assignee_id for duty in self.carried)}
        ids = [one.person_id for one in self.ordinary if one.rank is Rank.OFFICIAL and one.person_id not in kept]
        excused, unexcused = self.script.excused, self.script.unexcused
        return (
            ids[:excused],
            ids[excused : excused + unexcused],
            ids[excused + unexcused : excused + unexcused + self.script.late],
        )

    def _reason(self, place: int = 0) -> str:
        return texts.EXCUSES[(self.script.number + place) % len(texts.EXCUSES)]

    def pick(self, among: Sequence, shift: int = 0):
        return among[(self.script.number + shift) % len(among)]

    # --- before

    def prepare(self) -> Meeting | None:
        """The committee's own meeting a week ahead, with its minutes."""
        if not self.script.prepared:
            return None
        day = self.script.day - timedelta(days=self.script.prepared_ahead)
        ahead = replace(
            self.script, kind=MeetingKind.COMMITTEE, day=day, start=time(15), minutes=50, theme="", prepared=False,
            usual_agenda=False, draft=False, excused=0, unexcused=0, late=0,
            planned_ahead=1, total=None, confirmed=True, praise="",
        )  # fmt: skip
        sitting = Sitting(self.cast, ahead)
        sitting.plan()
        for kind, title in (
            (ItemKind.RESULTS, "Đánh giá việc thực hiện nghị quyết tháng trước"),
            (ItemKind.DISCUSSION, "Chuẩn bị nội dung kỳ sinh hoạt chi bộ"),
        ):
            sitting.items.append(items.add(sitting.meeting, items.Given(kind, title, 25), self.by, sitting.at(-1, 19)))
        sitting.hold()
        sitting.write_minutes(decide=False)
        return sitting.meeting

    def plan(self) -> Meeting:
        said = self.script
        at = self.at(2) if said.backfilled else self.at(-said.planned_ahead, 18)
        prepared = self.prepare()
        given = planning.Plan(
            kind=said.kind, year=said.year, month=said.month, day=said.day, start=said.start,
            place=self.cast.cell.usual_place, theme=said.theme, chair_id=self.secretary.id,
            minute_taker_id=self.writer.id, prepared_by_id=prepared.id if prepared else None,
        )  # fmt: skip
        self.meeting = planning.plan(self.cast.cell, given, self.by, at)
        return self.meeting

    def draw_up(self) -> None:
        """The agenda: usual items, who presents, questions, the draft."""
        at = self.at(2, 8, 5) if self.script.backfilled else self.at(-self.script.planned_ahead, 19)
        if self.script.usual_agenda:
            items.add_standard(self.meeting, self.by, at)
            placing.place_open(self.meeting, by=self.by, at=at)
            if self.meeting.kind is not MeetingKind.THEMATIC:
                placing.list_open_tasks(self.meeting, by=self.by, at=at)
        else:
            for kind, title, minutes in self._short_agenda():
                asked = self.pick(texts.QUESTIONS) if title == SHORT_RESULTS and self.script.draft else ""
                items.add(self.meeting, items.Given(kind, title, minutes, questions=asked), self.by, at)
            placing.place_open(self.meeting, by=self.by, at=at)
        self.items = agendas.items(self.meeting)
        self.carried = duties.carried_to(self.meeting)
        self._ask(at)
        if self.script.draft:
            form = DocumentKind.PAPER if self.meeting.kind is MeetingKind.THEMATIC else DocumentKind.DRAFT_RESOLUTION
            name = "Chuyên đề" if form is DocumentKind.PAPER else "Dự thảo nghị quyết"
            upload = documents.Upload(f"{name} {self.script.month}-{self.script.year}.docx", draft_file(name))
            documents.attach(self.meeting, None, form, upload, documents.MEGABYTE, self.by, at)

    def _short_agenda(self) -> list[tuple[ItemKind, str, int]]:
        if self.meeting.kind is MeetingKind.THEMATIC:
            return [(ItemKind.THEME, f"Chuyên đề: {self.script.theme}", 60), (ItemKind.CONCLUSION, "Kết luận", 30)]
        lines = [(ItemKind.RESULTS, SHORT_RESULTS, 60)]
        lines += [(ItemKind.STORY, "Câu chuyện về Bác", 10)] if self.script.story else []
        lines += [(ItemKind.THEME, f"Chuyên đề: {self.script.theme}", 30)] if self.script.theme else []
        lines += [(ItemKind.CRITICISM, "Tự phê bình và phê bình", 15)] if self.script.runs_out else []
        return [*lines, (ItemKind.CONCLUSION, "Kết luận, biểu quyết", 20)]

    def _ask(self, at: datetime) -> None:
        item = next((one for one in self.items if one.kind is ItemKind.DISCUSSION), None)
        if item is None or not self.script.draft:
            return
        thematic = self.meeting.kind is MeetingKind.THEMATIC
        questions = texts.THEME_QUESTIONS if thematic else self.pick(texts.QUESTIONS)
        given = items.Given(item.kind, item.title, item.minutes, self.secretary.id, questions)
        items.edit(item, given, item.version, self.by, at)

    def send(self) -> None:
        if self.script.lead is None or self.script.backfilled:
            return
        circulating.circulate(self.meeting, self.by, min(self.planned_at - self.script.lead, self.cast.now))
        self.receive()

    def receive(self) -> None:
        """Some read it and say so; those without an account get it on paper."""
        sent = agendas.latest_circulation(self.meeting)
        receipts = agendas.receipts(sent) if sent else []
        on_paper = [one.person_id for one in receipts if one.channel is Channel.PAPER]
        left_out = on_paper[: self.script.left_out]
        read = 0
        for place, receipt in enumerate(receipts):
            at = min(self.planned_at - self.script.lead / 2 + timedelta(minutes=7 * place), self.cast.now)  # type: ignore[operator]  # sent only with a lead
            if receipt.channel is Channel.PAPER:
                if receipt.person_id not in left_out:
                    receiving.hand_over(receipt, self.by, at)
            elif self._reads(receipt.person_id) and read < self.script.receipts:
                read += 1
                receiving.acknowledge(self.meeting, 1, self.cast.actor(receipt.person_id, self.script.day), at)

    def _reads(self, person_id: int) -> bool:
        return person_id not in {self.secretary.id, *self.script.silent}

    def gather(self) -> list[Contribution]:
        """What members write before the meeting; for who has no account it is typed in."""
        item = next((one for one in self.items if one.kind is ItemKind.DISCUSSION), None)
        written = []
        for place, one in enumerate(self.ordinary[-self.script.contributions :] if self.script.contributions else []):
            own = one.person_id in self.cast.accounts
            actor = self.cast.actor(one.person_id, self.script.day) if own else self.by
            kind = ContributionKind.PAPER if place == 0 and self.script.theme else ContributionKind.REMARK
            at = min(self.planned_at - timedelta(hours=20 - place), self.cast.now)
            said = self.pick(texts.REMARKS, place)
            written.append(
                contributions.write(self.meeting, one.person_id, kind, said, item.id if item else None, by=actor, at=at)
            )
        at = min(self.planned_at - timedelta(hours=26), self.cast.now)
        for person_id in self.script.coming:
            actor = self.cast.actor(person_id, self.script.day)
            replies.reply(self.meeting, person_id, Answer.COMING, "", actor, at)
        for place, person_id in enumerate(self._away()[0]):
            if person_id in self.cast.accounts:
                actor = self.cast.actor(person_id, self.script.day)
                replies.reply(self.meeting, person_id, Answer.ABSENT, self._reason(place), actor, at)
        return written

    # --- the sitting itself

    def hold(self) -> None:
        end = clock.local(self.ended_at).time()
        held = holding.Held(self.script.day, self.script.start, end, self.secretary.id, self.writer.id)
        at = self.at(2, 8, 30) if self.script.backfilled else self.after(5)
        holding.hold(self.meeting, held, self.by, at)
        self._call_roll(at)

    def _call_roll(self, at: datetime, all_excused: bool = False) -> None:
        excused, unexcused, late = self._away()
        with_reason = [*excused, *unexcused] if all_excused else excused
        marks = [Mark(one, Presence.EXCUSED, self._reason(place)) for place, one in enumerate(with_reason)]
        marks += [] if all_excused else [Mark(one, Presence.UNEXCUSED) for one in unexcused]
        marks += [Mark(one, Presence.LATE) for one in late]
        roll.take(self.meeting, marks, "", self.by, at)

    def excuse_later(self) -> None:
        """The reason of whoever was absent without one is known the day after: the roll is put right."""
        self._call_roll(self.at(1, 8), all_excused=True)

    def discuss(self, written: list[Contribution]) -> None:
        """Who spoke; what was written is answered, all but the last."""
        kinds = (ItemKind.DISCUSSION, ItemKind.THEME)
        item = next((one for kind in kinds for one in self.items if one.kind is kind), self.items[0])
        self.discussed = item
        excused, unexcused, _late = self._away()
        here = [one.person_id for one in self.ordinary if one.person_id not in {*excused, *unexcused}]
        here += [self.writer.id] if self.writer.id != self.secretary.id else []
        writers = [one.assignee_id for one in self.carried if one.kind is DutyKind.THEMATIC_PAPER]
        others = [one for one in [*here, self.secretary.id] if one not in writers]
        said = [(one, self.pick(texts.REMARKS, place)) for place, one in enumerate(others[: self.script.speakers], 1)]
        for person_id, words in [*said, *((one, self.pick(texts.RESPONSES)) for one in writers)]:
            contributions.speak(self.meeting, person_id, words, item.id, by=self.by, at=self.after(6))
        for place, one in enumerate(written):
            if place == len(written) - 1 and len(written) > 1:
                fates.put_forward(one, by=self.by, at=self.after(6))
                self.raised.append(one.id)
            else:
                fates.answer(one, one.version, self.pick(texts.ANSWERS, place), by=self.by, at=self.after(6))

    def hear(self) -> None:
        """Results of tasks, the story with its lesson, the paper."""
        if self.meeting.kind is not MeetingKind.THEMATIC:
            due = duties.due_at(self.meeting)
            done = len(due) - min(self.script.tasks_failed, len(due) // 2)
            for place, task in enumerate(due):
                self._hear_task(task, is_done=place < done, is_late=place < self.script.tasks_late)
        for duty in self.carried:
            title, lesson = duty.title, ""
            if duty.kind is DutyKind.STORY:
                title, lesson = self.pick(texts.STORIES)
                self.told, self.lesson = f"Đồng chí {duty.assignee.full_name} kể câu chuyện “{title}”.", lesson
            result = Result(True, lesson=lesson, title=title)
            hearing.hear(duty, self.meeting, duty.version, result, by=self.by, at=self.after(7))

    def _hear_task(self, task: Duty, is_done: bool, is_late: bool) -> None:
        """Done, as a rule the day before it was due; or carried on to the next time."""
        if is_done:
            on_time = min(task.due_on or self.script.day, self.script.day) - timedelta(days=1)
            result = Result(True, "Đã hoàn thành.", done_on=self.script.day if is_late else on_time)
        else:
            carried = self.script.day + timedelta(days=20)
            result = Result(False, "Chưa xong, do vướng phối hợp với đơn vị khác.", carry_on=carried)
        hearing.hear(task, self.meeting, task.version, result, by=self.by, at=self.after(7))

    def assign(self) -> None:
        """What is named for the next time."""
        at = self.after(8)
        if self.script.tells_next:
            teller = self.script.teller or duties.turns(self.meeting)[0].id
            giving.assign(self.meeting, Assignment(DutyKind.STORY, teller), by=self.by, at=at)
        for place in range(self.script.tasks):
            title, detail = self.pick(texts.TASKS, 3 * self.script.number + place)
            whom = self.ordinary[(place + 1) % len(self.ordinary)].person_id
            whom = self.script.doer if self.script.doer and place == 0 else whom
            due = self.script.day + timedelta(days=22 + 2 * place)
            giving.assign(self.meeting, Assignment(DutyKind.TASK, whom, title, detail, due), by=self.by, at=at)
        if self.script.next_theme:
            author = self.ordinary[self.script.number % len(self.ordinary)].person_id
            wanted = self.script.next_theme_by
            paper = Assignment(DutyKind.THEMATIC_PAPER, author, self.script.next_theme, "", wanted)
            giving.assign(self.meeting, paper, by=self.by, at=at)

    def write_minutes(self, decide: bool = True) -> None:
        told: dict[int | None, writing.Told] = {}
        for item in self.items:
            if item.kind is ItemKind.CRITICISM and self.script.runs_out:
                told[item.id] = writing.Told("Hết giờ, chuyển sang kỳ sau.", is_done=False)
                continue
            discussion, conclusion = self._course(item)
            taken_up = tuple(self.raised) if item is self.discussed else ()
            told[item.id] = writing.Told(discussion, conclusion, True, taken_up)
        given = writing.Given(
            *self._ends(),
            "" if self.script.runs_out else self.script.praise,
            "" if self.script.runs_out else self.pick(texts.WEAKNESSES), told,
        )  # fmt: skip
        at = self.at(2, 9) if self.script.backfilled else self.after(10)
        writing.save(self.meeting, given, None, self.by, at)
        if decide:
            self._decide(at)
        if self.script.confirmed:
            writing.confirm(self.meeting, self.meeting, self.by, at)
            writing.file(self.meeting, self.by, max(at, self.after(14)))

    def _ends(self) -> tuple[str, str]:
        """What the minutes say of the opening and of the closing."""
        return (
            "Đồng chí chủ trì nêu mục đích, giới thiệu thành phần, điểm danh.",
            "Đồng chí chủ trì tóm tắt kỳ họp, nhắc việc chuẩn bị kỳ sau.",
        )

    def _course(self, item: AgendaItem) -> tuple[str, str]:
        """How an item went, and what the chair concluded."""
        if item.kind is ItemKind.STORY and self.told:
            return self.told, f"Bài học: {self.lesson}"
        return self.pick(texts.COURSES.get(item.kind, texts.COURSES[ItemKind.OTHER]))

    def _decide(self, at: datetime) -> None:
        excused, unexcused, _late = self._away()
        away = {*excused, *unexcused}
        votes = sum(one.rank is Rank.OFFICIAL and one.person_id not in away for one in self.standings)
        thematic = self.meeting.kind is MeetingKind.THEMATIC
        kind = DecisionKind.CONCLUSION if thematic else DecisionKind.RESOLUTION
        when = f"tháng {self.script.month}/{self.script.year}"
        title = f"Kết luận chuyên đề {when}" if thematic else f"Nghị quyết sinh hoạt chi bộ {when}"
        text = "Vận dụng nội dung chuyên đề vào công tác." if thematic else "Thực hiện các nhiệm vụ đã phân công."
        deciding.decide(self.meeting, deciding.Put(kind, title, text, votes, 0, 0), self.by, at)

    # --- all of it

    def play(self) -> Meeting:
        self.plan()
        self.draw_up()
        self.send()
        written = self.gather()
        self.hold()
        self.discuss(written)
        self.hear()
        if self.meeting.kind is not MeetingKind.THEMATIC or self.script.tasks:
            self.assign()
        self.write_minutes()
        return self.meeting
