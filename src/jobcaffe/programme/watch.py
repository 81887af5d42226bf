"""*Da guardare oggi*: what needs a decision now, computed from the rows; at most three things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext, ngettext, ngettext_lazy

from jobcaffe.circles.queries.outside import outside_due
from jobcaffe.commitments.enums import State as CommitmentState
from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.enums import Kind, State
from jobcaffe.encounters.models import Encounter, Register
from jobcaffe.paths.models import FollowUp, Outcome
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person
from jobcaffe.people.queries import past_retention
from jobcaffe.plan.models import Period
from jobcaffe.programme import alerts

STALLED_DAYS = 30
REPORT_DAYS = 30
MOST = 3
# A talk at the desk has no sheet to sign.
WITHOUT_SHEET = (Kind.INTERVIEW,)


@dataclass(frozen=True)
class Watch:
    """One thing to look at: its chip, a sentence, and the code by which a page finds the link."""

    code: str
    state: str
    text: str
    count: int
    ref: str = ""


def unscanned(rows: QuerySet[Encounter]) -> QuerySet[Encounter]:
    """Encounters held that should have a signed sheet and have no scan of it."""
    scanned = Register.objects.filter(encounter=OuterRef("pk"), scan__isnull=False)
    return rows.filter(state=State.HELD).exclude(kind__in=WITHOUT_SHEET).exclude(Exists(scanned))


def _overdue(today: date) -> QuerySet[Any]:
    return Commitment.objects.filter(
        state__in=[CommitmentState.PROMISED, CommitmentState.UNDER_WAY], due_on__lt=today
    )


def _not_marked(_today: date) -> QuerySet[Any]:
    return Encounter.objects.filter(state=State.PLANNED, ends_at__lt=timezone.now(), confidential=False)


def _not_scanned(_today: date) -> QuerySet[Any]:
    return unscanned(Encounter.objects.filter(confidential=False, ends_at__lt=timezone.now()))


def _not_followed_up(today: date) -> QuerySet[Any]:
    replaced = Outcome.objects.filter(replaces=OuterRef("outcome"))
    return FollowUp.objects.filter(~Exists(replaced), due_on__lt=today, done_on__isnull=True)


def _stalled(today: date) -> QuerySet[Any]:
    return Person.objects.filter(
        Q(last_contact_on__lt=today - timedelta(days=STALLED_DAYS)),
        status=Status.ACTIVE,
    )


def _to_erase(today: date) -> QuerySet[Any]:
    return past_retention(today).filter(protected=False)


@dataclass(frozen=True)
class _Rule:
    code: str
    state: str
    rows: Callable[[date], QuerySet[Any]]
    words: Any  # plural, lazy: the language of the reader


RULES = (
    _Rule(
        "commitments",
        "late",
        _overdue,
        ngettext_lazy("%(n)s impegno è scaduto.", "%(n)s impegni sono scaduti.", "n"),
    ),
    _Rule(
        "attendances",
        "late",
        _not_marked,
        ngettext_lazy(
            "%(n)s incontro passato è senza presenze.", "%(n)s incontri passati sono senza presenze.", "n"
        ),
    ),
    _Rule(
        "follow_ups",
        "attention",
        _not_followed_up,
        ngettext_lazy(
            "%(n)s verifica di un esito è da fare.", "%(n)s verifiche degli esiti sono da fare.", "n"
        ),
    ),
    _Rule(
        "sheets",
        "attention",
        _not_scanned,
        ngettext_lazy(
            "%(n)s incontro svolto è senza foglio firme.",
            "%(n)s incontri svolti sono senza foglio firme.",
            "n",
        ),
    ),
    _Rule(
        "stalled",
        "attention",
        _stalled,
        ngettext_lazy(
            "%(n)s persona è ferma da %(days)s giorni.", "%(n)s persone sono ferme da %(days)s giorni.", "n"
        ),
    ),
    _Rule(
        "retention",
        "todo",
        _to_erase,
        ngettext_lazy(
            "%(n)s scheda ha finito il suo tempo: decidi se cancellarla.",
            "%(n)s schede hanno finito il loro tempo: decidi se cancellarle.",
            "n",
        ),
    ),
    _Rule(
        "outside",
        "todo",
        outside_due,
        ngettext_lazy(
            "%(n)s gruppo fuori dal programma è da verificare.",
            "%(n)s gruppi fuori dal programma sono da verificare.",
            "n",
        ),
    ),
)
ORDER = {"late": 0, "attention": 1, "todo": 2}


def today(periods: Sequence[Period], *, day: date | None = None) -> list[Watch]:
    """The three most pressing things: late before attention, then in the order of :data:`RULES`.

    ``periods`` come with their closure and its issues counted (``queries.periods``).
    Who opened too many records comes before all. Two queries.
    """
    now = day or timezone.localdate()
    found = _reports([watch for period in periods if (watch := _report_due(period, now))])
    counts = _counts(now)
    found += [
        Watch(rule.code, rule.state, rule.words % {"n": n, "days": STALLED_DAYS}, n)
        for rule in RULES
        if (n := counts.get(rule.code, 0))
    ]
    return (_many_records() + sorted(found, key=lambda watch: ORDER[watch.state]))[:MOST]


def _many_records() -> list[Watch]:
    """Accounts that opened too many records in an hour: one line, before everything else."""
    found = alerts.many_records()
    if not found:
        return []
    first, others = found[0], len(found) - 1
    text = gettext("%(who)s ha aperto %(n)s schede in un'ora.") % {
        "who": first.actor_name,
        "n": first.persons,
    }
    if others:
        text += " " + gettext("E altri %(n)s.") % {"n": others}
    return [Watch("records", "attention", text, len(found), first.ref)]


def _reports(due: list[Watch]) -> list[Watch]:
    """One line for all late reports: they must not push out everything else."""
    late = [watch for watch in due if watch.state == "late"]
    if len(late) < 2:
        return due
    together = Watch("reports", "late", _together(len(late)), len(late))
    return [together, *(watch for watch in due if watch.state != "late")]


def _together(n: int) -> str:
    return ngettext("%(n)s rapporto doveva già partire.", "%(n)s rapporti dovevano già partire.", n) % {
        "n": n
    }


def _counts(now: date) -> dict[str, int]:
    queries = [
        rule.rows(now)
        .order_by()
        .annotate(w_code=Value(rule.code, output_field=CharField()))
        .values("w_code")
        .annotate(w_count=Count("pk"))
        .values_list("w_code", "w_count")
        for rule in RULES
    ]
    return dict(queries[0].union(*queries[1:], all=True))


def _report_due(period: Period, now: date) -> Watch | None:
    """A report that nobody has issued yet, from the end of its period on."""
    if period.report_due_on is None or period.last_day >= now or getattr(period, "issued", False):
        return None
    left = (period.report_due_on - now).days
    words = {"name": period.name, "n": abs(left)}
    if left < 0:
        text = ngettext(
            "%(name)s: il rapporto doveva partire %(n)s giorno fa.",
            "%(name)s: il rapporto doveva partire %(n)s giorni fa.",
            -left,
        )
        return Watch("report", "late", text % words, 1, period.code)
    text = ngettext(
        "%(name)s: per il rapporto manca %(n)s giorno.",
        "%(name)s: per il rapporto mancano %(n)s giorni.",
        left,
    )
    state = "attention" if left <= REPORT_DAYS else "todo"
    return Watch("report", state, text % words, 1, period.code)
