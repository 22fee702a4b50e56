"""The forms of a page, with what a browser would send of each."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit


@dataclass
class Form:
    """``values`` as they stand on the page, ``choices`` of each group of radio buttons and each list."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return (self.values.get(name) or [""])[-1]

    def named(self, prefix: str) -> list[str]:
        """The names of its fields that begin so, choices not yet made included."""
        return [name for name in {**self.values, **self.choices} if name.startswith(prefix)]

    def filled(self, **changed: str | list[str]) -> dict[str, list[str]]:
        """What is sent once these fields are changed."""
        sent = dict(self.values)
        for name, value in changed.items():
            sent[name] = value if isinstance(value, list) else [value]
        return sent


class _Reader(HTMLParser):
    def __init__(self, path: str):
        super().__init__()
        self.path, self.forms = path, []
        self.form: Form | None = None
        self.area = self.choosing = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.form = Form(urlsplit(given.get("action") or self.path).path)
            self.forms.append(self.form)
        elif self.form is not None:
            self._field(tag, given)

    def _field(self, tag, given):
        name = given.get("name")
        if tag == "option" and self.choosing:
            self.form.choices[self.choosing].append(given.get("value", ""))
            if "selected" in given or self.choosing not in self.form.values:
                self.form.values[self.choosing] = [given.get("value", "")]
        elif name and tag == "textarea":
            self.area = name
            self.form.values[name] = [""]
        elif name and tag == "select":
            self.choosing = name
            self.form.choices[name] = []
        elif name and tag == "input" and "disabled" not in given:
            self._input(name, given)

    def _input(self, name, given):
        kind, value = given.get("type", "text"), given.get("value") or ""
        if kind in ("radio", "checkbox"):
            self.form.choices.setdefault(name, []).append(value)
        if kind not in ("radio", "checkbox") or "checked" in given:
            self.form.values.setdefault(name, []).append(value)

    def handle_data(self, data):
        if self.area:
            self.form.values[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.form.values[self.area][-1] = self.form.values[self.area][-1].removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.choosing = ""
        elif tag == "form":
            self.form = None


def forms(page: str, path: str) -> list[Form]:
    reader = _Reader(path)
    reader.feed(page)
    return reader.forms


def form_to(page: str, path: str, action: str) -> Form | None:
    """The form of the page that leads there, or ``None``."""
    return next((one for one in forms(page, path) if one.action == action), None)
