"""The web as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "joinedup.web.config.settings")
application = get_wsgi_application()

# What is imported stays: to look through it for rubbish while somebody waits takes up to a twentieth of a page's time.
gc.freeze()
gc.set_threshold(20_000, 20, 100)
