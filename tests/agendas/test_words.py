from datetime import timedelta

import pytest
from flask_babel import force_locale

from tracker.agendas.rules import DocumentKind, ItemKind, Lead
from tracker.agendas.words import DOCUMENT_KIND, ITEM_KIND, lead_in_words, minutes_in_words, size_in_words, span

THREE_DAYS = timedelta(days=3)


@pytest.fixture(autouse=True)
def in_vietnamese(app):
    with app.test_request_context(), force_locale("vi"):
        yield


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=4, hours=5, minutes=48), "4 ngày 5 giờ"),
        (timedelta(days=3), "3 ngày"),
        (timedelta(hours=71, minutes=59), "2 ngày 23 giờ"),
        (timedelta(hours=5, minutes=10), "5 giờ 10 phút"),
        (timedelta(hours=5), "5 giờ"),
        (timedelta(minutes=1), "1 phút"),
        (timedelta(0), "0 phút"),
        (timedelta(hours=-2), "2 giờ"),
    ],
)
def test_a_length_of_time_in_words(length, words):
    assert span(length) == words


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        (Lead(timedelta(days=4, hours=5), True), "sớm 4 ngày 5 giờ"),
        (Lead(timedelta(hours=71, minutes=59), False), "sớm 2 ngày 23 giờ, muộn 1 phút so với yêu cầu"),
        (Lead(timedelta(0), False), "gửi đúng giờ họp"),
        (Lead(timedelta(hours=-2), False), "gửi sau giờ họp 2 giờ"),
    ],
)
def test_a_lead_in_words(lead, words):
    assert lead_in_words(lead, THREE_DAYS) == words


@pytest.mark.parametrize(
    ("total", "required", "words"),
    [
        (110, 90, "110 phút"),
        (90, 90, "90 phút"),
        (60, None, "60 phút"),
        (80, 90, "80 phút – còn thiếu 10 phút so với yêu cầu 90 phút"),
    ],
)
def test_minutes_lacking_are_said(total, required, words):
    assert minutes_in_words(total, required) == words


@pytest.mark.parametrize(("size", "words"), [(1, "1 KB"), (99_400, "99 KB"), (1_250_000, "1,2 MB"), (10**7, "10 MB")])
def test_sizes(size, words):
    assert size_in_words(size) == words


@pytest.mark.parametrize(("kinds", "table"), [(ItemKind, ITEM_KIND), (DocumentKind, DOCUMENT_KIND)])
def test_every_kind_has_its_words(kinds, table):
    assert set(kinds) == set(table)
