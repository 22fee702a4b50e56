"""A client that signs people in, returns parsed pages, and refuses bad ones."""

import re

from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.drawings import check_drawings
from tests.pagecheck import check_page
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.extensions import db
from tracker.once import new_key
from tracker.people import sessions
from tracker.people.models import Account

UNAUDITED = {"people.sign_in", "people.language", "people.sign_out", "notices.open"}


class Visitor(FlaskClient):
    """Each request gets an application context of its own, so that a forgotten commit saves nothing."""

    read_token = None

    def open(self, *args, **kwargs):
        db.session.expire_all()
        db.session.commit()
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def sign_in(self, person):
        """Sign a person in, by a real session row of their account (made if they have none)."""
        account = db.session.query(Account).filter_by(person_id=person.id).one_or_none()
        if account is None:
            account = Account(person_id=person.id, user_name=f"p{person.id}", password_hash="!", created_at=clock.now())
            db.session.add(account)
            db.session.flush()
        token = sessions.open_session(account, clock.now())
        db.session.commit()
        with self.session_transaction() as session:
            session["token"] = token
        return self

    def speak(self, language):
        with self.session_transaction() as session:
            session["language"] = language
        return self

    def page(self, url, *, status=200, data=None, csrf=True, **kwargs):
        """Open a page (POST when ``data`` is given), follow redirects, check what comes, return it parsed.

        A POST that succeeds must have left a trace in the audit trail.
        """
        if data is None:
            response = self.get(url, follow_redirects=True, **kwargs)
        else:
            response = self.send(url, data, csrf=csrf, **kwargs)
        assert response.status_code == status, f"{url}: {response.status_code}\n{_plain(response.text)}"
        with self.session_transaction() as session:
            language = session.get("language", "vi")
        return check_page(response.text, locale=language)

    def send(self, url, data, *, csrf=True, follow_redirects=True, **kwargs):
        """POST a form as the page would send it: with its CSRF token and a fresh key."""
        fields = {"csrf_token": self.csrf_token()} if csrf else {}
        before = _entries()
        response = self.post(url, data=fields | {"once": new_key()} | data, follow_redirects=False, **kwargs)
        if response.status_code in (302, 303):
            endpoint = self._endpoint(url)
            assert endpoint in UNAUDITED or _entries() > before, f"{endpoint} left no audit entry"
            check_drawings()
            if follow_redirects:
                return self.get(response.location, follow_redirects=True)
        return response

    def csrf_token(self):
        """A token for this visitor's session, read from a page as a browser would; once for each session."""
        if self.read_token is None or self.read_token[0] != self._session_secret():
            page = self.get("/", follow_redirects=True).text
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
            assert found, "the page has no form to take a CSRF token from"
            self.read_token = self._session_secret(), found[1]
        return self.read_token[1]

    def _session_secret(self):
        with self.session_transaction() as session:
            return session.get("csrf_token")

    def _endpoint(self, url):
        adapter = self.application.url_map.bind("localhost")
        return adapter.match(url.split("?")[0], method="POST")[0]


def _entries():
    count = db.session.scalar(select(func.count()).select_from(AuditEntry))
    db.session.commit()
    return count


def _plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))[:1500]
