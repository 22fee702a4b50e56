"""Two people wrote the minutes at once: what is stored and what was typed, side by side, neither lost."""

from typing import Any

from tracker.minutes import service, words
from tracker.minutes.forms import AS_CLAIM, DONE, MinutesForm
from tracker.minutes.models import Minutes

Row = tuple[str, str, str]


def stored(form: MinutesForm, minutes: Minutes) -> MinutesForm:
    """A form of the same kind, filled with what stands in the book."""
    found = type(form)(formdata=None)
    found.load(minutes, service.proceedings(minutes.meeting), service.taken_up(form.contributions))
    return found


def differing(form: MinutesForm, theirs: MinutesForm) -> list[Row]:
    """Label, stored text, typed text, for each field where the two differ, in the order of the page."""
    return [
        (_label(form, name, item), _as_words(theirs[name].data, name), _as_words(form[name].data, name))
        for name, item in form.texts()
        if (theirs[name].data or "") != (form[name].data or "")
    ]


def fill_blanks(form: MinutesForm, theirs: MinutesForm) -> None:
    """Take from the book what was left empty, so that saving it anew takes nothing away unseen."""
    for name, _item in form.texts():
        if not form[name].data:
            form[name].data = theirs[name].data
    for one in form.contributions:
        if f"taken_{one.id}" in form:
            form[f"taken_{one.id}"].data = form[f"taken_{one.id}"].data or theirs[f"taken_{one.id}"].data


def _as_words(value: Any, name: str) -> str:
    if name.startswith("done_"):
        return str(dict(DONE)[value]) if value and value in AS_CLAIM else ""
    return str(value or "")


def _label(form: MinutesForm, name: str, item: Any) -> str:
    label = str(form[name].label.text)
    if name.endswith("_0"):
        return words.general_label(label)
    return words.item_label(item.title, label) if item is not None else label
