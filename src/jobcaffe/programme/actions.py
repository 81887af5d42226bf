"""Every write of the account: closing a period, listing corrections, issuing a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

import jobcaffe
from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.files import store
from jobcaffe.foundation.journal.actions import SYSTEM, Actor, Line, record, record_many
from jobcaffe.people.models import Person
from jobcaffe.plan.models import Period
from jobcaffe.programme import corrections, freezing, queries
from jobcaffe.programme.enums import Audience, Format
from jobcaffe.programme.freezing import Counted
from jobcaffe.programme.indicators.facts import Fact
from jobcaffe.programme.indicators.spans import long_date
from jobcaffe.programme.models import Closure, Correction, FrozenRow, Issue

BATCH = 500


def close_period(
    *, actor: Actor, period: Period, despite_missing: bool = False, now: datetime | None = None
) -> Closure:
    """Freeze a period: values, cuts, references and hashes of the rows, journal head, version.

    A second press returns the closure made by the first. Refused to who may not close, before the
    last day has passed, while an earlier period is open, and while evidence is missing unless
    ``despite_missing`` says that the report shall tell so.
    """
    _allowed(actor, "programme.close")
    moment = now or timezone.now()
    with transaction.atomic():
        locked = Period.objects.select_for_update().select_related("programme").get(pk=period.pk)
        made = Closure.objects.filter(period=locked).first()
        if made is not None:
            return made
        _may_close(locked, moment, despite_missing)
        closure = _write_closure(actor, locked, moment)
        record(actor, "programme.close_period", closure, reason=locked.code)
    return closure


def _allowed(actor: Actor, capability: str) -> None:
    # The command line is whoever owns the machine.
    if actor is not SYSTEM:
        require(actor, capability)


def _may_close(period: Period, now: datetime, despite_missing: bool) -> None:
    if timezone.localdate(now) <= period.last_day:
        last = long_date(period.last_day)
        raise Refused(f"Il periodo non è ancora finito. Potrai chiuderlo dal giorno dopo il {last}.")
    earlier = period.programme.periods.filter(last_day__lt=period.first_day, closure__isnull=True).first()
    if earlier is not None:
        raise Refused(f"Prima va chiuso un periodo precedente. Chiudi «{earlier.name}», poi torna qui.")
    missing = queries.missing_evidence(period).count
    if missing and not despite_missing:
        what = "Manca 1 prova" if missing == 1 else f"Mancano {missing} prove"
        raise Refused(f"{what}. Completa gli incontri elencati, oppure scegli «Vai avanti e segnalalo».")


def _write_closure(actor: Actor, period: Period, now: datetime) -> Closure:
    frozen, counted = freezing.freeze(period, now, actor.actor_name)
    closure = Closure.objects.create(
        period=period,
        closed_at=now,
        closed_by=actor.actor_ref,
        closed_by_name=actor.actor_name,
        version=jobcaffe.__version__,
        frozen=frozen,
        sha256=freezing.digest(frozen),
    )
    FrozenRow.objects.bulk_create(_frozen_rows(closure, counted), batch_size=BATCH)
    return closure


def _frozen_rows(closure: Closure, counted: Sequence[Counted]) -> list[FrozenRow]:
    return [
        FrozenRow(closure=closure, indicator=item.indicator, ref=row.proof)
        for item in counted
        for row in item.period_rows
    ]


def find_corrections(*, actor: Actor = SYSTEM, now: datetime | None = None) -> list[Correction]:
    """Recompute every closed period and list what differs from what was frozen.

    What is already listed is not listed again. Runs every night, and before a period is closed or a
    report is issued; nothing is refused. The closed period itself never changes.
    """
    moment = now or timezone.now()
    programme = queries.current_programme()
    if programme is None:
        return []
    with transaction.atomic():
        closed = Closure.objects.select_for_update().filter(period__programme=programme)
        found = [
            Correction(
                closure=closure,
                indicator=one.indicator,
                measure=one.measure,
                was=one.was,
                becomes=one.becomes,
                why=one.why,
                found_at=moment,
            )
            for closure in closed.select_related("period__programme").order_by("period__first_day")
            for one in corrections.differences(closure, moment)
        ]
        Correction.objects.bulk_create(found)
        if found:
            record(actor, "programme.corrections", found[0].closure, reason=f"{len(found)} rettifiche")
    return found


def issue_report(
    *, actor: Actor, closure: Closure, audience: Audience, wanted: Sequence[Format] = tuple(Format)
) -> list[Issue]:
    """Make the files of a report from a closed period, keep them, and return them in order.

    A file that was issued before is returned as it was: the same bytes. Refused to who may not
    issue. The files are made before the transaction: other people can write meanwhile.
    """
    _allowed(actor, "report.issue")
    from jobcaffe.programme.reports import build

    already = {issue.format for issue in closure.issues.filter(audience=audience)}
    made = {one: build.make(closure, audience, one) for one in wanted if one not in already}
    with transaction.atomic():
        Period.objects.select_for_update().get(pk=closure.period_id)
        already = {issue.format for issue in closure.issues.filter(audience=audience)}
        for one, content in made.items():
            if one not in already:
                _keep(actor, closure, audience, one, content)
    rows = closure.issues.filter(audience=audience, format__in=wanted).select_related("file")
    return sorted(rows, key=lambda issue: list(wanted).index(Format(issue.format)))


def _keep(actor: Actor, closure: Closure, audience: Audience, kind: Format, content: bytes) -> Issue:
    from jobcaffe.programme.reports import build

    name = build.file_name(closure, audience, kind)
    kept = store.save_bytes(actor=actor, name=name, content=content, kind=store.Kind.ISSUED)
    issue = Issue.objects.create(
        closure=closure, audience=audience, format=kind, file=kept, issued_by=actor.actor_ref
    )
    record(actor, "report.issue", issue, reason=f"{closure.period.code} {audience} {kind}")
    return issue


def record_export(*, actor: Actor, code: str, facts: Sequence[Fact]) -> None:
    """Journal that the rows behind an indicator left the house: once, and once for each person named."""
    named = Person.objects.filter(pk__in={fact.key or fact.person for fact in facts if fact.person})
    lines = [
        Line("person.export", subject=person, reason=code)
        for person in named.filter(protected=False).only("first_name", "last_name")
    ]
    with transaction.atomic():
        record_many(actor, [Line("programme.export_rows", reason=f"{code}, {len(facts)} righe"), *lines])


def record_download(*, actor: Actor, issue: Issue) -> None:
    """Journal who took an issued report out of the house."""
    with transaction.atomic():
        record(actor, "report.read", issue, reason=f"{issue.audience} {issue.format}")


def record_rows_seen(*, actor: Actor, code: str, page: int) -> None:
    """Journal that the rows behind an indicator, with names, were looked at."""
    with transaction.atomic():
        record(actor, "programme.rows", reason=f"{code}, pagina {page}")
