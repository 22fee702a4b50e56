"""The table and what stands around it, from invented results."""

import json

import pytest

from tests.bench import report
from tests.bench.goals import WANTED, Goal, Result, all_goals, at_least, at_most
from tests.bench.measuring import Ratio

GOAL = Goal(3, "a goal", "≤ 1.5", lambda context: [], note="how all is measured")
MET = Result("with | a bar", "≤ 1.5", "1.2", True, "± 3%")
MISSED = Result("missed", "≥ 2", "1.1", False, note="as a note", profile="main 100 %")
OPEN = Result("open", "≤ 1", "–", None, note="not measured: no soffice")


@pytest.fixture
def whole():
    results = [(GOAL, [MET, MISSED, OPEN])]
    book = {"size": "S1", "engine": "sqlite", "holds": "1 cell", "seconds": "2"}
    return report.Report("01/12/2026", {"cores": "2", "Python": "3.11"}, [book], results)


def test_every_result_has_its_line(whole):
    lines = report.goals_table(whole.results).splitlines()

    assert lines[2:] == [
        "| 3 | with \\| a bar | ≤ 1.5 | 1.2 | ± 3% | yes |",
        "| 3 | missed | ≥ 2 | 1.1 |  | **missed** |",
        "| 3 | open | ≤ 1 | – |  | not measured |",
    ]


def test_a_missed_goal_is_followed_by_its_profile(whole):
    notes, profile = report.explained(whole.results)

    assert notes.splitlines() == [
        "- **3** how all is measured",
        "- **3** missed: as a note",
        "- **3** open: not measured: no soffice",
    ]
    assert "```\nmain 100 %\n```" in profile


def test_the_section_says_when_on_what_and_what_not(whole):
    text = whole.as_markdown()

    assert text.startswith("Measured on 01/12/2026 (cores 2, Python 3.11).")
    assert "| S1 | sqlite | 1 cell | 2 s |" in text
    assert "Not measured:" in text


def test_json_holds_the_same(whole):
    (goal,) = json.loads(whole.as_json())["goals"]

    assert [line["met"] for line in goal["results"]] == [True, False, None]


def test_the_section_goes_between_its_markers(tmp_path):
    file = tmp_path / "README.md"
    file.write_text("before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n<!-- soak -->\n<!-- /soak -->\n")

    report.write_into(file, "new\n")
    report.write_into(file, "newer\n")
    report.write_into(file, "flat\n", "soak")

    kept = "before\n<!-- bench -->\nnewer\n<!-- /bench -->\nafter\n<!-- soak -->\nflat\n<!-- /soak -->\n"
    assert file.read_text() == kept


def test_a_file_without_markers_is_left_alone(tmp_path):
    file = tmp_path / "README.md"
    file.write_text("before\n")

    with pytest.raises(ValueError, match="README"):
        report.write_into(file, "new")
    assert file.read_text() == "before\n"


def test_the_terminal_table_stands_in_columns(whole):
    head, first, *_ = report.plain_table(whole.results).splitlines()

    assert head.index("goal") == first.index("≤")


def test_the_profile_is_asked_for_only_when_the_goal_is_missed():
    ratio = Ratio("two", (2.0,) * 5, (1.0,) * 5)

    met = at_least("two", ratio, 2, profile=lambda: "never asked")
    missed = at_most("two", ratio, 1.5, profile=lambda: "slow")

    assert (met.met, met.profile, met.measured, met.goal) == (True, "", "2", "≥ 2")
    assert (missed.met, missed.profile) == (False, "slow")


def test_goals_come_by_their_number_and_none_is_left_out():
    numbers = [goal.number for goal in all_goals()]

    assert numbers == sorted(numbers)
    assert set(numbers) == set(WANTED)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("no such file: /var/lib/some-where/book.db", "no such file: book.db"),
        ("['/usr/bin/python3', '-m', 'tests']", "['python3', '-m', 'tests']"),
        ("GET /meetings/3 answered 404", "GET 3 answered 404"),
        ("and/or 3/4", "and/or 3/4"),
    ],
)
def test_no_place_of_the_machine_is_told(said, told):
    assert report.without_places(said) == told
