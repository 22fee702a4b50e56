"""What a server loads: ``tracker.wsgi:app``."""

import gc

from tracker import create_app

app = create_app()
gc.freeze()  # what is here now stays: see ``tracker``
