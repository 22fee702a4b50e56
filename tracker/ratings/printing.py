"""Why a year is rated as it is, as lines of text: the very sentences of its page."""

from collections.abc import Iterator

from tracker.ratings.book import YearBook
from tracker.ratings.explaining import Reading
from tracker.ratings.why import Lifting, Loss, Retraced, Tried, Why


def lines(reading: Reading, language: str) -> list[str]:
    """In the order of the page."""
    return [*_head(reading.book), *_why(reading.why, language)]


def _head(book: YearBook) -> Iterator[str]:
    yield f"{book.cell_name} – {book.superior_name} – {book.year}"
    if book.guidance:
        yield book.guidance.number


def _why(why: Why, language: str) -> Iterator[str]:
    yield why.outcome.wording(language)
    yield from (one.wording(language) for one in why.provisional)
    if why.rule:
        yield why.rule.wording(language)
    yield from (f"- {one.said.wording(language)} {one.reason}".rstrip() for one in why.lacks)
    for trial in why.tried:
        yield from ("", *_tried(trial, language))
    for lifting in why.liftings:
        yield from ("", *_lifting(lifting, language))
    for one in why.meetings:
        yield from ("", *_meeting(one, language))


def _tried(trial: Tried, language: str) -> Iterator[str]:
    yield trial.said.wording(language)
    for one in trial.reasons:
        yield f"  {'+' if one.is_met else '-'} {one.sentence.wording(language)} {one.source.wording(language)}"
        if one.places:
            yield "    " + " · ".join(place.said.wording(language) for place in one.places)


def _lifting(lifting: Lifting, language: str) -> Iterator[str]:
    yield lifting.lacking.wording(language)
    yield from (f"  {note.wording(language)}" for note in lifting.notes)
    yield from (f"  - {way.wording(language)}" for way in lifting.ways)


def _meeting(one: Retraced, language: str) -> Iterator[str]:
    yield one.said.wording(language)
    if one.cited:
        yield f"  {one.cited.number}, {one.cited.sheet_code}"
    yield from (f"  {sentence.wording(language)}" for sentence in one.capped)
    if one.note:
        yield f"  {one.note.wording(language)}"
    for loss in one.told:
        yield from _loss(loss, language)


def _loss(loss: Loss, language: str) -> Iterator[str]:
    said = f"{loss.text.wording(language)} – {loss.said.wording(language)} {loss.adjusted}".rstrip()
    yield f"  {loss.code} {said} {loss.source.wording(language)}"
    for found in loss.found:
        records = ", ".join(f"{link.said.wording(language)} ({link.path})" for link in found.records)
        yield f"    {found.said.wording(language)} {records}".rstrip()
