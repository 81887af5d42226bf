"""What every press of the day shares: the locks, the row that can be taken back, the one notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import dayrules, seated
from jobcaffe.fair.talks.enums import State
from jobcaffe.fair.talks.models import Change, Talk
from jobcaffe.fair.talks.queries import now_slot
from jobcaffe.fair.talks.rules import ACTIVE
from jobcaffe.fair.talks.sentences import told_table
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.spaces.words import hour_words

Edit = tuple[Talk, Mapping[str, Any]]
LOOK_BACK = 60
TAKEN = (
    "Quel posto è stato preso un attimo fa, o la persona ha già un colloquio a quell'ora. Scegline un altro."
)
LEFT = "Nel frattempo la persona ha cambiato o disdetto. Non si può più annullare."


def lock_stands(fair: Fair, stand_ids: Iterable[UUID] | None = None) -> dict[UUID, Stand]:
    """Stands of the fair, their rows locked in one order: whoever touches their tables waits."""
    rows = Stand.objects.select_for_update(of=("self",), no_key=True).filter(fair=fair)
    if stand_ids is not None:
        rows = rows.filter(pk__in=set(stand_ids))
    return {row.pk: row for row in rows.select_related("organisation", "fair").order_by("pk")}


def lock_talk(actor: Actor, talk_id: UUID, people: Sequence[UUID] = ()) -> Talk:
    """A talk of today, its stand and itself locked, for who works at the tables; before it who has the talks
    ``people``, so that whoever takes a seat in a workshop for her waits.

    Refused to the others, on other days, and when it is not there.
    """
    plain = Talk.objects.filter(pk=talk_id).values_list("fair_id", "stand_id").first()
    if plain is None:
        raise Refused(str(dayrules.GONE))
    lock_stands(dayrules.may_work(actor, plain[0]), [plain[1]])
    if people:
        visit_rules.hold(Talk.objects.filter(pk__in=people).values_list("visitor", flat=True))
    return _locked([talk_id])[0]


def _locked(talk_ids: Sequence[UUID]) -> list[Talk]:
    rows = Talk.objects.select_for_update(of=("self",)).filter(pk__in=talk_ids)
    return list(rows.select_related("fair", "stand__organisation", "visitor").order_by("pk"))


def talks_at(stand_id: UUID, table: int | None = None) -> list[Talk]:
    """The talks of a stand (of one of its tables) that are still to end, by slot, locked."""
    rows = Talk.objects.filter(stand=stand_id, state__in=(State.BOOKED, State.RUNNING))
    if table is not None:
        rows = rows.filter(table=table)
    return sorted(_locked(list(rows.values_list("pk", flat=True))), key=lambda one: (one.slot, one.table))


def latest(fair_id: UUID, talk_id: UUID) -> Change | None:
    """The last press on a talk that was not taken back."""
    rows = Change.objects.filter(fair=fair_id, undone_at=None).select_related("by")
    return next((one for one in rows[:LOOK_BACK] if str(talk_id) in _talk_ids(one)), None)


def _talk_ids(change: Change) -> set[str]:
    return {row["talk"] for row in change.rows if "talk" in row}


def twice(actor: Actor, talk: Talk, what: str, seen: str) -> Change | None:
    """The same press a moment ago. Refused when somebody else was quicker, with who and what."""
    if seen in {"", dayrules.signature(talk)}:
        return None
    found = latest(talk.fair_id, talk.pk)
    if found is None:
        raise Refused(_("Il colloquio è cambiato un attimo fa. Guarda com'è adesso e riprova."))
    mine = isinstance(actor, User) and found.by_id == actor.pk
    if mine and found.what == what and timezone.now() - found.at < dayrules.TWICE:
        return found
    said = {"who": dayrules.said(found), "hour": hour_words(found.at)}
    raise Refused(_("Alle %(hour)s hanno già premuto su questo colloquio. %(who)s.") % said)


def facts(talk: Talk) -> dict[str, Any]:
    """What a press may change."""
    return {name: getattr(talk, name) for name in dayrules.FACTS}


def write(
    actor: Actor, fair: Fair, what: str, edits: Sequence[Edit], more: Sequence[Mapping[str, Any]] = ()
) -> Change:
    """Change talks and keep what they were. Inside a transaction, the stands locked.

    Refused when a place was taken meanwhile, or somebody would be at two tables at once.
    """
    before = {talk.pk: facts(talk) for talk, _values in edits}
    put(edits)
    rows = [
        {
            "talk": str(talk.pk),
            "visitor": str(talk.visitor_id),
            "before": before[talk.pk],
            "after": facts(talk),
        }
        for talk, _values in edits
    ]
    made = Change.objects.create(
        fair=fair, what=what, rows=[*rows, *more], by=actor if isinstance(actor, User) else None
    )
    record(actor, dayrules.CODES[what], made, fields=["talks"])
    return made


def put(edits: Sequence[Edit]) -> None:
    """Write the new facts of several talks at once, also when each takes the place of another."""
    try:
        with transaction.atomic():
            if len(edits) > 1:
                moved = [talk.pk for talk, _values in edits]
                _locked(moved)
                Talk.objects.filter(pk__in=moved).update(state=State.CANCELLED)
            for talk, values in edits:
                for name, value in values.items():
                    setattr(talk, name, value)
                talk.save(update_fields=list(dayrules.FACTS))
    except IntegrityError as error:
        raise Refused(_(TAKEN)) from error


def tell(change: Change, why: str | Promise, *, key: str = "", but: Iterable[UUID] = ()) -> None:
    """One notice to each whose talks changed: why, and with whom she talks next; in her language, which may
    not be that of who presses.
    """
    skip = {str(one) for one in but}
    people = {row["visitor"] for row in change.rows if "visitor" in row} - skip
    ahead = _next(change.fair, people)
    for visitor in Visitor.objects.filter(pk__in=people).select_related("fair__place").order_by("pk"):
        context = {"why": why, **_facts(ahead.get(visitor.pk))}
        visits.tell(
            visitor, "fair_day_changed", context, dedupe_key=f"fair-day:{change.pk}:{visitor.pk}{key}"
        )


def _next(fair: Fair, people: Iterable[str]) -> dict[UUID, Talk]:
    """Visitor → her next talk: two queries however many they are."""
    rows = Talk.objects.filter(visitor__in=list(people), state=State.BOOKED)
    rows = rows.filter(slot__gte=now_slot(fair, timezone.now())).select_related("stand__organisation", "fair")
    found: dict[UUID, Talk] = {}
    for talk in rows.order_by("slot"):
        found.setdefault(talk.visitor_id, talk)
    return found


def _facts(talk: Talk | None) -> dict[str, object]:
    if talk is None:
        return {}
    start = timezone.localtime(dayrules.starts_at(talk.fair, talk.slot, talk.late))
    return {
        "organisation": talk.stand.organisation.name,
        "when": start,
        "table": told_table(talk.stand, talk.table),
    }


# --- taking back ----------------------------------------------------------------------------------------

SILENT = frozenset({"begin", "finish"})


@transaction.atomic
def undo(*, actor: Actor, change_id: UUID) -> Change:
    """Take a press back: its talks are as they were, and who was told hears of it. Twice is once.

    Refused when something newer touched the same talks (it says what), when their places were given to
    others meanwhile, and when somebody has taken a seat in a workshop for that hour.
    """
    found = Change.objects.filter(pk=change_id).first()
    if found is None:
        raise Refused(_("Questo cambio non c'è più. Torna ai tavoli."))
    fair = dayrules.may_work(actor, found.fair_id)
    stands = lock_stands(fair)
    change = Change.objects.select_for_update(of=("self",)).select_related("fair").get(pk=change_id)
    if change.undone_at is not None:
        return change
    visit_rules.hold(UUID(row["visitor"]) for row in change.rows if "visitor" in row)
    talks = _as_left(change)
    put([(talk, row["before"]) for talk, row in talks])
    for row in change.rows:
        if "stand" in row:
            _give_back(stands[UUID(row["stand"])], row)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    record(actor, "fair.day_undo", change)
    if change.what not in SILENT:
        tell(change, lazy("Abbiamo annullato l'ultimo cambio."), key=":undo")
    return change


def _as_left(change: Change) -> list[tuple[Talk, Mapping[str, Any]]]:
    """Its talks, when they are as the press left them. Refused when not, with what came after."""
    rows = {UUID(row["talk"]): row for row in change.rows if "talk" in row}
    newer = Change.objects.filter(fair=change.fair_id, at__gt=change.at, undone_at=None).select_related("by")
    for one in newer:
        if _talk_ids(one) & set(map(str, rows)):
            who = {"who": dayrules.said(one), "hour": hour_words(one.at)}
            raise Refused(_("Dopo è cambiato ancora, alle %(hour)s. %(who)s. Annulla prima quello.") % who)
    talks = _locked(list(rows))
    if any(facts(talk) != rows[talk.pk]["after"] for talk in talks):
        raise Refused(_(LEFT))
    _still_come(talks, rows)
    _free_again(change, talks, rows)
    seated.refuse(change.fair, _back_at(talks, rows))
    return [(talk, rows[talk.pk]) for talk in talks]


def _still_come(talks: Sequence[Talk], rows: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Refused when somebody would have a table again who does not come any more."""
    back = {talk.visitor_id for talk in talks if rows[talk.pk]["before"]["state"] in ACTIVE}
    come = Visitor.objects.filter(visit_rules.coming(), pk__in=back, forgotten_on=None)
    if come.count() < len(back):
        raise Refused(_(LEFT))


