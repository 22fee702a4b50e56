"""Precision and recall by hand, and as they are printed."""

from decimal import Decimal

import pytest

from tracker.demo.district_cells import HOW_MANY, IN_ENGLISH, IN_WORDS, WORTH_A_QUESTION, Sort, truth
from tracker.demo.district_measure import TOP, markdown, measured, table
from tracker.reviews.rules import SignalKind

CELLS = {
    "A1": Sort.ALWAYS_98, "A2": Sort.ALWAYS_98, "B1": Sort.COPIED, "C1": Sort.STEADY, "C2": Sort.STEADY,
    "D1": Sort.HONEST_LOW,
}  # fmt: skip
SAME, COPY, SPOKE = SignalKind.SAME_TOTAL, SignalKind.ALIKE_MINUTES, SignalKind.ALL_SPOKE


@pytest.mark.parametrize(
    ("signals", "precision", "recall"),
    [
        ({}, None, "0"),
        ({"A1": {SAME}, "A2": {SAME, SPOKE}, "B1": {COPY}}, "100", "100"),
        ({"A1": {SAME}, "C1": {SAME}}, "50", "33.3"),
        ({"C1": {SAME}, "D1": {SPOKE}}, "0", "0"),
        ({"A1": set(), "B1": {COPY}}, "100", "33.3"),
        ({"elsewhere": {SAME}, "B1": {COPY}}, "100", "33.3"),
    ],
)
def test_precision_and_recall(signals, precision, recall):
    found = measured(CELLS, signals, (), [])

    assert found.precision == (None if precision is None else Decimal(precision))
    assert round(found.recall, 1) == Decimal(recall)


def test_nothing_worth_finding_has_no_recall():
    assert measured({"C1": Sort.STEADY}, {}, (), []).recall is None


def test_lines_count_cells_questions_and_places_by_sort():
    ranking = ["A1", *(f"x{number}" for number in range(TOP - 2)), "C2", "B1", "A2"]

    found = measured(CELLS, {"A1": {SAME, SPOKE}, "C1": {SPOKE}}, {"A1", "C1", "D1"}, ranking)

    said = {line.sort: (line.cells, line.asked, line.by_kind[SAME], line.by_kind[SPOKE], line.ever, line.first)
            for line in found.lines}  # fmt: skip
    assert said == {
        Sort.STEADY: (2, 1, 0, 1, 1, 1), Sort.ALWAYS_98: (2, 1, 1, 1, 1, 1), Sort.HONEST_LOW: (1, 0, 0, 0, 1, 0),
        Sort.COPIED: (1, 0, 0, 0, 0, 0),
    }  # fmt: skip


def test_as_printed():
    found = measured(CELLS, {"A1": {SAME}, "C1": {SAME}}, {"A1", "C1"}, ["A1"])

    assert "50,0 % – 1/2 chi bộ" in table(found)
    assert "33,3 % – 1/3 chi bộ" in table(found)
    assert "minh hoạ" in table(found)
    lines = markdown(found).splitlines()
    assert len({line.count("|") for line in lines[: len(found.lines) + 2]}) == 1
    assert lines[-1].startswith("Precision 50.0 % (1 of 2 cells asked about), recall 33.3 % (1 of 3 worth asking), ")
    assert "–" in table(measured(CELLS, {}, (), []))


def test_every_sort_has_its_words_and_the_truth_its_cells():
    assert set(IN_WORDS) == set(IN_ENGLISH) == set(HOW_MANY) == set(Sort)
    assert sum(sort in WORTH_A_QUESTION for sort in truth().values()) == 6
