"""Django's own tables beside the book's, and a signed-in user for each person named.

``python -m tests.bench.peers.django_site.set_up 4 17 …`` prints, as JSON, the session cookie of each person.
"""

import json
import os
import sys

import django


def main(people: list[int]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.peers.django_site.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    copy_marks()
    print(json.dumps({person: signed_in(person) for person in people}))


def copy_marks() -> None:
    """The book's marks, once, with a key of one column; as the book wrote them."""
    from django.db import connection

    from tests.bench.peers.django_site.models import KeyedMark

    if KeyedMark.objects.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_site_keyedmark (scoresheet_id, criterion, applies, given, note)"
            " SELECT scoresheet_id, criterion, applies, given, note FROM mark ORDER BY scoresheet_id, criterion"
        )
        cursor.execute("ANALYZE django_site_keyedmark")


def signed_in(person_id: int) -> str:
    """A session as ``login()`` makes it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    from tests.bench.peers.django_site.models import Seat

    user, _ = get_user_model().objects.get_or_create(username=f"person-{person_id}")
    Seat.objects.get_or_create(user=user, defaults={"person_id": person_id})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]])
