"""What the kill test asks of the database, and a site that confirms before it has written.

``python -m tests.attack.kill_site`` prints how often each key of a pressed button was written.
``application`` answers every POST at once and does the work a moment later, as software does that
keeps its writes in memory. Only tests load this module.
"""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")
LATER_SECONDS = 0.5


def written() -> dict[str, int]:
    """How many rows each key made: an intake with its person and its journal row, or a booking."""
    from jobcaffe.foundation.journal.models import Entry
    from jobcaffe.people.models import Intake
    from jobcaffe.spaces.models import Booking

    found: Counter[str] = Counter()
    told = set(Entry.objects.values_list("subject_ref", flat=True))
    for key, person in Intake.objects.exclude(request_key=None).values_list("request_key", "person"):
        assert person in told, "an intake without its row in the journal"
        found[str(key)] += 1
    for key in Booking.objects.exclude(request_key=None).values_list("request_key", flat=True):
        found[str(key)] += 1
    return dict(found)


def persons() -> dict[str, int]:
    """How many persons have each surname: a second press makes no second person."""
    from jobcaffe.people.models import Person

    return dict(Counter(Person.objects.values_list("last_name", flat=True)))


def _careless() -> Callable[..., Iterable[bytes]]:
    from django.core.wsgi import get_wsgi_application

    site = get_wsgi_application()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            return site(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))

        def later() -> None:
            time.sleep(LATER_SECONDS)
            list(site({**environ, "wsgi.input": io.BytesIO(body)}, lambda *_args: None))

        threading.Thread(target=later, daemon=True).start()
        start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
        return [b""]

    return application


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"written": written(), "persons": persons()}))
elif os.environ.get("JOBCAFFE_TEST_DATABASE") == "1" and "granian" in " ".join(sys.argv):
    application = _careless()
