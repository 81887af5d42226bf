"""Who may do what in which group, and how a group lives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, queries
from jobcaffe.circles.enums import RequestState, State
from jobcaffe.circles.models import Circle, GroupRequest, Incompatibility, Membership
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.people.rules import require

NOT_THERE = "Questo gruppo non c'è, o non è fra i tuoi. Torna alla tua pagina."
STEPS: dict[str, tuple[State, ...]] = {
    State.IDEA: (State.GATHERING, State.ENDED),
    State.GATHERING: (State.ACTIVATION, State.ENDED),
    State.ACTIVATION: (State.START_UP, State.GATHERING, State.ENDED),
    State.START_UP: (State.RUNNING, State.CLOSING),
    State.RUNNING: (State.MID_REVIEW, State.CLOSING),
    State.MID_REVIEW: (State.RUNNING, State.CLOSING),
    State.CLOSING: (State.RENEWED, State.AUTONOMOUS, State.ENDED),
    State.RENEWED: (State.RUNNING, State.CLOSING),
    State.AUTONOMOUS: (State.ARCHIVED,),
    State.ENDED: (State.ARCHIVED,),
    State.ARCHIVED: (),
}
LEADERS_OF_MINORS = 2
NOT_STARTED = (State.IDEA, State.GATHERING, State.ACTIVATION)
# From the first meeting on the group decides, with who leads it.
OF_THE_GROUP = (
    State.START_UP,
    State.RUNNING,
    State.MID_REVIEW,
    State.CLOSING,
    *queries.CLOSED,
    State.RENEWED,
)


def locked_circle(actor: Actor, circle_id: UUID, *capabilities: str, stands_in: bool = False) -> Circle:
    """The group, its row locked, when ``actor`` reaches it with one of the capabilities.

    Who leads decides; who stands in for one evening only where it ``stands_in`` says so. "Not there"
    and "not yours" are one answer. Raises :class:`Refused`.
    """
    rows = Circle.objects.all()
    if isinstance(actor, User):
        reached = [_reached(actor, circle_id, capability, stands_in) for capability in capabilities]
        rows = rows.filter(pk__in=[found.pk for found in reached if found])
    else:
        require(actor, capabilities[0])
    found = rows.select_for_update(of=("self",)).filter(pk=circle_id).first()
    if found is None:
        raise Refused(_(NOT_THERE))
    return found


def _reached(actor: User, circle_id: UUID, capability: str, stands_in: bool) -> Circle | None:
    if capability == "circle.lead" and not stands_in:
        return queries.leads(actor, circle_id)
    return queries.circle_of(actor, circle_id, capability)


def locked_request(actor: Actor, request_id: UUID, *states: RequestState) -> GroupRequest:
    """A request that ``actor`` may see, locked, in one of the states. Raises :class:`Refused`."""
    rows = queries.requests(actor) if isinstance(actor, User) else GroupRequest.objects.none()
    found = GroupRequest.objects.select_for_update(of=("self",)).filter(
        pk__in=rows.filter(pk=request_id).values("pk")
    )
    request = found.first()
    if request is None:
        raise Refused(_("Questa richiesta non c'è più. Torna alla lista."))
    if states and request.state not in states:
        raise Refused(_("Questa richiesta è già andata avanti. Apri di nuovo la pagina."))
    return request


def own_membership(actor: Actor, circle_id: UUID) -> Membership:
    """The membership of the member who acts, locked. Raises :class:`Refused`."""
    refs = queries.refs_of(actor)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("circle")
    rows = rows.filter(Membership.of(refs), circle=circle_id, standing__in=queries.INSIDE)
    found = rows.exclude(circle__state=State.ARCHIVED).first() if refs else None
    if found is None:
        raise Refused(_(NOT_THERE))
    return found


def check_wishes(themes: list[str], slots: list[str]) -> None:
    """Refused for unknown words, fewer than two themes or fewer than three windows."""
    least_themes, least_slots = catalogue.number("least_themes"), catalogue.number("least_slots")
    if not set(themes) <= set(catalogue.words("theme")) or not set(slots) <= set(catalogue.slots()):
        raise Refused(_("Un tema o un orario non c'è più. Scegli di nuovo."))
    if len(set(themes)) < least_themes:
        raise Refused(
            _("Scegli almeno %(n)s temi: così è più facile trovare un gruppo.") % {"n": least_themes}
        )
    if len(set(slots)) < least_slots:
        raise Refused(
            _("Scegli almeno %(n)s orari: così è più facile trovare un gruppo.") % {"n": least_slots}
        )


def check_place(theme: str, slot: str, kind: str, mode: str) -> catalogue.Kind:
    """The kind of a group whose words are all known. Raises :class:`Refused`."""
    known = theme in catalogue.words("theme") and slot in catalogue.slots()
    chosen = catalogue.kinds().get(kind)
    if not known or chosen is None or mode not in chosen.modes:
        raise Refused(_("Tema, orario, tipo o modo di guidare non vanno insieme. Scegli di nuovo."))
    return chosen


def check_step(circle: Circle, after: str) -> None:
    """Refused when a group does not go from where it stands to ``after``."""
    if after not in STEPS[circle.state]:
        raise Refused(
            _("Il gruppo ora è «%(now)s»: questo passo non viene dopo.") % {"now": State(circle.state).label}
        )


def check_minor_led(circle: Circle, minor: bool) -> None:
    """With somebody under 18 two adults lead. Raises :class:`Refused`.

    For who forms groups, before a person is proposed one.
    """
    if minor and queries.leaders(circle).count() < LEADERS_OF_MINORS:
        raise Refused(_("Con chi ha meno di 18 anni servono due persone che guidano. Aggiungine una."))


def pairs() -> list[Any]:
    """The pairs that must not meet, as they hold today."""
    return [row.pair for row in Incompatibility.objects.filter(expires_on__gte=timezone.localdate())]


def kept_apart(
    ref: UUID, others: Collection[UUID], facilitator: UUID, known: Sequence[Any] | None = None
) -> bool:
    """Whether somebody must not be with one of the others, or with who leads."""
    near = {str(one) for one in others if one != ref}
    for pair in pairs() if known is None else known:
        people = pair.get("people", [])
        if str(ref) in people and near & set(people):
            return True
        if pair == {"person": str(ref), "facilitator": str(facilitator)}:
            return True
    return False
