"""From an idea to a trial, its result, what comes after, and what may be told outside."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.organisations.queries import organisation_of
from jobcaffe.spaces import actions as spaces
from jobcaffe.spaces.models import Booking
from jobcaffe.worklife.labs import diary, queries, rules
from jobcaffe.worklife.labs.enums import SERVICES, Audience, Choice, Field, Worked
from jobcaffe.worklife.labs.models import BudgetRow, Decision, Experiment, Idea, Lab, Learned, Result

LONGEST_ANSWER, LONGEST_LEARNED, LONGEST_TOLD, LONGEST_TITLE = 300, 1000, 800, 120
LONGEST_DAYS = 366
MOST_MINUTES, MOST_CENTS = 60 * 2000, 5_000_00


@transaction.atomic
def start_experiment(
    *,
    actor: User,
    lab_id: UUID,
    field: str,
    what: str,
    who_with: str,
    until: date,
    how_we_know: str,
    idea_id: UUID | None = None,
    previous_id: UUID | None = None,
    request_key: UUID | None = None,
) -> Experiment:
    """*Proviamola*: four answers, and the trial begins today. A second press gives the same trial.

    Refused outside the lab, for an empty answer, and for a day that is past or a year away.
    """
    lab = rules.own_lab(actor, lab_id, members=True)
    twice = made_before(Experiment, request_key)
    if twice is not None:
        return twice
    today = timezone.localdate()
    if field not in Field.values:
        raise Refused(_("Scegli di che cosa si tratta."))
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise Refused(_("Scegli un giorno da oggi a un anno. Una prova ha una fine."))
    idea, previous = _from(lab, idea_id, previous_id)
    row = Experiment.objects.create(
        lab=lab,
        number=lab.experiments.count() + 1,
        idea=idea,
        previous=previous,
        field=field,
        what=rules.written(what, LONGEST_ANSWER),
        who_with=rules.written(who_with, LONGEST_ANSWER),
        how_we_know=rules.written(how_we_know, LONGEST_ANSWER),
        starts_on=today,
        until=until,
        request_key=request_key,
    )
    diary.record(actor, "lab.trial", row, lab)
    return row


def _from(lab: Lab, idea_id: UUID | None, previous_id: UUID | None) -> tuple[Idea | None, Experiment | None]:
    """The idea, or the trial that was changed, when they are of this lab."""
    previous = lab.experiments.filter(pk=previous_id).first() if previous_id else None
    idea = lab.ideas.filter(pk=idea_id).first() if idea_id else (previous.idea if previous else None)
    if (idea_id and idea is None) or (previous_id and previous is None):
        raise Refused(_(rules.GONE))
    return idea, previous


@transaction.atomic
def tell_result(
    *, actor: User, experiment_id: UUID, worked: str, learned: str, minutes: int = 0, cents: int = 0
) -> Result:
    """How it went, what was learned, what it cost. Telling it again is a correction: a newer row.

    The same twice writes nothing. Refused outside the lab, for unknown words, and for hours or euros
    that no small trial costs.
    """
    row = rules.locked_experiment(actor, experiment_id)
    if worked not in Worked.values or not (0 <= minutes <= MOST_MINUTES and 0 <= cents <= MOST_CENTS):
        raise Refused(_("Controlla la risposta, le ore e gli euro. Poi salva di nuovo."))
    words = rules.written(learned, LONGEST_LEARNED)
    before = queries.standing_result(row)
    _keep_words(row, words)
    if before and (before.worked, before.minutes, before.cents) == (worked, minutes, cents):
        return before
    made = Result.objects.create(experiment=row, worked=worked, minutes=minutes, cents=cents, replaces=before)
    diary.record(actor, "lab.result", row, row.lab, fields=["correction"] if before else [])
    return made


def _keep_words(row: Experiment, words: str) -> None:
    found, _made = Learned.objects.get_or_create(experiment=row)
    if found.inside != words:
        found.inside = words
        found.save(update_fields=["inside"])


@transaction.atomic
def decide(*, actor: User, experiment_id: UUID, choice: str) -> Decision:
    """Go on, change or stop. Deciding again is a correction: a newer row. The same twice writes nothing.

    Refused outside the lab and before there is a result.
    """
    row = rules.locked_experiment(actor, experiment_id)
    if choice not in Choice.values:
        raise Refused(_("Scegli che cosa fate adesso."))
    if queries.standing_result(row) is None:
        raise Refused(_("Prima scrivete com'è andata. Poi decidete che cosa fare."))
    before = queries.standing_decision(row)
    if before and before.choice == choice:
        return before
    made = Decision.objects.create(experiment=row, choice=choice, replaces=before)
    diary.record(actor, "lab.decide", row, row.lab, fields=[choice])
    return made


# --- what a trial on a service needs ---------------------------------------------------------------


@transaction.atomic
def set_partner(*, actor: User, experiment_id: UUID, organisation_id: UUID | None) -> Experiment:
    """Which organisation of the network helps. Refused to who does not lead the lab, and for trials
    that are on no service of care or education.
    """
    row = _on_service(actor, experiment_id)
    partner = organisation_of(actor, organisation_id) if organisation_id else None
    if organisation_id and partner is None:
        raise Refused(_("Questa organizzazione non c'è più. Scegline un'altra."))
    if row.partner != partner:
        row.partner = partner
        row.save(update_fields=["partner"])
        diary.record(actor, "lab.partner", row, row.lab, fields=["partner"])
    return row


def _on_service(actor: User, experiment_id: UUID) -> Experiment:
    row = rules.locked_experiment(actor, experiment_id, members=False)
    if row.field not in SERVICES:
        raise Refused(_("Partner, sala e spesa sono per le prove sui servizi di cura o educativi."))
    return row


@transaction.atomic
def take_room(
    *, actor: User, experiment_id: UUID, room_id: UUID, starts_at: datetime, ends_at: datetime
) -> Experiment:
    """Hold a room for the trial; the booking has the house's neutral title. Another one takes its place.

    Refused as :func:`set_partner`, and as ``RoomTaken`` with alternatives when the room is held.
    """
    row = _on_service(actor, experiment_id)
    held = row.booking
    hours: Any = {"room_id": room_id, "starts_at": starts_at, "ends_at": ends_at}
    if held and held.state == Booking.State.HELD:
        spaces.move(actor=actor, booking_id=held.pk, **hours)
    else:
        row.booking = spaces.book(actor=actor, **hours)
    row.save(update_fields=["booking"])
    diary.record(actor, "lab.room", row, row.lab, fields=["booking"])
    return row


@transaction.atomic
def set_budget(*, actor: User, experiment_id: UUID, cents: int) -> BudgetRow:
    """Money set aside, by who leads the lab or runs the programme: a newer row each time it changes.

    The same twice writes nothing. Refused for trials on no service, and above :data:`MOST_CENTS`.
    """
    found = Experiment.objects.select_for_update(of=("self",)).select_related("lab")
    row = found.filter(pk=experiment_id).first()
    if row is None:
        raise Refused(_(rules.GONE))
    rules.locked_lab(actor, row.lab_id)
    if row.field not in SERVICES:
        raise Refused(_("Partner, sala e spesa sono per le prove sui servizi di cura o educativi."))
    if not 0 <= cents <= MOST_CENTS:
        raise Refused(_("La spesa di una prova va da 0 a 5.000 euro."))
    before = row.budget.last()
    if before is not None and before.cents == cents:
        return before
    made = BudgetRow.objects.create(experiment=row, cents=cents, by=actor.actor_ref)
    diary.record(actor, "lab.budget", row, row.lab)
    return made


# --- what may be told outside ------------------------------------------------------------------------


@transaction.atomic
def clear_learned(
    *, actor: User, experiment_id: UUID, audience: str, title: str = "", text: str = ""
) -> Learned:
    """The lab agrees on words for others, and who leads clears them; ``lab`` takes them back.

    Refused to others, before there is a result, and when a name of the lab or a contact stands in it.
    """
    row = rules.locked_experiment(actor, experiment_id, members=False)
    found = Learned.objects.filter(experiment=row).first()
    if found is None or audience not in Audience.values:
        raise Refused(_("Prima scrivete com'è andata. Poi scegliete chi può leggerlo."))
    found.audience = Audience(audience)
    found.title, found.text, found.cleared_on = "", "", None
    if audience != Audience.LAB:
        found.title, found.text = rules.written(title, LONGEST_TITLE), rules.written(text, LONGEST_TOLD)
        rules.check_nameless(row.lab, f"{found.title} {found.text}")
        found.cleared_on = timezone.localdate()
    found.save(update_fields=["audience", "title", "text", "cleared_on"])
    diary.record(actor, "lab.cleared", row, row.lab, fields=[audience])
    return found
