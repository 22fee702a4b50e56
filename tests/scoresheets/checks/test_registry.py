"""Every check that a guidance may name is there, measures what it promises, and has words and links."""

import ast
import inspect
import re

import pytest
from flask_babel import force_locale

from tests.scoresheets.checks.recorded import HD42, combined, committee, item, meeting, minutes, story, task, thematic
from tracker.duties.rules import DutyState
from tracker.guidance import vocabulary
from tracker.guidance.words import CHECK
from tracker.scoresheets import check_words, links
from tracker.scoresheets.checks import attendance, closing, conduct, preparation
from tracker.scoresheets.checks.findings import Record, RecordKind
from tracker.scoresheets.checks.registry import REGISTRY

MODULES = (attendance, conduct, closing, preparation)
OPEN = minutes(is_confirmed=False)
EMPTY = {
    "roll": (), "past": (), "sent": (), "documents": (), "items": (), "committee": None, "spoken": (), "heard": (),
    "due": (), "given": (), "minutes": None, "decisions": (), "minutes_held": None, "followers": 0,
    "followers_told": 0,
}  # fmt: skip
MEETINGS = [
    meeting(),
    thematic(),
    combined(),
    meeting(is_backfilled=True),
    meeting(followers=0, followers_told=0),
    meeting(minutes=OPEN, items=(item(1, is_written=False), item(2, is_done=None, is_written=False))),
    thematic(minutes=OPEN, spoken=(), decisions=(), heard=()),
    meeting(committee=committee(is_minuted=False), heard=(story(state=DutyState.OPEN),), due=(task(),)),
    meeting(**EMPTY),
    meeting(**EMPTY, is_backfilled=True),
]


def findings():
    """Everything that the checks say of these meetings, the findings in place of unknown figures too."""
    for facts in MEETINGS:
        for name, check in REGISTRY.items():
            finding = check.find(facts, HD42)
            yield name, finding
            for instead in finding.unknown.values():
                yield name, instead


def keys():
    """Every key of a sentence that stands in the checks, read from their source."""
    found = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Constant) and node.value in check_words.SENTENCES:
                found.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Said":
                assert not isinstance(node.args[0], ast.Constant) or node.args[0].value in check_words.SENTENCES
    return found


def test_every_check_of_the_vocabulary_is_there_and_no_other():
    assert set(REGISTRY) == set(vocabulary.CHECKS) == set(CHECK)
    assert all(check.name == name and check.version >= 1 for name, check in REGISTRY.items())


def test_a_check_measures_or_leaves_open_just_what_it_promises():
    for name, finding in findings():
        if finding.measures is not None:
            assert set(finding.measures) | set(finding.unknown) == set(vocabulary.CHECKS[name]), name
            assert not set(finding.measures) & set(finding.unknown), name


def test_every_figure_is_measured_on_a_meeting_with_everything_in_place():
    for facts in MEETINGS[:3]:
        for name, measures in vocabulary.CHECKS.items():
            finding = REGISTRY[name].find(facts, HD42)
            assert set(finding.measures) == set(measures), name


def test_what_cannot_be_told_asks_for_its_record_by_name():
    """But where no task was due: then the chair decides, and no record is missing."""
    for name, finding in findings():
        if finding.measures is None:
            assert (finding.need is None) is (finding.said.key == "no_tasks_due"), name
            assert finding.need is None or finding.said.key in check_words.NEEDS
        else:
            assert finding.records, name


def test_nothing_is_said_in_words_that_no_check_says():
    assert keys() == set(check_words.SENTENCES)
    assert set(check_words.NEEDS) <= set(check_words.SENTENCES)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_is_a_sentence_in_both_languages(app, language):
    for name, finding in findings():
        said = check_words.sentence(finding.said, language)
        assert said.endswith("."), said
        assert not re.search(r"%\(|\)s|%%|None|Decimal|timedelta", said), (name, said)


def test_the_english_is_another_sentence_with_the_same_figures(app):
    asked = re.compile(r"%\((\w+)\)s")
    with app.test_request_context():
        for key, words in check_words.SENTENCES.items():
            english = _in_english(words)
            assert english != str(words), key
            assert sorted(asked.findall(english)) == sorted(asked.findall(str(words))), key
        for key, words in (check_words.NEEDS | check_words.STEPS | check_words.OUTCOME | check_words.RECORDS).items():
            assert _in_english(words) != str(words), key


def _in_english(words):
    with force_locale("en"):
        return str(words)


def test_every_kind_of_record_has_a_page_and_a_name():
    for kind in RecordKind:
        assert links.path(Record(kind, 5, 7)).startswith("/meetings/7/")
        assert kind in check_words.RECORDS
    assert links.path(Record(RecordKind.DUTY, 0, 7)) == "/meetings/7/duties"
    assert links.path(Record(RecordKind.DUTY, 5, 7)) == "/meetings/7/duties#duty-5"
    assert links.path(Record(RecordKind.CIRCULATION, 2, 7)) == "/meetings/7/agenda/versions/2"
