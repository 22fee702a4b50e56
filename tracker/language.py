"""Which language a page is in: the reader's choice, else Vietnamese."""

from flask import Flask, has_request_context, session
from flask_babel import get_locale

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def chosen() -> str:
    kept = session.get("language") if has_request_context() else None
    return kept if kept in LANGUAGES else "vi"


def init_app(app: Flask) -> None:
    @app.context_processor
    def language_for_pages() -> dict[str, object]:
        locale = get_locale()
        return {"locale": locale.language if locale else "vi", "languages": LANGUAGES}
