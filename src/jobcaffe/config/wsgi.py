"""The WSGI entry point; any WSGI server can serve it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402  needs the applications loaded

from jobcaffe.foundation.checks import refuse_to_start  # noqa: E402  needs the applications loaded

refuse_to_start()
# All pages are imported now and not at somebody's first click. What is loaded stays for ever: the collector
# need not walk through it again while pages are made.
get_resolver().url_patterns  # noqa: B018  reading is what imports them
gc.collect()
gc.freeze()
