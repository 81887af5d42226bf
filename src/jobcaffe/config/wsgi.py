"""The WSGI entry point; any WSGI server can serve it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")
application = get_wsgi_application()

from jobcaffe.foundation.checks import refuse_to_start  # noqa: E402  needs the applications loaded

refuse_to_start()
