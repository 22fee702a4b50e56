"""Flask-Login's side of signing in: who is behind the cookie, and where those go who are nobody yet."""

from flask import Flask, Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker import book
from tracker.base import clock
from tracker.errors import typed
from tracker.extensions import login_manager
from tracker.once import new_key
from tracker.people import sessions
from tracker.permissions import Action, allows

TOKEN = "token"  # noqa: S105  # the name of the cookie's field, not a secret  # nosec B105


@login_manager.request_loader
def load(_request: object) -> sessions.SignedIn | None:
    token = session.get(TOKEN)
    return sessions.of_token(token, clock.now()) if token else None


@login_manager.unauthorized_handler
def unauthorized() -> Response | tuple[str, int]:
    """To the sign-in page and back; a form sent after its session ended is shown again, not lost."""
    if request.method == "POST":
        return render_template("errors/401.html", typed=typed()), 401
    flash(_("Đồng chí đăng nhập để xem trang này."), "info")
    back = url_for("people.sign_in", next=request.full_path.rstrip("?"))
    return redirect(back)  # type: ignore[return-value]  # Flask's redirect is typed as werkzeug's Response


def init_app(app: Flask) -> None:
    app.jinja_env.globals["once_key"] = new_key

    @app.context_processor
    def permissions_for_pages() -> dict[str, object]:
        someone = current_user._get_current_object()
        if not (someone and someone.is_authenticated):
            return {"allows": lambda _action, _subject=None: False, "demo": book.is_demo()}

        def may(action: str, subject: object = None) -> bool:
            return allows(someone.actor, Action(action), subject)

        return {"allows": may, "demo": someone.in_demo}
