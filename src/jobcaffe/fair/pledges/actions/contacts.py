"""A visitor was at a stand: written only with her yes to that exhibitor."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import actions as encounters
from jobcaffe.encounters.enums import Action, Kind
from jobcaffe.encounters.models import Encounter
from jobcaffe.exchange.introductions import actions as introductions
from jobcaffe.exchange.introductions import queries as introduction_reads
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.pledges import queries, rules
from jobcaffe.fair.pledges.models import Contact
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM, Line, record, record_many
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person

LENGTH = timedelta(minutes=10)
NAMESPACE = UUID("5b0c3f0e-3a52-4b8e-9c50-8d4a8f6f7a11")


@transaction.atomic
def write_contact(
    *, actor: User, fair: Fair, stand_id: UUID, code: str, post_id: UUID | None = None
) -> Contact:
    """A visitor was at a stand. The same twice is one contact.

    When she is somebody whom the desk follows, it becomes an encounter of her and the organisation; with
    a post of the stand, an introduction that she began and that waits for her yes: until then the
    organisation reads nothing of it. Refused, with the same words: a code of nobody, and of who has not
    said yes to this exhibitor. Refused for a stand that is another's.
    """
    stand = queries.stand_for(actor, fair, stand_id)
    if stand is None:
        raise Refused(_("Questo stand non c'è. Torna alla pagina della JOBFEST."))
    visitor = queries.yes_to(stand, code)
    if visitor is None:
        raise Refused(str(rules.NOBODY))
    row, new = Contact.objects.select_for_update().get_or_create(
        stand=stand, visitor=visitor, defaults={"by": actor}
    )
    if visitor.person is not None:
        if row.encounter_id is None:
            row.encounter = _met(row, visitor, visitor.person)
        if row.introduction_id is None and post_id is not None:
            row.introduction = _introduced(row, visitor.person, post_id)
        row.save(update_fields=["encounter", "introduction"])
    if new:
        record(actor, "fair_contact.write", row, subject=visitor.person)
    return row


@transaction.atomic
def open_contacts(*, actor: User, stand: Stand) -> list[Contact]:
    """The contacts of a stand with their names, and one journal row for each person whose name was shown.

    ``stand`` comes from the queries of who may read it. Nothing is refused.
    """
    rows = list(queries.contacts_of(stand))
    record_many(
        actor,
        [
            Line(
                "person.read",
                "fair_events.stand",
                str(stand.pk),
                row.visitor.person,
                _("contatti dello stand"),
            )
            for row in rows
            if row.visitor.person is not None
        ],
    )
    return rows


def _met(row: Contact, visitor: Visitor, person: Person) -> Encounter:
    name = row.stand.organisation.name
    made = encounters.create_encounter(
        actor=SYSTEM,
        details=encounters.Details(
            kind=Kind.INTERVIEW, action=Action.FAIR, title=_("Allo stand: %(name)s") % {"name": name[:90]}
        ),
        starts_at=row.at,
        ends_at=row.at + LENGTH,
        request_key=uuid5(NAMESPACE, f"{row.stand_id}|{visitor.pk}"),
    )
    encounters.add_person(actor=SYSTEM, encounter_id=made.pk, person_id=person.pk)
    encounters.add_organisation(actor=SYSTEM, encounter_id=made.pk, organisation_id=row.stand.organisation_id)
    if timezone.localdate(row.at) <= timezone.localdate():
        encounters.take_attendance(actor=SYSTEM, encounter_id=made.pk)
    return made


def _introduced(row: Contact, person: Person, post_id: UUID) -> Introduction | None:
    """For a post of this stand; nothing when she has answered about it before, whatever she said."""
    if post_id not in {post.pk for post in queries.posts_of(row.stand)}:
        raise Refused(_("Questo annuncio non è fra quelli dello stand. Scegline un altro."))
    refs = people.refs_of_person(person.pk)
    if introduction_reads.of_persons(refs).filter(post=post_id).exists():
        return None
    return introductions.propose(actor=SYSTEM, person_ref=person.pk, post_id=post_id, at_her_word=True)
