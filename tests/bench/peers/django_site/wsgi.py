"""What a server loads: ``tests.bench.peers.django_site.wsgi:app``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.peers.django_site.settings")
app = get_wsgi_application()
