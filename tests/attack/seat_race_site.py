"""The site that the race for the last seat of a workshop runs against, in processes of its own.

``python -m tests.attack.seat_race_site prepare`` makes a workshop with one seat for each
round and eighty tickets, and prints them as JSON; ``count`` prints who holds and who waits in each;
``unguard`` takes the unique number away. ``application`` is the site that looks first and writes
afterwards, as careless software does. Only tests load this module.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from tests.attack.careless import something_else

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")

ROUNDS, CLIENTS = 8, 80
GUARD = "fair_seat_number_once"


def prepare() -> dict[str, Any]:
    """Workshops and the tokens of tickets."""
    from django.conf import settings

    from jobcaffe.fair.visits.models import Visitor
    from jobcaffe.fair.visits.rules import token_of
    from tests import factories
    from tests.fair.visits import around

    fair = factories.fair()
    sessions = [str(around.workshop(fair, seats=1, hour=hour).pk) for hour in range(ROUNDS)]
    rows = [Visitor(fair=fair, code=f"F0-{number:03d}", name="Anna") for number in range(CLIENTS)]
    tokens = [token_of(one) for one in Visitor.objects.bulk_create(rows)]
    return {"sessions": sessions, "tokens": tokens, "csrf": settings.CSRF_COOKIE_NAME}


def count() -> dict[str, list[int]]:
    """Session → seats held, places in the waiting list."""
    from jobcaffe.fair.events.models import Session
    from jobcaffe.fair.visits.models import Seat

    def many(session: Session, state: str) -> int:
        return Seat.objects.filter(session=session, state=state).count()

    return {str(one.pk): [many(one, "held"), many(one, "waiting")] for one in Session.objects.all()}


def unguard() -> bool:
    """Whether two may hold one number now."""
    from django.db import connection

    from jobcaffe.fair.visits.models import Seat

    guard = next(one for one in Seat._meta.constraints if one.name == GUARD)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Seat, guard)
    with connection.cursor() as cursor:
        return GUARD not in connection.introspection.get_constraints(cursor, Seat._meta.db_table)


def _careless() -> Any:
    """The site without the lock: the free seat is looked for before the writing begins."""
    from django.core.wsgi import get_wsgi_application

    made = get_wsgi_application()
    from jobcaffe.fair.events.models import Session
    from jobcaffe.fair.visits import actions
    from jobcaffe.fair.visits.actions import seats
    from jobcaffe.fair.visits.models import Seat

    def look_then_write(*, visitor: Any, session_id: Any, **_fields: Any) -> Seat:
        number = seats._lowest(Session.objects.get(pk=session_id))
        something_else()
        state = "waiting" if number is None else "held"
        return Seat.objects.create(session_id=session_id, visitor=visitor, number=number, state=state)

    actions.take_seat = look_then_write
    return made


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"prepare": prepare, "count": count, "unguard": unguard}[sys.argv[1]]()))
elif os.environ.get("JOBCAFFE_TEST_DATABASE") == "1" and "granian" in " ".join(sys.argv):
    application = _careless()