def _back_at(talks: Sequence[Talk], rows: Mapping[UUID, Mapping[str, Any]]) -> Iterator[tuple[UUID, int]]:
    """Who would be at a table again in an hour at which she is not now."""
    for talk in talks:
        was = rows[talk.pk]["before"]
        if was["state"] in ACTIVE and (was["slot"] != talk.slot or talk.state not in ACTIVE):
            yield talk.visitor_id, was["slot"]


def _free_again(change: Change, talks: Sequence[Talk], rows: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Refused when a place that would be taken again has somebody else now."""
    own = {talk.pk for talk in talks}
    for talk in talks:
        was = rows[talk.pk]["before"]
        if was["state"] not in ACTIVE:
            continue
        held = Talk.objects.filter(
            stand=talk.stand_id, slot=was["slot"], table=was["table"],
            state__in=ACTIVE,
        ).exclude(pk__in=own).select_related("visitor").first()  # fmt: skip
        if held is not None:
            raise Refused(
                _("Il posto ora è di %(code)s. Sposta prima quel colloquio, o annulla il piano nuovo.")
                % {"code": held.visitor.code}
            )


def _give_back(stand: Stand, row: Mapping[str, Any]) -> None:
    if stand.tables != row["after"]["tables"]:
        raise Refused(_("Nel frattempo i tavoli di questo stand sono cambiati. Guardali nella regia."))
    stand.tables = row["before"]["tables"]
    stand.save(update_fields=["tables"])
