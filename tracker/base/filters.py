"""How moments, days, marks and names are written on a page, in the reader's language."""

from datetime import date, datetime, time
from decimal import Decimal

from flask import Flask, g, has_app_context
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from tracker.base import clock


def _vietnamese() -> bool:
    kept = g._get_current_object().get("_flask_babel") if has_app_context() else None
    locale = getattr(kept, "babel_locale", None) or get_locale()  # as kept with the request: asked for each number
    return locale is None or locale.language == "vi"


WEEKDAYS = (
    _l("thứ Hai"), _l("thứ Ba"), _l("thứ Tư"), _l("thứ Năm"), _l("thứ Sáu"), _l("thứ Bảy"), _l("Chủ nhật"),
)  # fmt: skip


def weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def short_day(day: date | datetime | None) -> str:
    """06/3/2026: the day below ten with its nought, the month without, except 01 and 02, as in office use."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = clock.day_of(day)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def full_day(day: date | datetime | None) -> str:
    """thứ Sáu, 06/3/2026"""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = clock.day_of(day)
    return f"{weekday(day)}, {short_day(day)}"


def hour(moment: datetime | time | None) -> str:
    """14:00, as clocks in Việt Nam show it."""
    if moment is None:
        return ""
    return (clock.local(moment) if isinstance(moment, datetime) else moment).strftime("%H:%M")


def full_moment(moment: datetime | None) -> str:
    """thứ Sáu, 06/3/2026, 14:00"""
    return "" if moment is None else f"{full_day(moment)}, {hour(moment)}"


def number(value: Decimal | float | int | None, places: int = 2) -> str:
    """93,5 in Vietnamese, 93.5 in English; no noughts after the mark that say nothing."""
    if value is None:
        return "–"
    text = f"{round(Decimal(value), places):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if _vietnamese() else text


def percent(value: Decimal | float | None, places: int = 1) -> str:
    """85 % from 0.85"""
    return "–" if value is None else f"{number(Decimal(value) * 100, places)}\u00a0%"


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=short_day, weekday=weekday, full_day=full_day, hour=hour, moment=full_moment, points=number,
        number=number, percent=percent,
    )  # fmt: skip
