"""What the pages of the agenda share."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from jobcaffe.encounters import queries
from jobcaffe.encounters.enums import State
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.spaces import words
from jobcaffe.spaces.actions import RoomTaken
from jobcaffe.spaces.queries import Slot
from jobcaffe.web.page import user_of as user_of

STATE_CHIPS = {State.PLANNED.value: "todo", State.HELD.value: "done", State.CANCELLED.value: "later"}


def encounter_or_404(request: HttpRequest, pk: UUID, capability: str = "encounter.read") -> Encounter:
    """The encounter when it is to be seen; otherwise it is not there."""
    found = queries.encounter_of(request.user, pk, capability)
    if found is None:
        raise Http404
    return found


def tell(request: HttpRequest, refusal: Refused) -> None:
    """A refusal after a redirect."""
    messages.error(request, str(refusal))


def free_slots(refusal: Refused) -> list[Slot]:
    """The alternatives of a refusal, when it has some."""
    return refusal.alternatives if isinstance(refusal, RoomTaken) else []


def slot_values(slots: list[Slot]) -> list[dict[str, str]]:
    """Slots as one-tap buttons: the form of the page is sent again with this room and time."""
    return [
        {"label": one.label, "value": f"{one.room_id}|{one.starts_at.isoformat()}|{one.ends_at.isoformat()}"}
        for one in slots
    ]


def asked_slot(request: HttpRequest) -> tuple[UUID, datetime, datetime] | None:
    """Room, start and end that a one-tap button sent; ``None`` when it was another button."""
    try:
        room, start, end = request.POST.get("slot", "").split("|")
        slot = UUID(room), datetime.fromisoformat(start), datetime.fromisoformat(end)
    except ValueError:
        return None
    # Ours always say their zone; an hour without one is nobody's.
    return slot if slot[1].tzinfo and slot[2].tzinfo else None


def state_chip(encounter: Encounter) -> dict[str, str]:
    """Kind and words of the chip that says where an encounter stands."""
    return {"kind": STATE_CHIPS[encounter.state], "text": capfirst(encounter.get_state_display())}


def encounter_url(encounter: Encounter) -> str:
    """Its page."""
    return reverse("agenda:detail", args=[encounter.pk])


def when(encounter: Encounter) -> str:
    """Day and hours in words."""
    return words.when_words(encounter.starts_at, encounter.ends_at)
