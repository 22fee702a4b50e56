"""Minutes copied from month to month are alike; those of honest months, stock phrases and all, are not."""

import random
import statistics
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories as make
from tracker.demo import texts as demo
from tracker.reviews.models import ReviewSettings
from tracker.reviews.signals import texts
from tracker.reviews.signals.shingles import FEWEST, KEPT, alike, fingerprint, words

ASKED_FROM = ReviewSettings.__table__.c.alike_percent.default.arg
SYLLABLES = ("đường", "thôn", "chi", "bộ", "họp", "dân", "việc", "nước", "lúa", "Hồ", "ủy", "xã", "kỷ", "luật", "quỹ")
many = st.lists(st.sampled_from(SYLLABLES), min_size=FEWEST, max_size=200).map(" ".join)
MINUTES = (
    "Đồng chí Hoàng Văn Thử báo cáo kết quả làm đường liên thôn: đổ xong 320 mét, còn 80 mét vướng đất của ba hộ. "
    "Các đồng chí nêu cách vận động từng hộ, giao tổ dân vận đến nhà trước ngày 15/3/2026. Đồng chí phụ trách thủy lợi "
    "cho biết mương số 2 bị sạt, cần 40 công để khơi lại trước vụ xuân. Chi bộ thống nhất huy động mỗi nhà một công, "
    "ưu tiên hộ già yếu được miễn. Về thu đảng phí, còn hai đồng chí chậm nộp, đã nhận khuyết điểm, hứa nộp trong tuần."
)


def month_of_the_demo(number):
    """What the demo's minutes say in a month: stock courses of each kind of item, and a story."""
    chance = random.Random(number)
    said = [text for courses in demo.COURSES.values() for text in chance.choice(courses)]
    title, lesson = demo.STORIES[number % len(demo.STORIES)]
    own = chance.sample(demo.REMARKS, 3) + [text for task in chance.sample(demo.TASKS, 2) for text in task]
    return "\n".join([*said, title, lesson, *own])


@given(many)
def test_a_text_is_wholly_like_itself(text):
    assert alike(fingerprint(text), fingerprint(text)) == 100


@given(many, many)
def test_it_is_the_same_both_ways_and_a_share(one, other):
    mine, theirs = fingerprint(one), fingerprint(other)
    assert alike(mine, theirs) == alike(theirs, mine)
    assert 0 <= alike(mine, theirs) <= 100


@given(many)
def test_case_accents_signs_and_figures_make_no_difference(text):
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    ways = [
        unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text), text.upper(), bare.replace("đ", "d"),
        text.replace(" ", ", "), text.replace(" ", " 15/3/2026 "), f"  {text}\n.",
    ]  # fmt: skip
    assert {tuple(fingerprint(way)) for way in ways} == {tuple(fingerprint(text))}


@given(many)
def test_the_mark_is_short_and_of_whole_numbers_any_reader_takes(text):
    mark = fingerprint(text)
    assert 0 < len(mark) <= KEPT and mark == sorted(set(mark))
    assert all(0 <= number < 2**53 for number in mark)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_it_falls_as_words_are_replaced(seed):
    chance = random.Random(seed)
    original = [f"tu{chance.randrange(5000)}ng{'aeiouy'[place % 6]}" for place in range(300)]
    original = [word.translate(str.maketrans("0123456789", "bcdfghklmn")) for word in original]
    found = []
    for share in (0, 20, 60, 150, 300):
        replaced = list(original)
        for place in chance.sample(range(300), share):
            replaced[place] = f"khac{'abcdefghij'[place % 10]}{'klmnopqrst'[place // 10 % 10]}{'uvx'[place // 100]}"
        found.append(alike(fingerprint(" ".join(original)), fingerprint(" ".join(replaced))))
    assert found == sorted(found, reverse=True)
    assert found[0] == 100 and found[-1] == 0


@pytest.mark.parametrize("number", [0, 1, FEWEST - 1])
def test_a_text_of_few_words_is_like_no_other(number):
    mark = fingerprint("họp " * number)
    assert mark == [] and alike(mark, mark) == 0


def test_a_text_of_just_enough_words_is_compared():
    assert fingerprint(" ".join(chr(97 + place % 26) * (1 + place // 26) for place in range(FEWEST)))


def test_words_are_bare():
    assert words("Đồng chí bí thư: 15/3, “Quỹ” ƯỚC") == ["dong", "chi", "bi", "thu", "quy", "uoc"]


def test_minutes_with_only_dates_and_a_name_changed_are_copies():
    copied = MINUTES.replace("15/3/2026", "14/4/2026").replace("320", "400").replace("Hoàng Văn Thử", "Nông Văn Hai")
    assert alike(fingerprint(MINUTES), fingerprint(copied)) >= ASKED_FROM


def test_the_demos_honest_months_share_stock_phrases_and_are_no_copies():
    marks = [fingerprint(month_of_the_demo(number)) for number in range(24)]
    found = [alike(one, other) for place, one in enumerate(marks) for other in marks[:place]]
    assert statistics.median(found) < 60
    assert max(alike(*pair) for pair in pairwise(marks)) < ASKED_FROM - 10, "each month with the one before"


def test_the_mark_never_changes_for_stored_ones_are_compared_with_new_ones():
    assert fingerprint(MINUTES)[:3] == STORED


STORED = [7406667622922, 9348388617410, 9718652547134]


def test_what_was_said_and_concluded_is_compared_not_the_opening(app):
    meeting = make.meeting_to_minute(titles=("Việc một", "Việc hai"))
    assert texts.of_meeting(meeting) == ""
    make.minutes(meeting, opening="Tuyên bố lý do", closing="Bế mạc")
    make.minutes(make.meeting_to_minute(), opening="Chi bộ khác")
    assert texts.of_meeting(meeting).splitlines() == [
        "Các đồng chí thảo luận sôi nổi.", "Thống nhất làm trước 20/3.",
    ] * 2  # fmt: skip
