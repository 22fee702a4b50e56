"""Both catalogues say every text of the code and the pages, and say it whole."""

import re

import pytest

from tests import translations
from tests.pagecheck import ENGLISH, VIETNAMESE

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|</?\w[^>]*>")
COMMANDS = re.compile(r"tracker [a-z]+( import)?|\b(full|exclude|yes|no|macro|Tab|Enter)\b")
EXTRACTED = translations.extracted()


@pytest.fixture(params=translations.LANGUAGES)
def language(request):
    return request.param


def messages(language):
    return [message for message in translations.kept(language) if message.id]


def forms(one):
    """A message's texts, of one number or of both."""
    return list(one) if isinstance(one, (list, tuple)) else [one]


def test_the_catalogue_holds_every_text_and_no_other(language):
    wanted = {(message.id, message.context) for message in EXTRACTED if message.id}

    assert {(message.id, message.context) for message in messages(language)} == wanted, "run: make translations"


def test_every_text_is_said(language):
    catalogue = translations.kept(language)

    assert translations.untranslated(catalogue) == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert not catalogue.obsolete


def test_making_the_catalogue_again_changes_nothing(language):
    again = translations.made(language, EXTRACTED)
    file = translations.place(language)

    assert file.with_suffix(".po").read_bytes() == translations.written(again), "run: make translations"
    assert file.with_suffix(".mo").read_bytes() == translations.compiled(again), "run: make translations"


def test_no_gap_is_lost_or_invented(language):
    for message in messages(language):
        gaps = [set(PLACEHOLDER.findall(text)) for text in forms(message.id) + forms(message.string)]
        assert all(found == gaps[0] for found in gaps), message.id


def test_each_number_has_its_form(language):
    wanted = {"vi": 1, "en": 2}[language]
    counted = {len(message.string) for message in messages(language) if message.pluralizable}

    assert counted == {wanted}


def test_the_pages_are_written_in_vietnamese():
    texts = [text for message in EXTRACTED if message.id for text in forms(message.id)]
    found = [text for text in texts if ENGLISH.search(COMMANDS.sub("", PLACEHOLDER.sub("", text)))]

    assert found == []


def test_english_is_written_without_vietnamese():
    found = [text for message in messages("en") for text in forms(message.string) if VIETNAMESE.search(text)]

    assert found == []


def test_one_spelling_of_the_tone():
    """ủy, hóa, thỏa: the mark on the first vowel, as in the words of the product; its “minh hoạ” is a name."""
    old = re.compile(r"(?<!q)u[ỷỵỳýỹ]\b|o[àáảãạèéẻẽẹ]\b", re.IGNORECASE)
    texts = [text for message in EXTRACTED if message.id for text in forms(message.id)]

    assert [text for text in texts if old.search(re.sub("minh hoạ", "", text, flags=re.IGNORECASE))] == []
