"""The site that the room race runs against, in processes of its own.

``python -m tests.attack.room_race_site prepare`` makes a room per round and signed-in
sessions, and prints them as JSON; ``count`` prints how many hold each room; ``unguard`` takes the
database's guard away. ``application`` is the site with the lock and the check under it switched
off: it looks first and writes afterwards, as careless software does. Only tests load this module.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from tests.attack.careless import something_else

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")

ROUNDS = 6
USERS = 8


def prepare() -> dict[str, Any]:
    """Rooms and cookies."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from tests import factories

    rooms = [str(factories.room().pk) for _round in range(ROUNDS)]
    cookies = []
    for _user in range(USERS):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(factories.user("desk"))
        client.get(reverse("agenda:rooms"))
        cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    return {"rooms": rooms, "cookies": cookies, **names}


def count() -> dict[str, int]:
    """Held bookings by room."""
    from jobcaffe.spaces.models import Booking, Room

    held = Booking.objects.filter(state=Booking.State.HELD)
    return {str(room.pk): held.filter(room=room).count() for room in Room.objects.all()}


def unguard() -> bool:
    """Whether the guard is gone."""
    from django.db import connection

    from jobcaffe.spaces import guard

    guard.remove(connection)
    return not guard.installed(connection)


def _careless() -> Any:
    """The site without lock and without the check under the lock."""
    from django.core.wsgi import get_wsgi_application

    made = get_wsgi_application()
    from jobcaffe.spaces import actions
    from jobcaffe.spaces.models import Room

    book, look = actions.book, actions.ensure_free

    def without_lock(room_id: Any) -> Room:
        return Room.objects.select_related("place").get(pk=room_id)

    def look_then_write(**fields: Any) -> Any:
        look(without_lock(fields["room_id"]), fields["starts_at"], fields["ends_at"])
        something_else()
        return book(**fields)

    actions.lock_room = without_lock
    actions.ensure_free = lambda *_args, **_fields: None
    actions.book = look_then_write
    return made


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"prepare": prepare, "count": count, "unguard": unguard}[sys.argv[1]]()))
elif os.environ.get("JOBCAFFE_TEST_DATABASE") == "1" and "granian" in " ".join(sys.argv):
    application = _careless()
