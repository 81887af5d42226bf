"""Every write about commitments. They are never deleted; each change is a row of its own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.commitments.enums import State
from jobcaffe.commitments.models import Change, Commitment
from jobcaffe.commitments.queries import partner_of, visible_to
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Reach, Refused, reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.actions import touch
from jobcaffe.people.models import Person
from jobcaffe.people.rules import require_person

NOT_THERE = "Questo impegno non c'è, o non è fra quelli che segui. Torna alla lista e riprova."
ONLY_OF_ORGANISATIONS = "Sul sito si mostrano solo gli impegni delle organizzazioni."
MAX_TEXT = 500


@transaction.atomic
def promise(
    *,
    actor: Actor,
    text: str,
    due_on: date,
    person: Person | None = None,
    organisation: Organisation | None = None,
    user: User | None = None,
    about: Person | None = None,
    encounter: Encounter | None = None,
    public: bool = False,
    request_key: UUID | None = None,
) -> Commitment:
    """Somebody will do something by a day. Exactly one of person, organisation, user owns it.

    Refused without words, with more than one owner, and for a person who is not the actor's. A
    participant may promise only for herself, and who speaks for an organisation only for that one.
    ``public`` is for organisations alone: everybody reads it on their page.
    """
    owners = [owner for owner in (person, organisation, user) if owner is not None]
    if len(owners) != 1:
        raise Refused("Un impegno è di una sola persona o organizzazione. Scegli di chi è.")
    if not text.strip() or len(text) > MAX_TEXT:
        raise Refused("Scrivi in poche parole che cosa si fa (al massimo 500 lettere).")
    if public and (organisation is None or about is not None):
        raise Refused(ONLY_OF_ORGANISATIONS)
    for concerned in (person, about):
        if concerned is not None:
            _may_write_for(actor, concerned)
    if person is None and not _may_promise(actor, organisation):
        raise Refused("Puoi prendere impegni solo per te.")
    earlier = made_before(Commitment, request_key)
    if earlier is not None:
        return earlier
    made = Commitment.objects.create(
        person=person,
        organisation=organisation,
        user=user,
        about=about,
        encounter=encounter,
        public=public,
        text=text.strip(),
        due_on=due_on,
        request_key=request_key,
    )
    _note(actor, made, "commitment.promise")
    return made


def _may_promise(actor: Actor, organisation: Organisation | None) -> bool:
    """Who works here; who speaks for the organisation that promises."""
    if not isinstance(actor, User) or reach(actor, "commitment.write") is not Reach.NONE:
        return True
    own = partner_of(actor)
    return own is not None and own == organisation


def _may_write_for(actor: Actor, person: Person) -> None:
    """A participant for herself; the desk for persons she may write about; the coordinator for all."""
    if not isinstance(actor, User):
        require_person(actor, "person.write", person.pk)
    elif actor.person_ref == person.pk and reach(actor, "my.write") is Reach.OWN:
        return
    elif reach(actor, "commitment.write") is Reach.ALL:
        require_person(actor, "person.search", person.pk)
    else:
        require_person(actor, "person.write", person.pk)


def _locked(actor: Actor, commitment_ref: UUID) -> Commitment:
    """The row, locked, when the actor may change it. Raises :class:`Refused`."""
    rows = Commitment.objects.select_for_update().select_related(None)
    if isinstance(actor, User):
        writes = reach(actor, "commitment.write") is not Reach.NONE
        own = reach(actor, "my.write") is Reach.OWN or partner_of(actor) is not None
        rows = rows.filter(pk__in=visible_to(actor).values("pk")) if writes or own else rows.none()
    elif actor.actor_role != "system":
        rows = rows.none()
    found = rows.filter(pk=commitment_ref).first()
    if found is None:
        raise Refused(NOT_THERE)
    return found


def _note(actor: Actor, commitment: Commitment, action: str, reason: str = "") -> None:
    """The row of history, the journal, and the day of the last contact of whose step it is."""
    Change.objects.create(
        commitment=commitment,
        state=commitment.state,
        reason=reason,
        due_on=commitment.due_on,
        by=actor.actor_ref,
    )
    if commitment.person_id:
        touch([commitment.person_id])
    record(actor, action, commitment, subject=commitment.person or commitment.about, fields=["state"])


def _move(
    actor: Actor, commitment_ref: UUID, state: str, action: str, reason: str = "", on: date | None = None
) -> Commitment:
    commitment = _locked(actor, commitment_ref)
    if commitment.state == state:
        return commitment
    commitment.state = state
    settled = state in (State.KEPT, State.DROPPED)
    commitment.settled_on = (on or timezone.localdate()) if settled else None
    commitment.save(update_fields=["state", "settled_on"])
    _note(actor, commitment, action, reason)
    return commitment


@transaction.atomic
def start(*, actor: Actor, commitment_ref: UUID) -> Commitment:
    """Under way; also takes up again one that was kept or dropped by mistake. Twice changes nothing."""
    return _move(actor, commitment_ref, State.UNDER_WAY, "commitment.start")


@transaction.atomic
def keep(*, actor: Actor, commitment_ref: UUID, on: date | None = None) -> Commitment:
    """Kept, today or on a past day. Refused for a day in the future. Twice changes nothing."""
    if on is not None and on > timezone.localdate():
        raise Refused("Il giorno è nel futuro. Scrivi quando è stato fatto.")
    return _move(actor, commitment_ref, State.KEPT, "commitment.keep", on=on)


@transaction.atomic
def drop(*, actor: Actor, commitment_ref: UUID, reason: str) -> Commitment:
    """Left, with a reason. Refused without one. It stays readable, with its history."""
    if not reason.strip():
        raise Refused("Scrivi perché lo lasciate: bastano due parole.")
    return _move(actor, commitment_ref, State.DROPPED, "commitment.drop", reason.strip())


@transaction.atomic
def move_due(*, actor: Actor, commitment_ref: UUID, due_on: date, reason: str = "") -> Commitment:
    """Another day. Refused for one that is settled already. The same day changes nothing."""
    commitment = _locked(actor, commitment_ref)
    if commitment.settled_on is not None:
        raise Refused("Questo impegno è chiuso. Se serve ancora, prendine uno nuovo.")
    if commitment.due_on == due_on:
        return commitment
    commitment.due_on = due_on
    commitment.save(update_fields=["due_on"])
    _note(actor, commitment, "commitment.move", reason.strip())
    return commitment


@transaction.atomic
def show_to_all(*, actor: Actor, commitment_ref: UUID, public: bool) -> Commitment:
    """Put it on the public page of its organisation, or take it off. Twice changes nothing.

    Refused for what is not an organisation's, and for what concerns a person.
    """
    commitment = _locked(actor, commitment_ref)
    if public and (commitment.organisation_id is None or commitment.about_id is not None):
        raise Refused(ONLY_OF_ORGANISATIONS)
    if commitment.public != public:
        commitment.public = public
        commitment.save(update_fields=["public"])
        record(actor, "commitment.public", commitment, fields=["public"])
    return commitment


@transaction.atomic
def note_read(*, actor: Actor, commitment: Commitment) -> None:
    """Write down that the commitment of a person was opened. ``commitment`` comes from ``visible_to``."""
    record(actor, "commitment.read", commitment, subject=commitment.person or commitment.about)
