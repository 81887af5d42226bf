"""Proposing a coffee, answering from a link, meeting, and saying how it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions as commitments
from jobcaffe.encounters import actions as encounters
from jobcaffe.encounters.enums import Action, Kind
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused, allows
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM, Actor, record
from jobcaffe.network.tables import messages, rules, slots
from jobcaffe.network.tables.enums import Outcome, Side, State
from jobcaffe.network.tables.models import Coffee, CoffeeTime, Interest
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation
from jobcaffe.spaces.actions import RoomTaken
from jobcaffe.spaces.models import Room
from jobcaffe.spaces.rules import permit

SIDES = (Side.FIRST, Side.SECOND)
TITLE_LETTERS = 120
TOGETHER_DAYS, AGAIN_DAYS, MISSED_DAYS = 30, 14, 7


@transaction.atomic
def say_interest(*, actor: User, other_id: UUID, wanted: bool = True) -> None:
    """*Vorremmo conoscerli*, or not any more. Twice is the same as once.

    Refused to who speaks for no organisation, and for one that is not in the network.
    """
    own = rules.partner(actor)
    other = organisations.listed().filter(pk=other_id).first()
    if own is None or other is None or other == own:
        raise Refused(_("Questa organizzazione non è nella rete. Scegline un'altra."))
    if wanted:
        _row, changed = Interest.objects.get_or_create(organisation=own, other=other)
    else:
        changed = bool(Interest.objects.filter(organisation=own, other=other).delete()[0])
    if not changed:
        return
    record(actor, "coffee.interest", own, fields=["interests"])


@transaction.atomic
def propose(
    *,
    actor: User,
    first_id: UUID,
    second_id: UUID,
    times: Sequence[str],
    purpose: str = "",
    request_key: UUID | None = None,
) -> Coffee:
    """Propose three times to both; who proposes for her own organisation has said yes to all three.

    No room is held yet. Refused: one organisation with itself, one that is not there, a delegate for
    another's, not three free times, and while an earlier proposal waits or a coffee is to come.
    """
    own = rules.partner(actor)
    if own is None:
        permit(actor, "table.manage")
    elif own.pk != first_id:
        raise Refused(_("Potete proporre un caffè solo per la vostra organizzazione."))
    before = made_before(Coffee, request_key)
    if before is not None:
        return before
    first, second = _two(first_id, second_id, listed=own is not None)
    chosen = _chosen(times)
    made = Coffee.objects.create(
        first=first, second=second, proposed_by=own, operator=None if own else actor,
        purpose=purpose.strip()[:200], request_key=request_key,
        answer_by=_last_day(chosen),
    )  # fmt: skip
    CoffeeTime.objects.bulk_create(
        CoffeeTime(
            coffee=made, room=one.room, starts_at=one.starts_at, ends_at=one.ends_at,
            first_yes=True if own else None,
        )
        for one in chosen
    )  # fmt: skip
    record(actor, "coffee.propose", made)
    for side in SIDES[1:] if own else SIDES:
        messages.proposed(actor, made, side)
    return made


def _two(first_id: UUID, second_id: UUID, *, listed: bool) -> tuple[Organisation, Organisation]:
    """Both, locked in one order, so that two proposals for the same two wait for each other."""
    if first_id == second_id:
        raise Refused(_("Servono due organizzazioni diverse. Scegline un'altra."))
    rows = Organisation.objects.select_for_update().filter(pk__in=(first_id, second_id)).order_by("pk")
    found = {row.pk: row for row in rows}
    unknown = listed and not organisations.listed().filter(pk=second_id).exists()
    if len(found) < len(SIDES) or unknown:
        raise Refused(_("Questa organizzazione non è nella rete. Scegline un'altra."))
    pair = Q(first=first_id, second=second_id) | Q(first=second_id, second=first_id)
    coming = Q(state=State.WAITING) | Q(state=State.AGREED, encounter__starts_at__gte=timezone.now())
    if Coffee.objects.filter(pair).filter(coming).exists():
        raise Refused(_("C'è già un caffè proposto o fissato fra queste due. Guardate fra i caffè."))
    return found[first_id], found[second_id]


def _chosen(times: Sequence[str]) -> list[slots.Slot]:
    """Three different free times of those that the page offers."""
    free = {slot.starts_at: slot for slot in slots.free_times()}
    read = {one[1] for one in map(slots.read_slot, times) if one is not None}
    chosen = sorted((free[start] for start in read if start in free), key=lambda slot: slot.starts_at)
    if len(chosen) != rules.TIMES or len(times) != rules.TIMES:
        raise Refused(
            _("Scegliete tre orari fra quelli liberi. Se uno manca, è stato preso: rifate la scelta.")
        )
    return chosen


def _last_day(chosen: Sequence[slots.Slot]) -> date:
    """Ten days, and never after the day before the last of the times."""
    last = timezone.localdate(chosen[-1].starts_at) - timedelta(days=1)
    return min(timezone.localdate() + timedelta(days=rules.ANSWER_DAYS), last)


@transaction.atomic
def answer(*, actor: Actor, coffee_id: UUID, side: str, says: str, time_id: int | None = None) -> Coffee:
    """One tap: ``says`` is "yes" to a time, "no_time" (none of them is good) or "no".

    At two yeses to one time the coffee is an encounter and its room is held. Refused: for the other
    side, after it is over, and for a time that is past or at which no room is free any more. The same
    tap twice changes nothing.
    """
    coffee = rules.locked(coffee_id)
    rules.may_speak(actor, coffee, side)
    return _answered(actor, coffee, Side(side), says, time_id)


@transaction.atomic
def answer_by_link(*, actor: Actor = PUBLIC, token: str, says: str, time_id: int | None = None) -> Coffee:
    """The same from the message, without signing in. Refused too for a link that is not ours, and once
    who got it speaks no more for that side.
    """
    coffee, side = _seat(token)
    return _answered(actor, coffee, side, says, time_id)


def _seat(token: str) -> tuple[Coffee, Side]:
    """The coffee, locked, and the side of a link. Refused when it does not answer (any more)."""
    read = rules.read_token(token)
    coffee = rules.locked(read[0]) if read else None
    if read is None or coffee is None or not rules.link_stands(coffee, *read[1:]):
        raise Refused(_(rules.GONE))
    return coffee, read[1]


def _answered(actor: Actor, coffee: Coffee, side: Side, says: str, time_id: int | None) -> Coffee:
    if says == "yes":
        return _said_yes(actor, coffee, side, time_id)
    to = {"no": State.DECLINED, "no_time": State.NO_TIME}.get(says)
    if to is None:
        raise Refused(_("Scegliete un orario, o dite di no."))
    if coffee.state == to:
        return coffee
    _still_open(coffee)
    coffee.times.update(**{rules.yes_field(side): False})
    _settle(coffee, to)
    record(actor, "coffee.answer", coffee, fields=[f"{side.value}:{says}"])
    return coffee


def _still_open(coffee: Coffee) -> None:
    if coffee.state != State.WAITING or coffee.answer_by < timezone.localdate():
        raise Refused(_("Questa proposta è chiusa. Se volete vedervi lo stesso, chiamateci."))


def _settle(coffee: Coffee, state: State) -> None:
    coffee.state, coffee.settled_on = state, timezone.localdate()
    coffee.save(update_fields=["state", "settled_on", "encounter"])


def _said_yes(actor: Actor, coffee: Coffee, side: Side, time_id: int | None) -> Coffee:
    chosen = coffee.times.select_for_update(of=("self",)).filter(pk=time_id or 0).first()
    if chosen is None:
        raise Refused(_("Questo orario non è fra i tre. Aprite di nuovo la pagina."))
    field, facing = rules.yes_field(side), rules.yes_field(rules.other_side(side))
    agreed = coffee.encounter is not None and coffee.encounter.starts_at == chosen.starts_at
    if agreed or (getattr(chosen, field) and not getattr(chosen, facing)):
        return coffee
    _still_open(coffee)
    if chosen.starts_at <= timezone.now():
        raise Refused(_("Questo orario è passato. Sceglietene un altro."))
    setattr(chosen, field, True)
    chosen.save(update_fields=[field])
    record(actor, "coffee.answer", coffee, fields=[field])
    if getattr(chosen, facing):
        _agree(actor, coffee, chosen)
    return coffee


def _agree(actor: Actor, coffee: Coffee, chosen: CoffeeTime) -> None:
    """Hold a room and make the encounter, both or neither."""
    coffee.encounter = _meet(coffee, chosen)
    for one in (coffee.first, coffee.second):
        encounters.add_organisation(actor=SYSTEM, encounter_id=coffee.encounter.pk, organisation_id=one.pk)
    _settle(coffee, State.AGREED)
    record(actor, "coffee.agree", coffee, fields=["encounter"])
    messages.agreed(actor, coffee, coffee.encounter)


def _meet(coffee: Coffee, chosen: CoffeeTime) -> Encounter:
    """The encounter in the room that was thought of, or in another that is free at that time."""
    # All in one order: two coffees that look for another room never wait for each other in a circle.
    fit = Q(active=True, capacity__gte=rules.SEATS) | Q(pk=chosen.room_id)
    locked = list(Room.objects.select_for_update(of=("self",)).filter(fit).order_by("pk"))
    for room in sorted(locked, key=lambda one: (one.pk != chosen.room_id, one.capacity, str(one.pk))):
        try:
            return encounters.create_encounter(
                actor=SYSTEM,
                details=_details(coffee, room.pk),
                starts_at=chosen.starts_at,
                ends_at=chosen.ends_at,
            )
        except RoomTaken:
            continue
    raise Refused(_("A quell'ora non c'è più una sala libera. Scegliete un altro orario."))


def _details(coffee: Coffee, room_id: UUID) -> encounters.Details:
    title = _("Caffè: %(one)s e %(two)s") % {"one": coffee.first.name, "two": coffee.second.name}
    leaders = (coffee.operator_id,) if coffee.operator_id else ()
    return encounters.Details(
        kind=Kind.TABLE, action=Action.NETWORK, title=title[:TITLE_LETTERS], summary=coffee.purpose,
        room_id=room_id, leader_ids=leaders,
    )  # fmt: skip


# --- how it went ----------------------------------------------------------------------------------------


@transaction.atomic
def tell_outcome(*, actor: Actor, coffee_id: UUID, side: str, outcome: str) -> Coffee:
    """*Com'è andata?*: one tap, which writes the commitments that follow from it.

    Refused to who did not sit there, before the coffee, and when it was already said differently.
    """
    coffee = rules.locked(coffee_id)
    rules.may_speak(actor, coffee, side)
    return _went(actor, coffee, Side(side), outcome)


@transaction.atomic
def tell_outcome_by_link(*, actor: Actor = PUBLIC, token: str, outcome: str) -> Coffee:
    """The same from the message, without signing in. Refused too as :func:`answer_by_link`."""
    return _went(actor, *_seat(token), outcome)


def _went(actor: Actor, coffee: Coffee, side: Side, outcome: str) -> Coffee:
    if outcome not in Outcome.values:
        raise Refused(_("Scegliete com'è andata fra le quattro risposte."))
    if coffee.outcome == outcome:
        return coffee
    if coffee.encounter is None or coffee.encounter.starts_at > timezone.now():
        raise Refused(_("Il caffè non c'è ancora stato. Ditecelo dopo."))
    if coffee.outcome:
        raise Refused(_("Com'è andata è già scritto. Se non è così, chiamateci."))
    coffee.outcome = outcome
    coffee.save(update_fields=["outcome"])
    record(actor, "coffee.outcome", coffee, fields=["outcome"])
    _close_encounter(coffee)
    _follow(coffee, side)
    return coffee


def _close_encounter(coffee: Coffee) -> None:
    """Who was there follows from the answer; presences that somebody has saved stay."""
    encounter = coffee.encounter
    if encounter is None or encounter.state != EncounterState.PLANNED:
        return
    both = [str(coffee.first_id), str(coffee.second_id)]
    absent = both if coffee.outcome == Outcome.MISSED else []
    encounters.take_attendance(actor=SYSTEM, encounter_id=encounter.pk, absent=absent)


def _follow(coffee: Coffee, side: Side) -> None:
    """What each will do now, in its own list."""
    today, other = timezone.localdate(), rules.other_side
    if coffee.outcome == Outcome.TOGETHER:
        for one in SIDES:
            text = _("Fare con %(other)s quello che avete deciso al caffè.")
            _promise(coffee, one, text, rules.of_side(coffee, other(one)), today, TOGETHER_DAYS)
    elif coffee.outcome == Outcome.AGAIN:
        text = _("Proporre un altro caffè a %(other)s.")
        _promise(coffee, side, text, rules.of_side(coffee, other(side)), today, AGAIN_DAYS)
    elif coffee.outcome == Outcome.MISSED and coffee.operator and allows(coffee.operator, "commitment.read"):
        names = {"one": coffee.first.name, "two": coffee.second.name}
        commitments.promise(
            actor=SYSTEM, user=coffee.operator, encounter=coffee.encounter,
            text=_("Sentire %(one)s e %(two)s: il caffè è saltato.") % names,
            due_on=today + timedelta(days=MISSED_DAYS),
        )  # fmt: skip


def _promise(coffee: Coffee, side: Side, text: str, other: Organisation, today: date, days: int) -> None:
    commitments.promise(
        actor=SYSTEM, organisation=rules.of_side(coffee, side), encounter=coffee.encounter,
        text=text % {"other": other.name}, due_on=today + timedelta(days=days),
    )  # fmt: skip


# --- every day ------------------------------------------------------------------------------------------


def follow_up(*, actor: Actor, now: datetime | None = None) -> dict[str, int]:
    """One reminder to who has not answered, an end to what nobody answered, and *Com'è andata?*.

    How many of each. However often it runs, each message leaves once.
    """
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    waiting = Coffee.objects.filter(state=State.WAITING)
    late = waiting.filter(answer_by__lt=today)
    quiet = waiting.filter(
        reminded_on=None, proposed_on__lte=today - timedelta(days=rules.REMIND_AFTER), answer_by__gte=today
    )
    ended = Coffee.objects.filter(
        state=State.AGREED,
        outcome="",
        asked_on=None,
        encounter__state=EncounterState.PLANNED,
        encounter__ends_at__lt=moment,
    )
    return {
        "expired": sum(_expire(actor, pk) for pk in late.values_list("pk", flat=True)),
        "reminded": sum(_remind(actor, pk, today) for pk in quiet.values_list("pk", flat=True)),
        "asked": sum(_ask(actor, pk) for pk in ended.values_list("pk", flat=True)),
    }


@transaction.atomic
def _expire(actor: Actor, coffee_id: UUID) -> bool:
    coffee = rules.locked(coffee_id)
    if coffee.state != State.WAITING:
        return False
    _settle(coffee, State.EXPIRED)
    record(actor, "coffee.expire", coffee, fields=["state"])
    return True


@transaction.atomic
def _remind(actor: Actor, coffee_id: UUID, today: date) -> bool:
    coffee = rules.locked(coffee_id)
    silent = [side for side in SIDES if rules.waits_for(coffee, side)]
    if coffee.state != State.WAITING or coffee.reminded_on is not None:
        return False
    coffee.reminded_on = today
    coffee.save(update_fields=["reminded_on"])
    for side in silent:
        messages.proposed(actor, coffee, side, again=True)
    record(actor, "coffee.remind", coffee, fields=["reminded_on"])
    return True


@transaction.atomic
def _ask(actor: Actor, coffee_id: UUID) -> bool:
    coffee = rules.locked(coffee_id)
    if coffee.asked_on is not None:
        return False
    coffee.asked_on = timezone.localdate()
    coffee.save(update_fields=["asked_on"])
    messages.how(actor, coffee)
    record(actor, "coffee.ask", coffee, fields=["asked_on"])
    return True
