"""Questions as pages: the committee's list, the question with its months, the cell's answer, the committee's end."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.extensions import db
from tracker.language import LANGUAGES
from tracker.notices import words as notice_words
from tracker.notices.models import Notice
from tracker.reviews.models import Signal
from tracker.reviews.rules import LIVE, SIGNAL, SignalKind, SignalState
from tracker.reviews.signals import words

ENDED = (SignalState.SETTLED, SignalState.CEASED)
ANSWER, NOTE = "Chúng tôi đã đối chiếu biên bản.", "Đã xem, đúng thực tế."


@pytest.fixture
def signal(app):
    return make.signal()


@pytest.fixture
def secretary(signal):
    return make.secretary(signal.cell)


@pytest.fixture
def reviewer(signal):
    return make.reviewer(signal.committee)


def stored(signal):
    db.session.expire_all()
    return db.session.get(Signal, signal.id)


def url(signal, act=""):
    return f"/signals/{signal.id}{act}"


def press(client, signal, act, **fields):
    return client.page(url(signal, act), data={"version": stored(signal).version, **fields})


def told(kind):
    return set(db.session.scalars(select(Notice.person_id).where(Notice.kind == kind)))


def test_the_cell_answers_the_committee_settles_and_each_is_told(client, signal, secretary, reviewer):
    client.sign_in(secretary)
    page = press(client, signal, "/answer", text=f"  {ANSWER}\n")
    assert ANSWER in page.select_one("[aria-labelledby=answer]").text
    now = stored(signal)
    assert (now.state, now.answer, now.answered_by_id) == (SignalState.ANSWERED, ANSWER, secretary.id)
    assert told("signal_answered") == {reviewer.id} | told("signal_answered")

    client.sign_in(reviewer)
    page = press(client, signal, "/settle", note=NOTE)
    assert NOTE in page.select_one("[aria-labelledby=settled]").text
    now = stored(signal)
    assert (now.state, now.settled_note, now.settled_by_id) == (SignalState.SETTLED, NOTE, reviewer.id)
    assert secretary.id in told("signal_settled") and reviewer.id not in told("signal_settled")
    trail = select(AuditEntry.act).where(AuditEntry.subject_kind == "Signal").order_by(AuditEntry.id)
    assert list(db.session.scalars(trail)) == ["signal.answer", "signal.settle"]


def test_the_answer_may_be_changed_until_the_committee_has_looked(client, signal, secretary):
    client.sign_in(secretary)
    press(client, signal, "/answer", text="Câu đầu")
    press(client, signal, "/answer", text=ANSWER)
    assert stored(signal).answer == ANSWER


@pytest.mark.parametrize("act", ["answer", "settle"])
@pytest.mark.parametrize("state", SignalState)
def test_every_act_from_every_state(client, app, state, act):
    """The machine's table as the pages live it: each act from each state, by whoever may do it."""
    signal = make.signal(state=state)
    who = make.secretary(signal.cell) if act == "answer" else make.reviewer(signal.committee)
    page = client.sign_in(who).page(url(signal))
    assert (page.select_one(f"#{act}-form") is not None) is SIGNAL.may(act, state) is (state in LIVE)

    field = {"answer": "text", "settle": "note"}[act]
    page = press(client, signal, f"/{act}", **{field: "Lời mới viết"})

    now = stored(signal)
    if state in LIVE:
        assert now.state is SIGNAL.rows[act].target
    else:
        assert now.state is state and "đã khép lại" in page.select_one(".error-summary").text
        assert "Lời mới viết" in page.select_one(f"#{field}").text, "what was typed is not lost"


@pytest.mark.parametrize("state", SignalState)
def test_a_question_ceases_only_while_it_is_open(state):
    assert SIGNAL.may("cease", state) is (state in LIVE)


