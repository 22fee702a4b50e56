"""What each of a group does, over and over: read, write, and write down what was confirmed."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.bench.soak.book import Group, Place
from tests.bench.soak.browser import MOVED, Answer, Browser
from tests.bench.soak.forms import Form, form_to, forms
from tests.bench.soak.ledger import Ledger

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MOST_REMARKS = 40  # of one member; afterwards they mend what they wrote
MOST_SENT = 60  # versions of one agenda
AT_HAND = 6  # sheets that a reviewer has before them


@dataclass
class Worker:
    """``name`` makes each text of theirs its own. ``share`` of what they do is reading."""

    name: str
    browser: Browser
    group: Group
    place: Place
    chance: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    share: float = 0.55
    number: int = 0

    def text(self, what: str) -> str:
        self.number += 1
        return f"{what} {self.name}-{self.number}"

    def act(self) -> None:
        pages, deeds = self.pages(), self.deeds()
        if not deeds or self.chance.random() < self.share:
            self.browser.get(self.chance.choice(pages))
        else:
            self.chance.choice(deeds)()

    def pages(self) -> list[str]:
        of = self.group
        return [
            "/", f"/organisations/{of.cell_id}", f"/meetings/{of.meeting_id}/scoresheet",
            *(f"/meetings/{of.coming_id}/{page}" for page in ("agenda", "contributions", "roll")),
            f"/cells/{of.cell_id}/year/{self.place.year}", f"/cells/{of.cell_id}/ratings/{self.place.year}",
        ]  # fmt: skip

    def deeds(self) -> list[Callable[[], None]]:
        return []

    def send(self, form: Form | None, **changed: str | list[str]) -> Answer | None:
        """What came of the form: ``None`` where it did not take effect, for which the tally has the reason."""
        if form is None:
            return None
        answer = self.browser.post(form.action, form.filled(**changed))
        if answer.status in MOVED:
            return answer
        if answer.status == 200:
            self.browser.tally.refused[re.sub(r"\d+", "…", form.action)] += 1
        return None

    def form_at(self, path: str, action: str = "") -> Form | None:
        answer = self.browser.get(path)
        return form_to(answer.page, path, action or path) if answer.status == 200 else None


class Filling(Worker):
    """Secretary and deputy alike: the sheet, and the agenda of the coming meeting."""

    def deeds(self):
        return [self.mark, self.mark, self.mark, self.change_item]

    def mark(self) -> None:
        path = f"/meetings/{self.group.meeting_id}/scoresheet"
        form = self.form_at(path)
        if form is None or not form.named("mark_"):
            return
        changed = {name: self._another(form, name) for name in form.named("mark_")}
        changed |= dict.fromkeys(form.named("note_"), "Chi bộ đã bàn và thống nhất.")
        changed |= {"strengths": self.text("Ưu điểm"), "act": "save"}
        if self.send(form, **changed):
            thing = "scoresheet", self.group.sheet_id
            self.ledger.note_save("scoresheet.mark", thing, int(form.value("version")), changed)

    def _another(self, form: Form, name: str) -> str:
        choices = form.choices.get(name) or [form.value(name) or "0", "0"]
        return self.chance.choice(choices)

    def change_item(self) -> None:
        page = self.browser.get(f"/meetings/{self.group.coming_id}/agenda/edit").page
        items = re.findall(r'href="(/agenda-items/(\d+)/edit)"', page)
        if items:
            path, number = self.chance.choice(items)
            form, title = self.form_at(path), self.text("Nội dung")
            if self.send(form, title=title):
                sent = {"title": title}
                self.ledger.note_save("agenda_item.edit", ("item", int(number)), int(form.value("version")), sent)


class Secretary(Filling):
    def deeds(self):
        return [*super().deeds(), self.circulate, self.take_roll, self.hand_in]

    def prepare(self) -> None:
        """A meeting today with a standing agenda, sent once: what the others read, change and write to."""
        of, now = self.group, datetime.now(HANOI)
        path = f"/cells/{of.cell_id}/meetings/new"
        start = (now + timedelta(minutes=1)).strftime("%H:%M") if now.hour < 23 else "23:59"
        answer = self.send(
            self.form_at(path), kind="thematic", month=str(now.month), year=str(now.year),
            day=now.date().isoformat(), start=start, place="Nhà văn hóa", theme="Gần dân",
        )  # fmt: skip
        if answer is None:
            raise LookupError(f"{self.name} could not plan a meeting: {self.browser.tally}")
        self.ledger.note("meeting.plan")
        of.coming_id = int(re.search(r"/meetings/(\d+)", answer.location)[1])
        editing = f"/meetings/{of.coming_id}/agenda"
        if self.send(self.form_at(f"{editing}/edit", f"{editing}/standard")):
            self.ledger.note("agenda_item.add", len(re.findall(r'id="item-', self.browser.get(f"{editing}/edit").page)))
        self.circulate()

    def circulate(self) -> None:
        if self.ledger.acts["agenda.circulate"] < MOST_SENT:
            path = f"/meetings/{self.group.coming_id}/agenda/circulate"
            if self.send(self.form_at(path)):
                self.ledger.note("agenda.circulate")

    def take_roll(self) -> None:
        path = f"/meetings/{self.group.coming_id}/roll"
        form = self.form_at(path)
        if form is None or "absent" not in form.choices:
            return
        away, guests = self.chance.sample(form.choices["absent"], 2), self.text("Khách")
        reasons = {f"reason-{one}": "sick" for one in away}
        if self.send(form, absent=away, guests=guests, **reasons):
            sent = {"guests": guests, "absent": " ".join(sorted(away))}
            self.ledger.note_save(
                "meeting.take_roll", ("meeting", self.group.coming_id), int(form.value("version")), sent
            )

    def hand_in(self) -> None:
        """Vote and hand in: the sheet is then the reviewer's until it comes back."""
        form = self.form_at(f"/meetings/{self.group.meeting_id}/scoresheet/agree")
        if form is not None and self.chance.random() < 0.5 and self.send(form, act="submit"):
            self.ledger.note("scoresheet.agree")
            self.ledger.note("scoresheet.submit")
            self.group.is_handed_in = True


