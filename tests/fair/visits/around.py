"""A fair with a door, somebody who keeps it, and visitors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from jobcaffe.fair.events.models import Fair, Helper, Session, Shift
from jobcaffe.fair.visits import actions
from jobcaffe.fair.visits.models import Device, Visitor
from jobcaffe.foundation.accounts.models import User
from tests import factories


def visitor(fair: Fair, name: str = "Franco Colombo", **fields: Any) -> Visitor:
    """Somebody who signed up at the page."""
    fields.setdefault("contact", f"333 {uuid4().int % 10**7:07d}")
    details = actions.Details(name=name, **fields)
    way = {"actor": factories.user("desk")} if details.way != "web" else {}
    return actions.sign_up(fair=fair, details=details, request_key=uuid4(), **way)


def workshop(fair: Fair, seats: int | None = 1, hour: int = 1, **fields: Any) -> Session:
    """A workshop that begins some hours after the doors open."""
    starts = fair.opens_at + timedelta(hours=hour)
    hours = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    values = {"kind": "workshop", "title": "Prova un colloquio", "seats": seats, **hours, **fields}
    return Session.objects.create(fair=fair, **values)


def volunteer(fair: Fair, **fields: Any) -> User:
    """Somebody with a shift at the door of this fair."""
    user = factories.user("fair_volunteer", **fields)
    Helper.objects.create(shift=shift(fair), user=user)
    return user


def shift(fair: Fair) -> Shift:
    """A turn at the door of this fair."""
    ends = fair.opens_at + timedelta(hours=4)
    return Shift.objects.create(fair=fair, job="door", starts_at=fair.opens_at, ends_at=ends)


def fact(read: str = "", kind: str = "in", at: int = 0, **fields: Any) -> dict[str, Any]:
    """A row as a device sends it."""
    return {"nonce": str(uuid4()), "kind": kind, "at": at, "read": read, **fields}


def telephone(fair: Fair, keeper: User, label: str = "Porta 1") -> tuple[Device, str]:
    """A telephone of the door, and the key that it keeps."""
    key = uuid4().hex
    return actions.register_device(actor=keeper, fair=fair, label=label, device_id=uuid4(), key=key), key


def present_now(fair: Fair) -> set[UUID]:
    """Who is inside."""
    return set(Visitor.objects.filter(fair=fair, inside=True).values_list("pk", flat=True))


def free_seats(session: Session) -> int:
    """Seats of a workshop that nobody holds."""
    return (session.seats or 0) - session.taken.filter(state="held").count()
