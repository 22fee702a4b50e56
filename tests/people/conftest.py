"""Passwords are hashed cheaply here, so that hundreds of sign-ins do not take minutes."""

import pytest
from argon2 import PasswordHasher

from tracker.people import sessions


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(sessions, "HASHER", cheap)
    monkeypatch.setattr(sessions, "nobody", lambda: cheap.hash("nobody"))
