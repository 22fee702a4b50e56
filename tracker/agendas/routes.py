"""Every route of the agenda, by what is done on it."""

from tracker.agendas import document_routes, editing_routes, reading_routes, sending_routes, words
from tracker.agendas.blueprint import bp

__all__ = ["bp", "document_routes", "editing_routes", "reading_routes", "sending_routes"]

bp.record_once(lambda setup: setup.app.jinja_env.globals.update(agenda_words=words))
