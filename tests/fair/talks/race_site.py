"""The site that the race for the last hour runs against, in processes of its own. Only tests load this module.

``python -m tests.fair.talks.race_site prepare`` makes a fair whose stands have one hour left;
``count`` prints how many hold each stand, how many signed up, how many sit at one table. ``application`` is
the site that looks for a free table without lock and constraint, as careless software does.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from tests.attack.careless import something_else

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")

ROUNDS, SLOT, TABLES = 6, 1, 2


def prepare() -> dict[str, Any]:
    """A fair to book, and a stand of two tables for every round."""
    from django.conf import settings

    from tests import factories
    from tests.fair.talks import around

    fair = around.booking_fair()
    tables = [TABLES if slot == SLOT else 0 for slot in range(fair.slots)]
    stands = [str(factories.stand(fair=fair, tables=tables).pk) for _round in range(ROUNDS)]
    return {"slug": fair.slug, "stands": stands, "csrf": settings.CSRF_COOKIE_NAME}


def count() -> dict[str, Any]:
    """Talks by stand, talks over what its tables hold, and sign-ups without a talk."""
    from jobcaffe.fair.events.models import Stand
    from jobcaffe.fair.talks.models import Talk
    from jobcaffe.fair.visits.models import Visitor

    stands = {str(one.pk): Talk.objects.filter(stand=one).count() for one in Stand.objects.all()}
    return {"stands": stands, "idle": Visitor.objects.filter(talks=None).count()}


def unguard() -> bool:
    """Whether the constraint of the tables is gone."""
    from django.db import connection

    from jobcaffe.fair.talks.models import Talk

    found = next(one for one in Talk._meta.constraints if one.name == "talk_table_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Talk, found)
    return True


def _careless() -> Any:
    """Looks first and writes afterwards; on SQLite too the look is outside the transaction."""
    from django.core.wsgi import get_wsgi_application

    made = get_wsgi_application()
    from jobcaffe.fair.events.models import Stand
    from jobcaffe.fair.talks import actions, queries, rules

    book = actions.book_new

    def look_then_write(**given: Any) -> Any:
        seen = queries.free_slots(given["stand"])
        something_else()
        rules.stand_locked = lambda key: Stand.objects.select_related("fair", "organisation").get(pk=key)
        queries.free_slots = lambda _stand: seen
        queries.free_tables = lambda _stand, _slot: [0]
        return book(**given)

    actions.book_new = look_then_write
    return made


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"prepare": prepare, "count": count, "unguard": unguard}[sys.argv[1]]()))
elif os.environ.get("JOBCAFFE_TEST_DATABASE") == "1" and "granian" in " ".join(sys.argv):
    application = _careless()
