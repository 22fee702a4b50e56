"""The table and what stands around it, from invented results."""

import json
from dataclasses import replace

import pytest

from tests.bench import __main__ as main
from tests.bench import report
from tests.bench.goals import WANTED, Goal, Measured, Profile, Result, all_goals, at_least, at_most
from tests.bench.measuring import Ratio

GOAL = Goal(3, "a goal", "≤ 1.5", lambda context: [], note="how all is measured")
MET = Result("with | a bar", "≤ 1.5", "1.2", True, "± 3%")
MISSED = Result("missed", "≥ 2", "1.1", False, note="as a note", sides="11 and 10 /s")
PROFILE = Profile(("SQLAlchemy 60%", "with what they call: main 90%"), "main 100 %", "missed")
OPEN = Result("open", "≤ 1", "–", None, note="not measured: no soffice")


@pytest.fixture
def whole():
    results = [Measured(GOAL, [MET, MISSED, OPEN], PROFILE, 61.2)]
    book = {"size": "S1", "engine": "sqlite", "holds": "1 cell", "seconds": "2"}
    return report.Report("01/12/2026", {"cores": "2", "Python": "3.11"}, [book], results)


def test_every_result_has_its_line(whole):
    lines = report.goals_table(whole.results).splitlines()

    assert lines[2:] == [
        "| 3 | with \\| a bar | ≤ 1.5 | 1.2 | ± 3% | yes |  |",
        "| 3 | missed | ≥ 2 | 1.1 |  | **missed** | 11 and 10 /s |",
        "| 3 | open | ≤ 1 | – |  | not measured |  |",
    ]


def test_a_missed_goal_is_followed_by_its_profile(whole):
    notes, missed = report.explained(whole.results)

    assert notes.splitlines() == [
        "- **3** how all is measured",
        "- **3** missed: as a note",
        "- **3** open: not measured: no soffice",
    ]
    assert missed.splitlines()[-1] == "- **3** missed: SQLAlchemy 60%; with what they call: main 90%"
    assert "## 3. missed\n\n```\nmain 100 %\n```" in whole.whole_profiles()


def test_one_note_of_several_lines_is_told_once():
    lines = [replace(MET, note="signed in"), replace(MISSED, note="signed in"), OPEN]
    alike = [replace(MET, note="signed in"), replace(MISSED, note="signed in")]

    assert list(report.told([Measured(GOAL, lines)])) == [
        (3, "how all is measured"),
        (3, "with | a bar; missed: signed in"),
        (3, "open: not measured: no soffice"),
    ]
    assert list(report.told([Measured(GOAL, alike)]))[1:] == [(3, "signed in")]


def test_it_says_what_took_how_long(whole):
    assert report.took(whole.results, 100).endswith("100 s to make the books, and by goal in seconds 3: 61.")


def test_the_section_says_when_on_what_and_what_not(whole):
    text = whole.as_markdown()

    assert text.startswith("Measured on 01/12/2026 (cores 2, Python 3.11).")
    assert "| S1 | sqlite | 1 cell | 2 s |" in text
    assert main.section(whole, full=False).rstrip().endswith(report.NOT_SAID)


def test_json_holds_the_same(whole):
    (goal,) = json.loads(whole.as_json())["goals"]

    assert [line["met"] for line in goal["results"]] == [True, False, None]
    assert (goal["seconds"], goal["profile"]["whole"]) == (61.2, "main 100 %")


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


def test_the_profile_is_that_of_the_first_line_missed():
    ratio = Ratio("two", (2.0,) * 5, (1.0,) * 5)

    met = at_least("two", ratio, 2, profile=pytest.fail)
    missed = at_most("three", ratio, 1.5, profile=lambda: Profile(("slow",)))
    later = at_most("four", ratio, 1.6, profile=pytest.fail)

    assert (met.met, met.measured, met.goal, missed.met) == (True, "2", "≥ 2", False)
    assert main.profile_of([met, missed, later]) == Profile(("slow",), measure="three")
    assert main.profile_of([met]) is None


def test_a_profile_that_fails_spoils_no_figure():
    failing = replace(MISSED, profile=lambda: 1 / 0)

    assert main.profile_of([failing]).lines == ("the profile could not be taken",)


@pytest.fixture
def readme(tmp_path, monkeypatch):
    file = tmp_path / "README.md"
    file.write_text("<!-- bench -->\nold\n<!-- /bench -->\n<!-- bench-full -->\nolder\n<!-- /bench-full -->\n")
    monkeypatch.setattr(main, "ROOT", tmp_path)
    return file


def measured(*, full, met=True):
    line = Result("one", "≤ 1", "1", met)
    return report.Report("01/12/2026", {}, [], [Measured(goal, [line]) for goal in all_goals() if goal.full is full])


def test_each_whole_run_writes_its_own_section(readme, tmp_path):
    main.write({False: measured(full=False), True: measured(full=True)}, tmp_path, readme=True)
    both = readme.read_text()
    readme.write_text(both.replace("01/12/2026", "02/12/2026"))
    main.write({False: measured(full=False), True: report.Report("", {}, [], [])}, tmp_path, readme=True)

    assert "old" not in both
    assert both.count("Measured on 01/12/2026") == 2
    assert (readme.read_text().count("01/12/2026"), readme.read_text().count("02/12/2026")) == (1, 1)


def test_a_run_of_some_goals_or_of_nothing_leaves_the_readme(readme, tmp_path):
    some = measured(full=False)
    main.write(
        {False: replace(some, results=some.results[1:]), True: measured(full=True, met=None)}, tmp_path, readme=True
    )

    assert "old\n" in readme.read_text()
    assert "older\n" in readme.read_text()


@pytest.mark.parametrize(
    ("words", "numbers"), [([], {*WANTED} - {12}), (["--full"], {*WANTED}), (["--full", "--only", "12,4"], {4, 12})]
)
def test_what_is_run(words, numbers):
    assert {goal.number for goal in main.chosen(main.asked(words))} == numbers


def test_the_country_alone_is_asked_for_by_bench_full(capsys):
    with pytest.raises(SystemExit):
        main.asked(["--only", "12"])
    assert "bench-full" in capsys.readouterr().err


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
