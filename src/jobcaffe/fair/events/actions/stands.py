"""Exhibitors: asked, accepted or not, placed, and what they tell of themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.fair.events import messages, queries, rules
from jobcaffe.fair.events.enums import StandState, State
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation
from jobcaffe.spaces.rules import permit
from jobcaffe.vocabulary import queries as vocabulary

ACTIVE = ("booked", "running", "held")


@dataclass(frozen=True)
class Told:
    """What an exhibitor says of its stand. ``posts`` are its own; ``occupations`` are URIs.

    ``unavailable`` are slots in which its people cannot meet other organisations.
    """

    brings: str = ""
    needs: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    wants_meetings: bool = True
    posts: Collection[UUID] = ()
    occupations: Sequence[str] = ()
    unavailable: Sequence[int] = ()


@transaction.atomic
def ask_stand(*, actor: User, fair_id: UUID, organisation_id: UUID) -> Stand:
    """A stand is asked for: by who speaks for the organisation, or by the house for it. Twice is one.

    Refused for another's organisation, for a fair that takes nobody, and after a no of the house.
    """
    body = _body(actor, organisation_id)
    fair = Fair.objects.select_for_update(no_key=True).filter(pk=fair_id).first()
    if fair is None or not _takes(actor, fair):
        raise Refused(_("Questa JOBFEST non prende più espositori. Chiamateci."))
    found = Stand.objects.filter(fair=fair, organisation=body).first()
    if found is not None and found.state in rules.ALIVE:
        return found
    if found is not None and found.state == StandState.DECLINED:
        raise Refused(_("Questa volta non c'era posto per lo stand. Chiamateci: ne parliamo."))
    if found is None:
        found = Stand(fair=fair, organisation=body)
    found.state, found.asked_at, found.answered_at = StandState.ASKED, timezone.now(), None
    found.save()
    record(actor, "stand.ask", found)
    return found


def _body(actor: User, organisation_id: UUID) -> Organisation:
    own = organisations.mine(actor)
    if own is None:
        permit(actor, "fair.manage")
    elif own.pk != organisation_id:
        raise Refused(_("Potete chiedere uno stand solo per la vostra organizzazione."))
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise Refused(_("Questa organizzazione non c'è più. Torna all'elenco."))
    return found


def _takes(actor: User, fair: Fair) -> bool:
    if organisations.mine(actor) is None:
        return fair.state != State.CLOSED
    return fair.state == State.OPEN and fair.closes_at > timezone.now()


@transaction.atomic
def invite(*, actor: User, fair_id: UUID, organisation_ids: Collection[UUID]) -> list[Stand]:
    """Ask several organisations to come: a stand to confirm for each, and the invitation. Who has a stand
    already is left out, so a second press invites nobody again. Returns the new stands.
    """
    fair = rules.locked(actor, fair_id)
    there = fair.stands.values("organisation")
    rows = Organisation.objects.filter(pk__in=organisation_ids).exclude(pk__in=there)
    made = [Stand.objects.create(fair=fair, organisation=body) for body in rows.order_by("search_name", "pk")]
    for stand in made:
        messages.invited(actor, stand)
    if made:
        record(actor, "fair.invite", fair, fields=["stands"])
    return made


@transaction.atomic
def answer_stand(*, actor: User, stand_id: UUID, accepted: bool) -> Stand:
    """Say yes or no to an exhibitor, which is told. The same answer twice changes nothing.

    Refused when it has withdrawn, and a no when somebody has a talk with it.
    """
    permit(actor, "fair.manage")
    found = rules.stand_locked(actor, stand_id)
    wanted = StandState.ACCEPTED if accepted else StandState.DECLINED
    if found.state == wanted:
        return found
    if found.state == StandState.WITHDRAWN:
        raise Refused(_("Questa organizzazione si è ritirata. Deve chiedere di nuovo lo stand."))
    if not accepted:
        _no_talks(found)
    found.state, found.answered_at = wanted, timezone.now()
    found.save(update_fields=["state", "answered_at"])
    messages.answered(actor, found)
    record(actor, "stand.answer", found, fields=["state"])
    return found


@transaction.atomic
def accept_waiting(*, actor: User, fair_id: UUID) -> int:
    """Say yes to every exhibitor that waits for an answer; each is told. How many; twice changes nothing."""
    fair = rules.locked(actor, fair_id)
    waiting = fair.stands.filter(state=StandState.ASKED).order_by("pk").values_list("pk", flat=True)
    return len([answer_stand(actor=actor, stand_id=pk, accepted=True) for pk in waiting])


def _no_talks(stand: Stand) -> None:
    count = stand.talks.filter(state__in=ACTIVE).count()
    if count:
        raise Refused(
            ngettext(
                "C'è un colloquio con un orario a questo stand. Prima va annullato.",
                "Ci sono %(count)s colloqui con un orario a questo stand. Prima vanno annullati.",
                count,
            )
            % {"count": count}
        )


@transaction.atomic
def withdraw_stand(*, actor: User, stand_id: UUID) -> Stand:
    """The organisation does not come any more. Refused while somebody has a talk with it."""
    found = rules.stand_locked(actor, stand_id)
    if found.state == StandState.WITHDRAWN:
        return found
    _no_talks(found)
    found.state, found.answered_at = StandState.WITHDRAWN, timezone.now()
    found.save(update_fields=["state", "answered_at"])
    record(actor, "stand.withdraw", found, fields=["state"])
    return found


@transaction.atomic
def tell_stand(*, actor: User, stand_id: UUID, told: Told) -> Stand:
    """What citizens read of it, what the house prepares, when its people cannot meet others.

    Refused for posts of others and for words that are no occupation.
    """
    found = rules.stand_locked(actor, stand_id)
    shown = list(queries.posts_to_show(found.organisation).filter(pk__in=told.posts)[: rules.MOST_POSTS])
    if len(shown) < len(set(told.posts)):
        raise Refused(_("Potete mostrare gli annunci vostri che sono in bacheca. Scegliete fra quelli."))
    wanted = list(dict.fromkeys(told.occupations))[: rules.MOST_OCCUPATIONS]
    if not all(vocabulary.known(uri) for uri in wanted):
        raise Refused(_("Uno dei mestieri non è nel nostro elenco. Scegliete fra quelli proposti."))
    for name in ("brings", "needs", "contact_name", "contact_phone", "wants_meetings"):
        setattr(found, name, getattr(told, name))
    found.occupations = wanted
    found.unavailable = sorted({slot for slot in told.unavailable if 0 <= slot < found.fair.slots})
    found.save()
    found.posts.set(shown)
    record(actor, "stand.update", found, fields=["brings", "needs", "posts", "occupations"])
    return found


@transaction.atomic
def open_tables(
    *,
    actor: User,
    stand_id: UUID,
    tables: int,
    first: int,
    last: int,
    pause: tuple[int, int] | None = None,
) -> Stand:
    """So many tables from one slot to another, both included; none in the stand's own ``pause``.

    Refused when it would leave a talk without its table.
    """
    found = rules.stand_locked(actor, stand_id)
    fair = found.fair
    if not 1 <= tables <= rules.MOST_TABLES or not 0 <= first <= last < fair.slots:
        raise Refused(_("Controllate i tavoli e le ore: la prima viene prima dell'ultima."))
    found.tables = rules.spread(fair, first, last, tables, pause)
    _room_for_talks(found)
    found.save(update_fields=["tables"])
    record(actor, "stand.update", found, fields=["tables"])
    return found


def _room_for_talks(stand: Stand) -> None:
    held = Counter(stand.talks.filter(state__in=ACTIVE).values_list("slot", flat=True))
    if any(queries.tables_in(stand, slot) < many for slot, many in held.items()):
        raise Refused(_("Così un colloquio già fissato resta senza tavolo. Prima va spostato."))


@transaction.atomic
def place_stand(*, actor: User, stand_id: UUID, area_id: int | None, first_table: int | None) -> Stand:
    """Where it stands and the number on its first table.

    Refused for a number that another stand's tables have, and for an area of another fair.
    """
    permit(actor, "fair.manage")
    found = rules.stand_locked(actor, stand_id)
    area = found.fair.areas.filter(pk=area_id).first() if area_id else None
    if area_id and area is None:
        raise Refused(_("Questa area non c'è più. Scegline un'altra."))
    found.area, found.first_table = area, first_table
    taken = _numbers_taken(found) & _numbers(found)
    if taken:
        raise Refused(
            _("Il tavolo %(number)s è già di un altro stand. Scegli un altro numero.")
            % {"number": min(taken)}
        )
    found.save(update_fields=["area", "first_table"])
    record(actor, "stand.place", found, fields=["area", "first_table"])
    return found


def _numbers(stand: Stand) -> set[int]:
    if stand.first_table is None:
        return set()
    return set(range(stand.first_table, stand.first_table + max(1, queries.most_tables(stand))))


def _numbers_taken(stand: Stand) -> set[int]:
    others = queries.stands_of(stand.fair).exclude(pk=stand.pk)
    return {number for other in others for number in _numbers(other)}


@transaction.atomic
def number_tables(*, actor: User, fair_id: UUID) -> int:
    """Give every accepted stand its numbers, area after area, by name; how many tables there are."""
    fair = rules.locked(actor, fair_id)
    rules.hold_stands(fair)
    rows = sorted(queries.stands_of(fair), key=_visit_order)
    number = 1
    for row in rows:
        row.first_table = number
        number += max(1, queries.most_tables(row))
    Stand.objects.bulk_update(rows, ["first_table"])
    record(actor, "fair.tables", fair, fields=["first_table"])
    return number - 1


def _visit_order(stand: Stand) -> tuple[bool, int, int, str]:
    area = stand.area
    place = (area.position, area.pk) if area else (0, 0)
    return (area is None, *place, stand.organisation.search_name)
