"""Which language a page is in: the reader's choice, else Vietnamese; and the texts of the book in it."""

from typing import Any

from flask import Flask, g, has_app_context, has_request_context, session
from flask_babel import Domain, get_locale
from markupsafe import Markup

from tracker.extensions import babel

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def chosen() -> str:
    kept = session.get("language") if has_request_context() else None
    return kept if kept in LANGUAGES else "vi"


class Catalogues(Domain):
    """The book's texts. The catalogue of the language in force is kept with the request, where flask-babel forgets it
    when the language changes; by itself it looks the language up anew for every text."""

    def get_translations(self) -> Any:
        kept = g._get_current_object().get("_flask_babel") if has_app_context() else None
        found = getattr(kept, "babel_translations", None)
        if found is None:
            found = super().get_translations()
            if kept is not None:
                kept.babel_translations = found
        return found


TEXTS = Catalogues()


def _text(text: str, /, **values: Any) -> Markup:
    """``{{ _("…") }}``: safe mark-up, the values in it escaped. Always a format, so that ``%%`` is one sign."""
    said = Markup(TEXTS.get_translations().gettext(text))  # noqa: S704  # the catalogue is ours  # nosec B704
    return said % values if values or "%" in said else said


def init_app(app: Flask) -> None:
    babel.domain_instance = TEXTS
    app.jinja_env.globals.update(_=_text, gettext=_text)

    @app.context_processor
    def language_for_pages() -> dict[str, object]:
        locale = get_locale()
        return {"locale": locale.language if locale else "vi", "languages": LANGUAGES}
