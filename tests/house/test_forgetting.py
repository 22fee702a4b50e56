"""What says nothing any more is removed by the nightly recompute; what still does stays."""

from datetime import timedelta

from sqlalchemy import func, select

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db
from tracker.once import SentForm
from tracker.people import sessions
from tracker.people.models import SignInAttempt, UserSession
from tracker.ratings.commands import recompute


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_old_keys_tries_and_sessions_go_and_new_ones_stay(app):
    account = make.account(make.person())
    now, long_ago = clock.now(), clock.now() - timedelta(days=90)
    for at in (now, long_ago):
        db.session.add(SentForm(key=f"key of {at:%d%m}", digest="", at=at))
        db.session.add(SignInAttempt(user_name="thu", address="127.0.0.1", at=at))
        sessions.open_session(account, at)
    db.session.commit()

    assert app.test_cli_runner().invoke(recompute).exit_code == 0

    assert [count(model) for model in (SentForm, SignInAttempt, UserSession)] == [1, 1, 1]
    assert db.session.scalar(select(UserSession.expires_at)) > now
