"""The base of every form: typed values out of text, and sentences for what is wrong."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, StopValidation, ValidationError

from tracker.base.filters import number

CONTROLS = dict.fromkeys(sign for sign in range(32) if sign not in (9, 10, 13))
"""Signs that no text has and PostgreSQL refuses."""


def tidy(text: str | None) -> str | None:
    """NFC, no blanks at the ends, blanks within a line single, one line."""
    if text is None:
        return None
    return re.sub(r"[ \t\r\n\u00a0]+", " ", unicodedata.normalize("NFC", text).translate(CONTROLS)).strip()


def tidy_lines(text: str | None) -> str | None:
    """NFC, Unix line ends, no blanks at line ends, no empty lines at the edges."""
    if text is None:
        return None
    lines = unicodedata.normalize("NFC", text).translate(CONTROLS).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


class Line(StringField):
    """One line of text, tidied."""

    def __init__(self, *args: Any, most: int = 200, **kwargs: Any):
        super().__init__(*args, filters=[tidy], **kwargs)
        self.most = most

    def pre_validate(self, form: Any) -> None:
        if self.data and len(self.data) > self.most:
            raise ValidationError(
                _(
                    "“%(label)s” dài quá %(most)s chữ. Hãy viết ngắn lại.",
                    label=self.label.text,
                    most=self.most,
                )
            )


class Paragraph(TextAreaField):
    """Several lines of text, tidied."""

    def __init__(self, *args: Any, most: int = 20000, **kwargs: Any):
        super().__init__(*args, filters=[tidy_lines], **kwargs)
        self.most = most

    pre_validate = Line.pre_validate


class Day(DateField):
    """A date, as the browser's own control sends it or as people type it: 06/3/2026."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            said = _("Hãy ghi “%(label)s” theo ngày/tháng/năm, ví dụ 06/3/2026.", label=self.label.text)
            raise ValueError(said) from error
        if self.data is not None and not date(1930, 1, 1) <= self.data <= date(2200, 1, 1):
            raise ValueError(_("Năm trong “%(label)s” không hợp lý. Hãy xem lại.", label=self.label.text))


class Clock(TimeField):
    """An hour of the day: 14:00, 14h00 or 14h."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip().lower()
        if not text:
            self.data = None
            return
        found = re.fullmatch(r"(\d{1,2})\s*[h:g]\s*(\d{1,2})?(?::\d{2})?", text)
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            self.data = None
            raise ValueError(_("Hãy ghi “%(label)s” theo giờ:phút, ví dụ 14:00.", label=self.label.text))
        self.data = time(int(found[1]), int(found[2] or 0))


class Number(Field):
    """A whole or decimal number as people write it (93,5 or 93.5); ``data`` is a Decimal or ``None``."""

    data: Any

    def _value(self) -> str:
        """What the page shows again: what was typed, as it was typed; else the number as people write it."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else number(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
        self.data = None
        if not text:
            return
        try:
            self.data = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(_("Hãy ghi “%(label)s” bằng số.", label=self.label.text)) from error
        if not self.data.is_finite():
            self.data = None
            raise ValueError(_("Hãy ghi “%(label)s” bằng số.", label=self.label.text))


class Whole(Number):
    """A whole number; ``data`` is an int or ``None``."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        given: Any = self.data
        if given is None:
            return
        self.data = None
        if given != given.to_integral_value() or abs(given) > 10**6:
            raise ValueError(_("Hãy ghi “%(label)s” bằng số nguyên.", label=self.label.text))
        self.data = int(given)


class OurWords:
    """What WTForms says by itself, in the book's words; it brings no Vietnamese of its own."""

    def gettext(self, text: str) -> str:
        if "choice" in text:
            return _("Hãy chọn một trong các mục có sẵn.")
        return _("Hãy xem lại mục này.")

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one)


class Drawn(HiddenField):
    """The number of the row that the form was drawn from; sent without one, it is of no row that there is."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else ""


class TrackerForm(FlaskForm):
    """``version`` is the number of the row the form was drawn from, for forms that edit one."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return OurWords()

    version = Drawn()

    @property
    def typed(self) -> dict[str, Any]:
        """What the person gave, by field, without what the page put there itself."""
        aside = {"csrf_token", "version"}
        return {name: field.data for name, field in self._fields.items() if name not in aside}

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Add a sentence beside a field, or over the form."""
        if field is None:
            self.form_errors.append(sentence)
        else:
            self[field].errors = [*self[field].errors, sentence]


class Filled(InputRequired):
    """Something was given, blanks not counted; a nought is something."""

    def __call__(self, form: Any, field: Any) -> None:
        given = field.raw_data[0] if field.raw_data else None
        if isinstance(given, str) and not given.strip():
            field.errors = []
            raise StopValidation(str(self.message))
        super().__call__(form, field)


def required(sentence: Any) -> InputRequired:
    """The field must be filled; ``sentence`` says what to do, not that something is missing."""
    return Filled(sentence)


def options(pairs: Iterable[tuple[Any, Any]]) -> list[Any]:
    """Choices for a select, radio or ticks out of (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]