class Member(Worker):
    own: tuple[int, ...] = ()  # the remarks they wrote

    def deeds(self):
        return [self.write] if self.ledger.acts["contribution.write"] < MOST_REMARKS else [self.mend]

    def write(self) -> None:
        text = self.text("Đề nghị chi bộ bàn việc số")
        answer = self.send(self.form_at(f"/meetings/{self.group.coming_id}/contributions/write"), text=text)
        if answer:
            self.ledger.note_remark(text)
            self.own = (*self.own, int(re.search(r"contribution-(\d+)", answer.location)[1]))

    def mend(self) -> None:
        number = self.chance.choice(self.own)
        form, text = self.form_at(f"/contributions/{number}/edit"), self.text("Đề nghị chi bộ bàn lại việc số")
        before = form.value("text").strip() if form else ""
        if self.send(form, text=text):
            self.ledger.remarks = self.ledger.remarks - {before} | {text}
            thing = "contribution", number
            self.ledger.note_save("contribution.edit", thing, int(form.value("version")), {"text": text})


class Reviewer(Worker):
    def pages(self):
        committee = self.place.committee_id
        some = self.chance.choice(self.group.waiting)
        return [
            "/", f"/committees/{committee}/reviews?year={self.place.year}&month=12", f"/committees/{committee}/queue",
            f"/scoresheets/{some}/review", f"/committees/{committee}/years/{self.place.year}",
            f"/committees/{committee}/map?year={self.place.year}",
        ]  # fmt: skip

    def deeds(self):
        return [self.adjust, self.adjust, self.undo, self.give_back, self.give_back, self.recognise]

    def _some(self) -> str:
        """Of those that wait, one of the first: sheets that were adjusted are met again, by others too."""
        return f"/scoresheets/{self.chance.choice(self.group.waiting[:AT_HAND])}/review"

    def _forms(self, path: str, part: str) -> list[Form]:
        return [one for one in forms(self.browser.get(path).page, path) if re.search(part, one.action)]

    def adjust(self) -> None:
        open_to = self._forms(path := self._some(), r"/criteria/[^/]+$")
        if open_to:
            form = self.chance.choice(open_to)
            points = "0" if form.value("points") not in ("0", "") else form.choices.get("points", ["0"])[-1]
            if self.send(form, points=points, reason=self.text("Chưa rõ kết quả"), phrase=""):
                self.ledger.note("scoresheet.adjust")
                self.ledger.note_save("", ("reviewed", _id(path)), int(form.value("version")), {})

    def undo(self) -> None:
        open_to = self._forms(path := self._some(), r"/undo$")
        if open_to and self.send(form := self.chance.choice(open_to)):
            self.ledger.note("scoresheet.undo")
            self.ledger.note_save("", ("reviewed", _id(path)), int(form.value("version")), {})

    def give_back(self) -> None:
        """The group's own sheet goes back to the cell, which fills it again."""
        if not self.group.is_handed_in:
            return
        path = f"/scoresheets/{self.group.sheet_id}/review"
        page = self.browser.get(path).page
        if f"{path}/return" in page and self.send(self.form_at(f"{path}/return"), summary=self.text("Xem lại")):
            self.ledger.note("scoresheet.return")

    def recognise(self) -> None:
        """One time in six, so that sheets are left to work on; a recognised one is looked at no more."""
        if self.chance.random() > 1 / 6 or len(self.group.waiting) <= AT_HAND:
            return
        open_to = self._forms(path := self._some(), r"/recognise$")
        if open_to and self.send(open_to[0]):
            self.ledger.note("scoresheet.recognise")
            self.group.waiting = [one for one in self.group.waiting if one != _id(path)]


class Watcher(Worker):
    """Somebody of the province: reads only."""

    def pages(self):
        committee, cell = self.place.committee_id, self.group.cell_id
        return [
            "/", f"/organisations/{committee}", f"/committees/{committee}/years/{self.place.year}",
            f"/committees/{committee}/map?year={self.place.year}", f"/organisations/{cell}",
        ]  # fmt: skip


def _id(path: str) -> int:
    return int(path.split("/")[2])


def workers(place: Place, clients: int, port: int) -> list[Worker]:
    """Four to a group: secretary, deputy, member, reviewer; the last of all watches from above."""
    kinds = (Secretary, Filling, Member, Reviewer)
    made = []
    for number in range(clients):
        group, kind = place.groups[number // 4], kinds[number % 4]
        cookie = (group.secretary, group.deputy, group.member, group.reviewer)[number % 4]
        if number == clients - 1 and number % 4 == 3 and number > 3:
            kind, cookie = Watcher, place.above
        made.append(kind(f"{number}", Browser(port, cookie), group, place, random.Random(number)))
    return made


def work(worker: Worker, until: float, pause: float) -> None:
    """Until that moment; a client that breaks is a fault of the soak, told as one."""
    while time.monotonic() < until:
        try:
            worker.act()
        except Exception as fault:  # whatever broke must not leave the other clients alone and the run green
            worker.browser.tally.faults.append(f"client {worker.name}: {fault!r}")
        time.sleep(worker.chance.uniform(0, 2 * pause))
