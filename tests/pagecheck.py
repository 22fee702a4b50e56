"""What is true of every page the product shows.

Whose words are these? The book's own words are in the page's language. What people typed is shown as it was
written and is marked ``class="user-text"`` or with a ``lang`` of its own (macro ``said``), or stands between
“ and ”, where no mark-up fits; such words are not checked.
"""

import re

import html5lib
from bs4 import BeautifulSoup, Doctype, NavigableString
from bs4.element import PreformattedString

ERROR_PREFIXES = ("Lỗi: ", "Error: ")
REFERENCES = (
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "for",
    "form",
    "list",
)
SPOKEN_ATTRIBUTES = ("title", "placeholder", "alt", "aria-label", "aria-description", "data-label", "data-copied")
UNREAD = {"script", "style", "template", "textarea", "code", "kbd", "pre", "title"}
FIELDS = "input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea"

ENGLISH = re.compile(
    r"\b("
    r"the|and|with|from|your|you|this|that|these|please|must|should|cannot|was|were|been|will|"
    r"save|submit|submitted|cancel|delete|edit|create|update|upload|download|search|previous|next|back|"
    r"meeting|meetings|member|members|minutes|agenda|score|scoresheet|sheet|mark|marks|task|tasks|duty|"
    r"review|reviewed|reviewer|rating|guidance|cell|committee|secretary|administrator|observer|"
    r"error|errors|required|invalid|valid|choice|field|missing|found|page|sign|password|username|user|"
    r"draft|agreed|recognised|returned|locked|planned|circulated|held|minuted|proposed|closed|"
    r"regular|thematic|good|fair|average|poor|present|late|excused|unexcused|official|probationary|exempt|"
    r"true|false|undefined|null"
    r")\b",
    re.IGNORECASE,
)
VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
UNFINISHED = re.compile(r"\bNone\b|%\(\w+\)[sd]|\{\{|\{%|<(?:bound method|function)|LazyString")


def check_page(html, *, locale="vi"):
    """The parsed page, or an ``AssertionError`` saying what a careful reader would object to."""
    html5lib.HTMLParser(strict=True).parse(html)
    page = BeautifulSoup(html, "html.parser")
    assert page.html.get("lang") == locale, f"html lang is {page.html.get('lang')!r}, expected {locale!r}"
    _check_heading(page)
    _check_references(page)
    _check_fields(page)
    _check_forms(page)
    _check_names(page)
    _check_nothing_inline(page)
    _check_words(page, locale)
    return page


def _plain(tag):
    return " ".join(tag.get_text().split())


def _check_heading(page):
    headings = page.select("h1")
    assert len(headings) == 1, f"one h1 wanted, found {len(headings)}"
    title, heading = _plain(page.title), _plain(headings[0])
    for prefix in ERROR_PREFIXES:
        title = title.removeprefix(prefix)
    assert heading, "the h1 is empty"
    assert title.startswith(heading), f"the title “{title}” does not open with the h1 “{heading}”"


def _check_references(page):
    ids = [tag["id"] for tag in page.select("[id]")]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    assert not twice, f"ids used more than once: {twice}"
    for attribute in REFERENCES:
        for tag in page.select(f"[{attribute}]"):
            dangling = set(tag[attribute].split()) - set(ids)
            assert not dangling, f"{attribute} leads nowhere: {dangling} in {tag.name} {tag.attrs}"
    for link in page.select("a[href^='#']"):
        assert link["href"] == "#" or link["href"][1:] in ids, f"a link within the page leads nowhere: {link}"


def _check_fields(page):
    labelled = {label["for"] for label in page.select("label[for]")}
    for field in page.select(FIELDS):
        named = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
        assert named or field.find_parent("label"), f"no label for {field.name} {field.attrs}"
    for fieldset in page.select("fieldset"):
        assert fieldset.find("legend", recursive=False), f"a fieldset without a legend: {fieldset.attrs}"


def _check_forms(page):
    for form in page.select("form"):
        if form.get("method", "get").lower() == "post":
            token = form.select_one("input[name=csrf_token]")
            assert token and token.get("value"), f"a form without its CSRF token: {form.attrs}"


def _check_names(page):
    for tag in page.select("button, a[href], summary"):
        pictures = [picture.get("alt", "") for picture in tag.select("img")]
        assert _plain(tag) or tag.get("aria-label") or any(pictures), f"no name to read out: {tag}"
    for picture in page.select("img"):
        assert picture.has_attr("alt"), f"a picture without alt: {picture}"


def _check_nothing_inline(page):
    assert not page.select("style, [style]"), "an inline style"
    for tag in page.find_all(True):
        handlers = [name for name in tag.attrs if name.startswith("on")]
        assert not handlers, f"an inline handler: {handlers} on {tag.name}"
        target = str(tag.get("href") or tag.get("action") or "")
        assert not target.strip().lower().startswith("javascript:"), f"a script in an address: {tag}"
    for script in page.select("script"):
        assert script.get("src") and not script.get_text(strip=True), "an inline script"


def _check_words(page, locale):
    foreign, name = (ENGLISH, "English") if locale == "vi" else (VIETNAMESE, "Vietnamese")
    for text in _own_words(page, locale):
        assert not UNFINISHED.search(text), f"an unfinished text: “{text}”"
        spoken = re.sub(r"“[^”]*”", "", text)
        found = foreign.search(spoken)
        assert not found, f"{name} on a {locale} page: “{found[0]}” in “{text}”"


def _own_words(page, locale):
    """The texts of the page that are the book's own: visible texts, spoken attributes, the title beyond its h1."""
    yield _plain(page.title).replace(_plain(page.h1), "", 1)
    for node in page.find_all(string=True):
        if isinstance(node, NavigableString) and not isinstance(node, (PreformattedString, Doctype)):
            text = " ".join(node.split())
            if text and not _somebodys(node.parent, locale) and not _within(node, UNREAD):
                yield text
    for attribute in SPOKEN_ATTRIBUTES:
        for tag in page.select(f"[{attribute}]"):
            if not _somebodys(tag, locale):
                yield tag[attribute]
    for button in page.select("input[type=submit], input[type=button]"):
        yield button.get("value", "")


def _within(node, names):
    return any(parent.name in names for parent in node.parents)


def _somebodys(tag, locale):
    """Whether these are a person's words: in an element of class user-text, or of another language than the page."""
    for one in (tag, *tag.parents):
        if "user-text" in one.get("class", ()):
            return True
        if one.get("lang"):
            return one["lang"] != locale
    return False
