"""Stylesheets, script and templates keep to the house: own colours only, nothing inline, nothing fetched."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "tracker" / "static"
STYLES = sorted((STATIC / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
VENDORED = sorted(path.parent for base in (STATIC, ROOT / "tests") for path in base.glob("vendor/*/README.md"))
TOKENS = STATIC / "css" / "tokens.css"

FIELD_MARKUP = re.compile(r"<(label|input|select|textarea)\b")
MAY_WRITE_FIELDS = {"macros/forms.html", "layout/_chrome.html"}


def named(path):
    return path.relative_to(ROOT).as_posix()


def luminance(colour):
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def colours():
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", TOKENS.read_text()))


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_a_stylesheet_is_short_and_fetches_nothing(path):
    text = path.read_text()

    assert len(text.splitlines()) <= 400
    assert not re.search(r"@import|url\(|https?:", text)


@pytest.mark.parametrize("path", [path for path in STYLES if path != TOKENS], ids=named)
def test_colours_are_named_in_the_tokens_only(path):
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", path.read_text()) == []


def test_every_token_used_is_defined_and_every_one_defined_is_used():
    text = "".join(path.read_text() for path in STYLES)
    local = {"tone", "wash", "fill"}

    assert set(re.findall(r"var\(--([\w-]+)", text)) | local == set(re.findall(r"(?<![\w-])--([\w-]+):", text))


@pytest.mark.parametrize(
    ("words", "paper"),
    [
        *(
            (words, paper)
            for words in ("ink", "ink-soft", "red")
            for paper in ("paper", "paper-deep", "sheet", "field")
        ),
        *((name, f"{name}-wash") for name in ("good", "fair", "average", "poor", "ochre", "red")),
        *((words, "sheet") for words in ("good", "ochre", "fair", "average", "poor")),
        ("ochre", "paper"),
        ("on-ink", "ink"),
        ("on-ink-soft", "ink"),
        ("on-ink", "red"),
        ("on-ink", "red-dark"),
        ("on-red-soft", "red"),
        ("on-red-soft", "red-dark"),
        ("ink", "good-wash"),
        ("ink-soft", "ochre-wash"),
    ],
)
def test_words_can_be_read(colours, words, paper):
    assert contrast(colours[words], colours[paper]) >= 4.5


@pytest.mark.parametrize("paper", ["paper", "paper-deep", "sheet", "field"])
def test_the_edge_of_a_control_can_be_seen(colours, paper):
    assert contrast(colours["rule-dark"], colours[paper]) >= 3


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_is_short_and_writes_no_markup(path):
    text = path.read_text()

    assert len(text.splitlines()) <= 250
    assert not re.search(
        r"\beval\b|innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function|https?:|\.style\b", text
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_has_nothing_inline(path):
    text = path.read_text()

    assert len(text.splitlines()) <= 400
    text = re.sub(r"\{[{%#].*?[#%}]\}", "", text, flags=re.DOTALL)
    assert not re.search(r"\sstyle=|<style|\son\w+=\"|javascript:|<script(?![^>]*\ssrc=)|https?://", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_fields_are_written_by_the_form_macros_only(path):
    if path.relative_to(ROOT / "templates").as_posix() not in MAY_WRITE_FIELDS:
        assert FIELD_MARKUP.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_an_imported_macro_is_used(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    for names in re.findall(r"\{% from \S+ import ([^%]+?)(?: with context)? %\}", text):
        for name in (part.split(" as ")[-1].strip() for part in names.split(",")):
            assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{name} is imported for nothing"


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_static_files_named_in_templates_exist(path):
    for name in re.findall(r"url_for\('static', filename='([\w./-]+)'\)", path.read_text()):
        assert (STATIC / name).is_file()


def test_what_others_wrote_is_held_in_two_places():
    assert {path.name for path in VENDORED} == {"axe-core", "chart.js"}


@pytest.mark.parametrize("vendored", VENDORED, ids=named)
def test_vendored_files_are_what_was_published(vendored):
    told = dict(re.findall(r"\| (\S+) \| ([0-9a-f]{64}) \|", (vendored / "README.md").read_text()))

    assert {"LICENSE"} <= set(told) == {path.name for path in vendored.iterdir()} - {"README.md"}
    for name, digest in told.items():
        assert hashlib.sha256((vendored / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("path", sorted((STATIC / "vendor").glob("*/*.js")), ids=named)
def test_a_vendored_script_needs_nothing_that_the_policy_forbids(path):
    assert not re.search(r"\beval\(|new Function\b|createElement\(.style|importScripts", path.read_text())
