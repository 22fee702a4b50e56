"""What is true of every page the product shows.

Whose words are these? The book's own words are in the page's language. What people typed is shown as it was
written and is marked ``class="user-text"`` or with a ``lang`` of its own (macro ``said``), or stands between
“ and ”, where no mark-up fits; such words are not checked.
"""

import re
from collections import Counter, defaultdict
from functools import cached_property

import html5lib
from bs4 import BeautifulSoup, NavigableString, Tag
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
UNSEEN, PRESSED = {"hidden"}, {"submit", "button"}

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
    elements = Elements(page, locale)
    for check in (_check_heading, _check_references, _check_fields, _check_forms, _check_names, _check_nothing_inline):
        check(elements)
    _check_words(elements, locale)
    return page


class Elements:
    """What a page is made of, gathered in one walk: a page is looked at in many ways, and the suite has thousands.

    ``all`` are its elements in their order, ``of`` the same by name; ``texts`` are the book's own words between them,
    ``spoken`` those in attributes.
    """

    def __init__(self, page, locale):
        self.locale, self.all, self.texts, self.spoken = locale, [], [], []
        self._walk(page)

    @cached_property
    def of(self):
        named = defaultdict(list)
        for tag in self.all:
            named[tag.name].append(tag)
        return named

    def _walk(self, page):
        """Each element and text, with whether the words there are somebody's, and whether nobody reads them."""
        waiting = [(page, False, False)]
        while waiting:
            node, somebodys, unread = waiting.pop()
            if isinstance(node, Tag):
                if node is not page:
                    somebodys, unread = self._within(node, somebodys), unread or node.name in UNREAD
                    self._add(node, somebodys)
                waiting += [(child, somebodys, unread) for child in reversed(node.contents)]
            elif not somebodys and not unread and _is_text(node):
                self.texts.append(" ".join(node.split()))

    def _within(self, tag, somebodys):
        """A person's words stand in an element of class user-text, or of another language than the page."""
        if "user-text" in tag.get("class", ()):
            return True
        return tag["lang"] != self.locale if tag.get("lang") else somebodys

    def _add(self, tag, somebodys):
        self.all.append(tag)
        if not somebodys:
            self.spoken += [tag[name] for name in SPOKEN_ATTRIBUTES if name in tag.attrs]
        if tag.name == "input" and _kind(tag) in PRESSED:
            self.spoken.append(tag.get("value", ""))


def _is_text(node):
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def _kind(field):
    return field.get("type", "").lower()


def _plain(tag):
    return " ".join(tag.get_text().split())


def _check_heading(page):
    headings = page.of["h1"]
    assert len(headings) == 1, f"one h1 wanted, found {len(headings)}"
    title, heading = _plain(page.of["title"][0]), _plain(headings[0])
    for prefix in ERROR_PREFIXES:
        title = title.removeprefix(prefix)
    assert heading, "the h1 is empty"
    assert title.startswith(heading), f"the title “{title}” does not open with the h1 “{heading}”"


def _check_references(page):
    ids = Counter(tag["id"] for tag in page.all if "id" in tag.attrs)
    twice = sorted(one for one, times in ids.items() if times > 1)
    assert not twice, f"ids used more than once: {twice}"
    for tag in page.all:
        for attribute in REFERENCES:
            if attribute in tag.attrs:
                dangling = set(tag[attribute].split()) - set(ids)
                assert not dangling, f"{attribute} leads nowhere: {dangling} in {tag.name} {tag.attrs}"
    for link in page.of["a"]:
        target = link.get("href", "")
        assert target[:1] != "#" or target == "#" or target[1:] in ids, f"a link within the page leads nowhere: {link}"


def _check_fields(page):
    labelled = {label["for"] for label in page.of["label"] if "for" in label.attrs}
    inputs = [field for field in page.of["input"] if _kind(field) not in UNSEEN | PRESSED]
    for field in inputs + page.of["select"] + page.of["textarea"]:
        named = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
        assert named or field.find_parent("label"), f"no label for {field.name} {field.attrs}"
    for fieldset in page.of["fieldset"]:
        assert fieldset.find("legend", recursive=False), f"a fieldset without a legend: {fieldset.attrs}"


def _check_forms(page):
    for form in page.of["form"]:
        if form.get("method", "get").lower() == "post":
            token = form.find("input", attrs={"name": "csrf_token"})
            assert token and token.get("value"), f"a form without its CSRF token: {form.attrs}"


def _check_names(page):
    links = [link for link in page.of["a"] if "href" in link.attrs]
    for tag in page.of["button"] + links + page.of["summary"]:
        named = _plain(tag) or tag.get("aria-label") or any(one.get("alt", "") for one in tag.find_all("img"))
        assert named, f"no name to read out: {tag}"
    for picture in page.of["img"]:
        assert picture.has_attr("alt"), f"a picture without alt: {picture}"


def _check_nothing_inline(page):
    for tag in page.all:
        assert tag.name != "style" and "style" not in tag.attrs, "an inline style"
        handlers = [name for name in tag.attrs if name.startswith("on")]
        assert not handlers, f"an inline handler: {handlers} on {tag.name}"
        target = str(tag.get("href") or tag.get("action") or "")
        assert not target.strip().lower().startswith("javascript:"), f"a script in an address: {tag}"
    for script in page.of["script"]:
        assert script.get("src") and not script.get_text(strip=True), "an inline script"


def _check_words(page, locale):
    foreign, name = (ENGLISH, "English") if locale == "vi" else (VIETNAMESE, "Vietnamese")
    for text in _own_words(page):
        assert not UNFINISHED.search(text), f"an unfinished text: “{text}”"
        spoken = re.sub(r"“[^”]*”", "", text)
        found = foreign.search(spoken)
        assert not found, f"{name} on a {locale} page: “{found[0]}” in “{text}”"


def _own_words(page):
    """The texts of the page that are the book's own: visible texts, spoken attributes, the title beyond its h1."""
    yield _plain(page.of["title"][0]).replace(_plain(page.of["h1"][0]), "", 1)
    yield from filter(None, page.texts)
    yield from page.spoken