@pytest.mark.parametrize(("act", "field"), [("answer", "text"), ("settle", "note")])
def test_it_wants_words(client, signal, secretary, reviewer, act, field):
    client.sign_in(secretary if act == "answer" else reviewer)
    page = press(client, signal, f"/{act}", **{field: "  \n "})
    assert page.select_one(".error-summary a")["href"] == f"#{field}"
    assert stored(signal).state is SignalState.RAISED


@pytest.mark.parametrize(("act", "field"), [("answer", "text"), ("settle", "note")])
def test_two_who_write_at_once_see_both_texts_and_lose_neither(client, signal, secretary, reviewer, act, field):
    client.sign_in(secretary)
    press(client, signal, "/answer", text="Câu của người kia")
    client.sign_in(secretary if act == "answer" else reviewer)
    page = client.page(url(signal, f"/{act}"), data={"version": 1, field: "Câu của tôi"}, status=409)
    texts = page.select_one(".two-texts").text
    assert "Câu của tôi" in texts and ("Câu của người kia" in texts) is (act == "answer")
    assert "Câu của người kia" in page.select_one("main").text, "nobody settles without the newest answer"
    assert stored(signal).answer == "Câu của người kia"
    again = {one["name"]: one["value"] for one in page.select("main form input[type=hidden]")}
    client.page(url(signal, f"/{act}"), data={**again, field: "Câu của tôi"})
    assert "Câu của tôi" in (stored(signal).answer, stored(signal).settled_note)


# --- what is read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SignalKind)
def test_each_kind_is_a_question_with_its_figures_and_leads_to_its_months(client, app, kind, language):
    signal = make.signal(kind=kind)
    client.sign_in(make.secretary(signal.cell))
    client.set_cookie("language", language)
    page = client.page(url(signal))
    said = page.select_one("main .notice").text
    assert said.strip().endswith("?") and "%(" not in said and "%%" not in said
    assert ("93\u00a0%" in said) is (kind is SignalKind.ALIKE_MINUTES)
    meeting = signal.figures["months"][0]["meeting"]
    links = [link["href"] for link in page.select("table a")]
    assert f"/meetings/{meeting}/scoresheet" in links
    assert (f"/meetings/{meeting}/minutes" in links) is (kind is SignalKind.ALIKE_MINUTES)
    assert (f"/meetings/{meeting}/agenda" in links) is (kind is SignalKind.LATE_AGENDAS)
    for link in dict.fromkeys(links):
        client.page(link)


@pytest.mark.parametrize("kind", SignalKind)
def test_a_sentence_asks_and_does_not_accuse(app, kind):
    with app.test_request_context():
        said = words.sentence(make.signal(kind=kind))
    assert said.startswith("Đề nghị xem vì") and said.endswith("?")
    assert not {"gian", "vi phạm", "sai phạm", "khai khống", "thành tích"} & set(said.lower().split())
    assert not any(name in said for name in ("%(", "None"))


def test_every_notice_of_questions_has_its_words():
    assert {"signal_raised", "signal_answered", "signal_settled"} <= set(notice_words.SENTENCE)


@pytest.fixture
def branch(app):
    """A province with two communes, with questions in every state, and another province's question."""
    province = make.committee("Đảng bộ tỉnh")
    communes = [make.committee(f"Đảng bộ xã {name}", province) for name in "AB"]
    for place, commune in enumerate(communes):
        cell = make.cell(commune, f"Chi bộ của {commune.name}")
        sheet = make.scoresheet(make.scored_meeting(cell), until="submit")
        for state in SignalState:
            make.signal(state=state, sheets=[sheet], kind=[SignalKind.SAME_TOTAL, SignalKind.ALL_SPOKE][place])
    make.signal()
    return province, *communes


def listed(page):
    return len(page.select(".signal"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", 4), ("?state=raised", 2), ("?state=settled", 2), ("?about=all_spoke", 2),
     ("?about=all_spoke&state=ceased", 1), ("?about=alike_minutes", 0), ("?branch=B", 2)],
)  # fmt: skip
def test_the_list_is_of_the_branch_and_of_what_is_chosen(client, branch, query, expected):
    province, _a, b = branch
    client.sign_in(make.reviewer(province))
    page = client.page(f"/committees/{province.id}/signals{query.replace('=B', f'={b.id}')}")
    assert listed(page) == expected
    assert page.select_one(".tabs [aria-current=page]")["href"].startswith(f"/committees/{province.id}/signals")


