"""Whom somebody would like to meet, when she is there; what the coordinator fixes and forbids."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import queries, rules
from jobcaffe.fair.talks.actions.booking import book
from jobcaffe.fair.talks.models import Talk, Wish
from jobcaffe.fair.visits import actions as visit_actions
from jobcaffe.fair.visits import queries as visits
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.fair.visits.enums import State as VisitState
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.spaces.rules import permit

LATE = "Gli orari sono già stati fatti. Scegli fra i posti rimasti, o chiamaci."


def _open_visitor(visitor: Visitor) -> Visitor:
    rows = Visitor.objects.select_for_update(of=("self",), no_key=True).select_related("fair")
    held = rows.filter(pk=visitor.pk, forgotten_on=None).first()
    if held is None or held.state != VisitState.EXPECTED:
        raise Refused(_("Questa iscrizione non vale più. Iscriviti di nuovo."))
    if not rules.can_wish(held.fair):
        raise Refused(_(LATE))
    return held


@transaction.atomic
def set_wishes(
    *,
    actor: Actor,
    visitor: Visitor,
    wanted: Sequence[UUID],
    refused: Sequence[UUID] = (),
    window: tuple[int, int] | None = None,
    reasons: dict[UUID, list[str]] | None = None,
) -> list[Wish]:
    """Whom she would like to meet, in order, whom not, and from which slot to which she is there.

    The same twice changes nothing; whom the house keeps apart from her stays so. Refused after the wishes
    are closed, for more than eight, for a stand that is not there, for one both wanted and refused, and
    for a window that ends before it begins.
    """
    held = _open_visitor(visitor)
    _check(held.fair, wanted, refused, window)
    held.from_slot, held.to_slot = window or (None, None)
    held.save(update_fields=["from_slot", "to_slot"])
    said = reasons or {}
    apart = queries.kept_apart(held)
    held.wishes.filter(by_house=False).delete()
    rows = [
        Wish(visitor=held, stand_id=stand, value=rules.worth(place), reasons=said.get(stand, []))
        for place, stand in enumerate(wanted)
        if stand not in apart
    ]
    rows += [
        Wish(visitor=held, stand_id=stand, value=1, refused=True) for stand in refused if stand not in apart
    ]
    made = Wish.objects.bulk_create(rows)
    record(actor, "fair.wishes", held)
    return made


@transaction.atomic
def wish_new(
    *,
    actor: Actor,
    fair: Fair,
    details: visit_actions.Details,
    wanted: Sequence[UUID],
    refused: Sequence[UUID] = (),
    window: tuple[int, int] | None = None,
    request_key: UUID,
) -> None:
    """Sign somebody up with her wishes, or neither. Refused like a sign-up and like :func:`set_wishes`.

    Who has signed up before gets her ticket again, and these wishes only if she had none: others may know
    her name and telephone, so she changes hers from her ticket alone, and nobody is told which it was.
    """
    _check(fair, wanted, refused, window)
    try:
        visitor = visit_actions.sign_up(actor=actor, fair=fair, details=details, request_key=request_key)
    except visit_actions.AlreadyIn as known:
        visitor = known.visitor
        visit_actions.send_ticket_again(actor=actor, visitor=visitor)
        if visitor.wishes.filter(by_house=False).exists():
            return
    set_wishes(actor=actor, visitor=visitor, wanted=wanted, refused=refused, window=window)


def _check(
    fair: Fair, wanted: Sequence[UUID], refused: Sequence[UUID], window: tuple[int, int] | None
) -> None:
    if len(wanted) > rules.WISHES:
        raise Refused(_("Scegli al massimo %(most)s organizzazioni.") % {"most": rules.WISHES})
    if set(wanted) & set(refused):
        raise Refused(_("Un'organizzazione è in tutti e due gli elenchi. Toglila da uno."))
    known = set(events.stands_of(fair).values_list("pk", flat=True))
    if not {*wanted, *refused} <= known:
        raise Refused(_(rules.GONE))
    if window and not 0 <= window[0] <= window[1] < fair.slots:
        raise Refused(_("L'ora in cui vai via viene prima di quella in cui arrivi. Cambiane una."))


@transaction.atomic
def raise_wish(*, actor: Actor, visitor: Visitor, stand_id: UUID) -> None:
    """One place up in her order. Nothing for the first. Refused after the wishes are closed."""
    held = _open_visitor(visitor)
    rows = list(queries.wishes_of(held))
    place = next((number for number, row in enumerate(rows) if row.stand_id == stand_id), 0)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
        for number, row in enumerate(rows):
            row.value = rules.worth(number)
        Wish.objects.bulk_update(rows, ["value"])
        record(actor, "fair.wishes", held)


def _by_code(actor: Actor, fair: Fair, code: str) -> Visitor:
    permit(actor, "fair.manage")
    found = visits.by_code(fair, code)
    if found is None:
        raise Refused(_("Questo codice non c'è. Controlla le lettere sul biglietto."))
    return found


def pin(
    *, actor: Actor, fair: Fair, code: str, stand: Stand, slot: int, request_key: UUID | None = None
) -> Talk:
    """A talk put by hand: every plan leaves it where it is. Refused like a booking."""
    return book(
        actor=actor, visitor=_by_code(actor, fair, code), stand=stand, slot=slot, request_key=request_key
    )


@transaction.atomic
def forbid(*, actor: Actor, fair: Fair, code: str, stand: Stand) -> Wish:
    """These two are not to meet: no plan puts them together. Twice is the same as once.

    Refused to who does not prepare the fair, for an unknown code, and while a talk of the two stands.
    """
    visitor = visit_rules.locked(_by_code(actor, fair, code))  # who books her at this moment waits
    if queries.talks_of(visitor).filter(stand=stand).exists():
        raise Refused(_("Hanno già un colloquio. Prima annullalo dalla pagina dei tavoli."))
    row, _new = Wish.objects.update_or_create(
        visitor=visitor, stand=stand, defaults={"value": 1, "refused": True, "by_house": True, "reasons": []}
    )
    record(actor, "fair.talk_forbid", row)
    return row
