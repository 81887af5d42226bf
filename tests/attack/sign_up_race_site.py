"""The site that the race of two sign-ups with one name and one contact runs against, in processes of its own.

``python -m tests.attack.sign_up_race_site prepare`` makes a fair, and prints its slug as
JSON; ``count`` prints how many visitors each contact has. ``application`` is the site without the lock, as
careless software does. Only tests load this module.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from tests.attack.careless import something_else

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")


def prepare() -> dict[str, Any]:
    """A public fair."""
    from django.conf import settings

    from tests import factories

    return {"slug": factories.fair().slug, "csrf": settings.CSRF_COOKIE_NAME}


def count() -> dict[str, int]:
    """Contact → visitors."""
    from collections import Counter

    from jobcaffe.fair.visits.models import Visitor

    return dict(Counter(one.contact for one in Visitor.objects.all()))


def _careless() -> Any:
    """The site that looks for a twin before the writing begins, and waits for nobody."""
    from django.core.wsgi import get_wsgi_application

    made = get_wsgi_application()
    from jobcaffe.fair.visits import actions
    from jobcaffe.fair.visits.actions import signing

    careful, looking = signing.sign_up, signing.twin

    def look_then_write(*, fair: Any, details: Any, **fields: Any) -> Any:
        _contact, index = signing.contact_of(details)
        found = looking(fair, details.name, index)
        if found is not None:
            raise signing.AlreadyIn(found)
        something_else()
        signing.first_time = lambda *_args, **_fields: None
        return careful(fair=fair, details=details, **fields)

    signing.one_at_a_time = lambda _what: None
    signing.sign_up = actions.sign_up = look_then_write
    return made


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"prepare": prepare, "count": count}[sys.argv[1]]()))
elif os.environ.get("JOBCAFFE_TEST_DATABASE") == "1" and "granian" in " ".join(sys.argv):
    application = _careless()
