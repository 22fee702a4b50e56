"""Reading a form off a page, as a browser would send it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

FORM = re.compile(r"<form\b[^>]*>")


@dataclass
class Form:
    """``fields`` in the page's order, as they would be sent; ``choices`` of each group of radio buttons."""

    action: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")

    def with_values(self, values: dict[str, str]) -> str:
        """The body with these values instead of, or beside, what stands in the form."""
        kept = [(name, value) for name, value in self.fields if name not in values]
        return urlencode([*kept, *values.items()])


class _Reader(HTMLParser):
    def __init__(self, form_id: str | None):
        super().__init__()
        self.form_id, self.form = form_id, Form()
        self.inside = False
        self.area = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
            if self.inside:
                self.form.action = given.get("action", "")
        if tag == "input" and self.inside:
            self._input(given)
        if tag == "textarea" and self.inside:
            self.area = given.get("name", "")
            self.form.fields.append((self.area, ""))

    def _input(self, given):
        name, value, kind = given.get("name"), given.get("value") or "", given.get("type", "text")
        if not name or "disabled" in given:
            return
        if kind == "radio":
            self.form.choices.setdefault(name, []).append(value)
        if kind not in ("radio", "checkbox") or "checked" in given:
            self.form.fields.append((name, value or ("on" if kind == "checkbox" else "")))

    def handle_data(self, data):
        if self.area:
            name, value = self.form.fields.pop()
            self.form.fields.append((name, value + data))

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            name, value = self.form.fields.pop()
            self.form.fields.append((name, value.removeprefix("\n")))
            self.area = ""
        if tag == "form":
            self.inside = False


def read_form(page: str, form_id: str | None) -> Form:
    """The form of that id; without one, the fields of all forms that have none. Only the forms are parsed."""
    reader = _Reader(form_id)
    for begun in FORM.finditer(page):
        is_wanted = f'id="{form_id}"' in begun[0] if form_id else ' id="' not in begun[0]
        if is_wanted:
            reader.feed(page[begun.start() : page.index("</form>", begun.end()) + len("</form>")])
    return reader.form
