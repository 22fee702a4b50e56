"""The soak's own arithmetic: what it would call lost, standing, grown; and what a browser sends of a page."""

from collections import Counter

import pytest

from tests.bench.soak.forms import form_to, forms
from tests.bench.soak.ledger import Ledger, Save, differing, last, lost, together
from tests.bench.soak.watching import is_flat, is_steady, quarters

PAGE = """
<form method="post" action="/language"><input type="hidden" name="to" value="en"></form>
<form method="post">
 <input type="hidden" name="version" value="7"><input name="guests" value="Khách">
 <textarea name="text">
Một
hai</textarea>
 <input type="radio" name="mark_1" value="0"><input type="radio" name="mark_1" value="2" checked>
 <input type="radio" name="mark_2" value="1">
 <input type="checkbox" name="absent" value="5" checked><input type="checkbox" name="absent" value="6" checked>
 <input type="checkbox" name="exempt" value="9"><input name="fixed" value="3" disabled>
 <select name="month"><option value="1">1</option><option value="2" selected>2</option></select>
 <select name="chair"><option value="">…</option><option value="8">A</option></select>
</form>"""


def test_a_form_is_sent_as_a_browser_would():
    form = form_to(PAGE, "/meetings/1/roll", "/meetings/1/roll")

    assert form.values == {
        "version": ["7"], "guests": ["Khách"], "text": ["Một\nhai"], "mark_1": ["2"], "absent": ["5", "6"],
        "month": ["2"], "chair": [""],
    }  # fmt: skip
    assert form.choices["mark_2"] == ["1"]
    assert form.named("mark_") == ["mark_1", "mark_2"]
    assert form.filled(guests="", absent=["5"])["absent"] == ["5"]
    assert form.value("guests") == "Khách"
    assert [one.action for one in forms(PAGE, "/here?page=2")] == ["/language", "/here"]
    assert form_to(PAGE, "/here", "/elsewhere") is None


def test_two_saves_confirmed_on_one_version_are_a_loss():
    assert lost([Save(1, {}), Save(2, {}), Save(4, {})]) == []
    assert lost([Save(1, {"a": "x"}), Save(2, {}), Save(1, {"a": "y"})]) == [1]


def test_what_stands_is_the_save_on_the_latest_version_whoever_was_told_first():
    assert last([Save(9, {"a": "z"}), Save(3, {}), Save(8, {})]).sent == {"a": "z"}


def test_ledgers_add_up():
    one, other = Ledger(), Ledger()
    one.note_remark("Làm đường")
    one.note_save("scoresheet.mark", ("scoresheet", 4), 1, {"strengths": "a"})
    other.note_save("scoresheet.mark", ("scoresheet", 4), 2, {"strengths": "b"})
    other.note("agenda_item.add", 5)

    whole = together([one, other])

    assert whole.acts == {"contribution.write": 1, "scoresheet.mark": 2, "agenda_item.add": 5}
    assert [save.version for save in whole.saves["scoresheet", 4]] == [1, 2]
    assert whole.remarks == {"Làm đường"}


def test_acts_confirmed_and_acts_on_the_trail_are_compared_both_ways():
    confirmed, standing = Counter(mark=3, adjust=1, submit=2), Counter(mark=2, submit=2, recognise=1)

    assert differing(confirmed, standing) == {"adjust": (1, 0), "mark": (3, 2), "recognise": (0, 1)}


@pytest.mark.parametrize(
    ("values", "flat"),
    [
        ([50, 90, 100, 100, 101, 100, 104, 105], True),
        ([50, 90, 100, 100, 101, 103, 106, 107], False),
        ([300, 300, 100, 100, 100, 100, 90, 90], True),
        ([100], True),
    ],
)
def test_memory_is_flat_where_the_last_quarter_is_no_more_than_a_twentieth_above_the_second(values, flat):
    assert is_flat(values) is flat


def test_what_each_page_needs_once_is_not_growth():
    assert quarters([1, 1, 7, 9, 5, 5, 8, 8]) == (8, 8)


def test_a_few_open_files_are_requests_under_way():
    assert is_steady([10, 10, 20, 20, 20, 20, 22, 23])
    assert not is_steady([10, 10, 20, 20, 22, 26, 30, 30])
