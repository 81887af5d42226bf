"""What a group is, while that may still change: theme, kind, hour, way of leading, room."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.circles import queries, rules
from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Circle
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.spaces.models import Room

FREE = (State.IDEA, State.GATHERING)
SHAPE = ("kind", "theme", "mode", "slot")


@transaction.atomic
def change_circle(
    *,
    actor: Actor,
    circle_id: UUID,
    kind: str,
    theme: str,
    mode: str,
    slot: str,
    area: str,
    public: bool,
    room_id: UUID | None = None,
) -> Circle:
    """Change what a group is. The same values twice change nothing.

    Refused for a closed group, for words that do not go together, for a room that is not used any
    more, and for kind, theme, mode or hour of a group that people were proposed or that has dates.
    """
    circle = rules.locked_circle(actor, circle_id, "circle.manage")
    rules.check_place(theme, slot, kind, mode)
    _check(circle, {"kind": kind, "theme": theme, "mode": mode, "slot": slot})
    if room_id not in (None, circle.room_id) and not Room.objects.filter(pk=room_id, active=True).exists():
        raise Refused(_("Questa sala non si usa più. Scegline un'altra."))
    values = {
        "kind": kind,
        "theme": theme,
        "mode": mode,
        "slot": slot,
        "area": area.strip(),
        "public": public,
        "room_id": room_id,
    }
    changed = [name for name, value in values.items() if getattr(circle, name) != value]
    for name in changed:
        setattr(circle, name, values[name])
    if changed:
        circle.save(update_fields=changed)
        record(actor, "circle.update", circle, fields=changed)
    return circle


def _check(circle: Circle, wanted: dict[str, str]) -> None:
    if circle.state in queries.CLOSED:
        raise Refused(_("Questo gruppo è chiuso: non si cambia più."))
    other = any(getattr(circle, name) != wanted[name] for name in SHAPE)
    if other and (circle.state not in FREE or circle.cycles.exists()):
        raise Refused(
            _(
                "Tema, tipo, orario e modo di guidare non cambiano più: "
                "il gruppo è già stato proposto, o ha le date. Crea un altro gruppo."
            )
        )
