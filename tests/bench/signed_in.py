"""The cookies of people signed in to the book, and to the Django site over the same tables."""

import hashlib
import json
import os
import subprocess
import sys

from flask import Flask
from sqlalchemy import select

from tests.bench.books import ROOT, Book
from tracker.extensions import db
from tracker.people.models import Account, UserSession


def cookie(app: Flask, token: str) -> str:
    """What the browser of that session sends."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = token
    name = app.config["SESSION_COOKIE_NAME"]
    return f"{name}={client.get_cookie(name).value}"


def cookies(app: Flask, tokens: list[str]) -> dict[str, str]:
    return {token: cookie(app, token) for token in set(tokens)}


def people(app: Flask, tokens: list[str]) -> dict[str, int]:
    """Whose session each token is."""
    hashed = {hashlib.sha256(token.encode()).hexdigest(): token for token in tokens}
    with app.app_context():
        rows = db.session.execute(
            select(UserSession.token_hash, Account.person_id)
            .join(UserSession.account)
            .where(UserSession.token_hash.in_(hashed))
        )
        return {hashed[digest]: person_id for digest, person_id in rows}


def django_cookies(book: Book, app: Flask, tokens: list[str]) -> dict[str, str]:
    """The same people's cookies on the Django site, whose own tables are made if need be."""
    by_token = people(app, tokens)
    wanted = sorted({str(person_id) for person_id in by_token.values()})
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.peers.django_site.set_up", *wanted],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "BENCH_DATABASE_URL": book.url},
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    by_person = json.loads(done.stdout)
    return {token: by_person[str(person_id)] for token, person_id in by_token.items()}