def test_a_committees_list_is_its_own(client, branch):
    _province, a, _b = branch
    client.sign_in(make.reviewer(a))
    page = client.page(f"/committees/{a.id}/signals")
    assert listed(page) == 2 and "Đảng bộ xã B" not in page.select_one(".signal-list").text
    assert [int(one.b.text) for one in page.select(".tally a")] == [2, 1, 1, 1, 1]


@pytest.mark.parametrize("query", ["state=open", "about=98", "before=x"])
def test_what_is_no_choice_is_not_found(client, signal, reviewer, query):
    client.sign_in(reviewer)
    assert client.get(f"/committees/{signal.committee_id}/signals?{query}").status_code == 404


def test_the_list_goes_on_page_by_page_with_as_many_queries(client, signal, reviewer):
    from_this = f"/committees/{signal.committee_id}/signals"
    client.sign_in(reviewer)
    client.page(from_this)
    with counted() as few:
        client.page(from_this)
    sheet = signal.figures["months"][0]["sheet"]
    assert sheet
    for _number in range(31):
        db.session.add(copy_of(signal))
    db.session.commit()
    with counted() as many:
        page = client.page(from_this)
    assert len(many) == len(few)
    assert listed(page) == 30
    rest = client.page(page.find("a", string=lambda text: text and "Xem tiếp" in text)["href"])
    assert listed(rest) == 2


def copy_of(signal):
    names = [column.name for column in Signal.__table__.columns if column.name not in ("id", "version")]
    return Signal(**{name: getattr(signal, name) for name in names})


# --- where else it is seen ------------------------------------------------------------------------------------------


def test_the_cell_and_the_reviewer_see_it_beside_the_sheet(client, signal, secretary, reviewer):
    shown = signal.figures["months"][0]
    for who, where in [
        (secretary, f"/meetings/{shown['meeting']}/scoresheet"), (reviewer, f"/scoresheets/{shown['sheet']}/review"),
    ]:  # fmt: skip
        panel = client.sign_in(who).page(where).select_one("[aria-labelledby=signals]")
        assert panel.select_one("a")["href"] == url(signal)
    member = make.member(signal.cell)
    page = client.sign_in(member).page(f"/meetings/{shown['meeting']}/scoresheet")
    assert page.select_one("[aria-labelledby=signals]") is None


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_is_not_beside_the_sheet(client, app, state):
    signal = make.signal(state=state)
    page = client.sign_in(make.secretary(signal.cell)).page(
        f"/meetings/{signal.figures['months'][0]['meeting']}/scoresheet"
    )
    assert page.select_one("[aria-labelledby=signals]") is None


def test_it_waits_on_the_desk_of_those_who_answer(client, signal, secretary):
    keeper = make.minute_taker(signal.cell)
    link = f"a[href='{url(signal)}']"
    assert client.sign_in(secretary).page("/").select_one(link)
    assert not client.sign_in(keeper).page("/").select_one(f"main {link}")
    client.sign_in(secretary)
    press(client, signal, "/answer", text=ANSWER)
    assert not client.page("/").select_one(f"main {link}")


def test_the_notice_leads_to_the_question_and_is_read_by_answering(client, signal, secretary):
    notice = Notice(
        person_id=secretary.id, organisation_id=signal.cell_id, kind="signal_raised",
        details={"committee": "Đảng bộ xã"}, path=url(signal), at=clock.now(),
    )  # fmt: skip
    db.session.add(notice)
    db.session.commit()
    client.sign_in(secretary)
    assert "Đề nghị xem vì" in client.page("/").text
    press(client, signal, "/answer", text=ANSWER)
    db.session.expire_all()
    assert db.session.get(Notice, notice.id).read_at is not None
