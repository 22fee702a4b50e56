"""What the page on the file format says is what files are read by."""

import re
from contextlib import suppress

import pytest

from tests import factories as make
from tests.guidance.files import mapping
from tracker.base import clock
from tracker.guidance import document, files, format_page, keys, labels, parsing, reader, service, vocabulary
from tracker.guidance.rules import CriterionKind, MeetingKind

LANGUAGES = ("vi", "en")


@pytest.fixture
def page(client, app):
    reader = client.sign_in(make.member(make.cell()))
    return lambda language="vi": reader.speak(language).page("/guidance/format")


@pytest.fixture
def read_keys(monkeypatch):
    """The keys that the parser asks for, by block, while it reads a file."""
    found = {}
    close = reader.Record.close

    def closing(record):
        found.setdefault(re.sub(r"\[\d+\]", "", record.path), set()).update(record.known)
        close(record)

    monkeypatch.setattr(reader.Record, "close", closing)
    return found


def test_the_table_of_keys_names_what_the_parser_reads_and_no_more(read_keys):
    for content in (mapping(), document.load(format_page.example("vi"), "vi.yaml")):
        content = content | {"sources": {name: "A" for name in vocabulary.SOURCED}}
        criterion = content["sheets"][0]["groups"][0]["criteria"][0]
        criterion["when_combined"] = {
            "full": criterion["full"],
            **({"levels": criterion["levels"]} if "levels" in criterion else {}),
        }
        with suppress(parsing.Faults):
            parsing.parse(content, "x")

    combined_parts = keys.BLOCKS["sheets.groups.criteria.when_combined.parts"]
    assert combined_parts == keys.BLOCKS["sheets.groups.criteria.parts"]
    told = {path: {key.name for key in block} for path, block in keys.BLOCKS.items()}
    told.pop("sheets.groups.criteria.when_combined.parts")
    assert told == read_keys


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("check", vocabulary.CHECKS),
        ("measure", {one for measured in vocabulary.CHECKS.values() for one in measured}),
        ("setting", vocabulary.SETTINGS),
        ("circumstance", vocabulary.CIRCUMSTANCES),
        ("provenance", vocabulary.PROVENANCES),
        ("frequency", vocabulary.FREQUENCIES),
        ("on_exclusion", vocabulary.ON_EXCLUSION),
        ("notice_counts", vocabulary.NOTICE_COUNTS),
        ("source", vocabulary.SOURCES),
        ("way", {str(one) for one in CriterionKind}),
        ("kind", {str(one) for one in MeetingKind if one.is_scored}),
    ],
)
def test_every_word_has_its_label(table, words):
    assert set(labels.TABLES[table]) == set(words)


def test_example_bounds_can_be_read(app):
    changed = mapping()
    criterion = changed["sheets"][0]["groups"][2]["criteria"][0]
    for check, _said, measures in format_page.checks():
        criterion |= {"check": check, "when": {name: bound for name, _label, bound in measures}}
        assert parsing.parse(changed, "x")


def test_the_example_is_one_file_in_two_languages():
    first, second = (document.load(format_page.example(language), "x") for language in LANGUAGES)

    assert first == second
    assert format_page.example("vi") != format_page.example("en")


def test_the_example_is_sound_as_it_stands_and_as_a_form(app):
    content = document.load(format_page.example("vi"), "x")
    version = service.import_file(format_page.example("vi").encode(), "vi.yaml", None, clock.now())

    assert files.parse(files.read(files.form(content), "x"), "x") == service.read(version)


def test_the_example_shows_every_way_of_marking():
    [sheet] = parsing.parse(document.load(format_page.example("vi"), "x"), "x").sheets
    criteria = [one for group in sheet.groups for one in group.criteria]

    assert {one.kind for one in criteria} == set(CriterionKind)
    assert {one.if_not_applicable for one in criteria} == {"full", "exclude", "absent"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_key_check_measure_and_circumstance(page, language):
    shown = {code.text for code in page(language).select("main code")}

    every = {key.name for block in keys.BLOCKS.values() for key in block}
    every |= {*vocabulary.CHECKS, *vocabulary.CIRCUMSTANCES, *vocabulary.SETTINGS, "full", "exclude", "absent"}
    every |= {one for measured in vocabulary.CHECKS.values() for one in measured}
    assert every - shown == set()


def test_the_page_holds_the_example_that_is_imported_here(page):
    assert page("en").select_one("pre").text.strip() == format_page.example("en").strip()


@pytest.mark.parametrize("address", ["/guidance/", "/guidance/1"])
def test_the_page_or_the_form_is_a_step_away(client, app, address):
    make.guidance()
    page = client.sign_in(make.member(make.cell())).page(address)

    links = {link["href"] for link in page.select("main a")}
    assert links & {"/guidance/format", "/guidance/1/form.xlsx"}


def test_forms_are_downloaded(client, app):
    version = make.guidance()
    client.sign_in(make.member(make.cell()))

    empty, filled = client.get("/guidance/form.xlsx"), client.get(f"/guidance/{version.id}/form.xlsx")

    assert [one.mimetype.rpartition(".")[2] for one in (empty, filled)] == ["sheet", "sheet"]
    assert f"{version.code}.xlsx" in filled.headers["Content-Disposition"]
    assert files.parse(files.read(filled.data, "x"), "x") == service.read(version)
