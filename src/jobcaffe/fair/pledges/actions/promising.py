"""A promise is made, read, and shown on the wall; with a known owner it becomes a commitment."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions as commitments
from jobcaffe.commitments.enums import State as CommitmentState
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges import rules
from jobcaffe.fair.pledges.actions.closing import encounter_of
from jobcaffe.fair.pledges.enums import State
from jobcaffe.fair.pledges.models import Pledge
from jobcaffe.fair.pledges.rules import Words
from jobcaffe.fair.visits import queries as visits
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM, Actor, record
from jobcaffe.organisations import queries as organisations


@transaction.atomic
def promise(
    *,
    actor: Actor = PUBLIC,
    fair: Fair,
    words: Words,
    contact: str = "",
    code: str = "",
    ticket: Visitor | None = None,
    for_organisation: bool = False,
    request_key: UUID | None = None,
) -> Pledge:
    """*Mi impegno a … con … entro …*. It waits to be read; the same key twice is one promise.

    ``ticket`` is whose signed link was opened, ``code`` what somebody typed. Refused: no words or too
    many, a day past or too far, a code of nobody, a contact that is none, a fair that is over, and when
    too many wait to be read.
    """
    said, reached = words.checked(), rules.checked_contact(contact)
    earlier = made_before(Pledge, request_key)
    if earlier is not None:
        return earlier
    if not rules.takes_promises(fair):
        raise Refused(_("Il muro di questa JOBFEST è chiuso. Guarda che cosa ne è nato."))
    if Pledge.objects.filter(fair=fair, state=State.WAITING).count() >= rules.MOST_WAITING:
        raise Refused(_("Ci sono già tanti impegni da leggere. Riprova tra poco."))
    own = organisations.mine(actor) if for_organisation else None
    if for_organisation and own is None:
        raise Refused(_("Per farlo a nome di un'organizzazione, entra con il suo accesso."))
    visitor = None if own else ticket or _of_code(fair, code)
    made = Pledge.objects.create(
        fair=fair,
        text=said.text,
        with_whom=said.with_whom,
        due_on=said.due_on,
        signature="" if own else said.signature,
        contact="" if own or visitor else reached,
        contact_index="" if own or visitor else rules.contact_index(reached),
        organisation=own,
        visitor=visitor,
        sure=own is not None or ticket is not None,
        request_key=request_key,
    )
    record(actor, "pledge.make", made)
    return made


def _of_code(fair: Fair, code: str) -> Visitor | None:
    if not code.strip():
        return None
    found = visits.by_code(fair, code)
    if found is None:
        raise Refused(_("Questo codice non c'è. Copialo dal biglietto, o lascialo vuoto."))
    return found


def locked(actor: Actor, pledge_id: UUID) -> Pledge:
    """The promise, its row locked, for who reads them. Refused to the others and when it is gone."""
    if actor is not SYSTEM:
        require(actor, "fair.wall")
    rows = Pledge.objects.select_for_update(of=("self",)).select_related("fair", "visitor__person")
    found = rows.filter(pk=pledge_id, forgotten_on=None).first()
    if found is None:
        raise Refused(str(rules.GONE))
    return found


@transaction.atomic
def show(*, actor: User, pledge_id: UUID) -> Pledge:
    """Put it on the wall, as it was written. Twice is the same as once.

    With a known owner it becomes a commitment, with its day: public for an organisation.
    """
    pledge = locked(actor, pledge_id)
    if pledge.state == State.SHOWN:
        return pledge
    _read(actor, pledge, State.SHOWN)
    _commit(pledge)
    record(actor, "pledge.show", pledge)
    return pledge


@transaction.atomic
def hide(*, actor: User, pledge_id: UUID) -> Pledge:
    """Take it off the wall, or never put it there. Twice is the same as once.

    Its commitment, if there is one, is left with that reason.
    """
    pledge = locked(actor, pledge_id)
    if pledge.state == State.HIDDEN:
        return pledge
    _read(actor, pledge, State.HIDDEN)
    if pledge.commitment_id is not None:
        commitments.show_to_all(actor=SYSTEM, commitment_ref=pledge.commitment_id, public=False)
        reason = _("Non è più sul muro della JOBFEST.")
        commitments.drop(actor=SYSTEM, commitment_ref=pledge.commitment_id, reason=reason)
    record(actor, "pledge.hide", pledge)
    return pledge


def _read(actor: User, pledge: Pledge, state: State) -> None:
    pledge.state, pledge.read_by, pledge.read_at = state, actor, timezone.now()
    pledge.save(update_fields=["state", "read_by", "read_at"])


def _commit(pledge: Pledge) -> None:
    """The commitment of a known owner. The house writes it: who owns it said it in public."""
    if pledge.commitment_id is not None:
        return _take_up_again(pledge)
    person = pledge.visitor.person if pledge.sure and pledge.visitor is not None else None
    if person is None and pledge.organisation is None:
        return None
    encounter = encounter_of(pledge.fair)
    pledge.commitment = commitments.promise(
        actor=SYSTEM,
        text=f"{pledge.text} ({_('con')} {pledge.with_whom})" if pledge.with_whom else pledge.text,
        due_on=pledge.due_on,
        person=None if pledge.organisation else person,
        organisation=pledge.organisation,
        encounter=encounter,
        public=pledge.organisation is not None,
        request_key=pledge.pk,
    )
    pledge.save(update_fields=["commitment"])
    return None


def _take_up_again(pledge: Pledge) -> None:
    """It was taken off by mistake: its commitment goes on."""
    row = pledge.commitment
    if row is None:
        return
    if row.state == CommitmentState.DROPPED:
        commitments.start(actor=SYSTEM, commitment_ref=row.pk)
    if pledge.organisation_id is not None:
        commitments.show_to_all(actor=SYSTEM, commitment_ref=row.pk, public=True)
