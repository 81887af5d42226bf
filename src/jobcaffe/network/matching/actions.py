"""What she tells of herself, the searches, *Non adesso*; what is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.exchange.introductions.rules import person_for
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.foundation.privacy.sealed import tables_of
from jobcaffe.kernels import matching
from jobcaffe.network.matching import gathering, queries, searching, traits
from jobcaffe.network.matching.enums import Trigger, Why
from jobcaffe.network.matching.models import NotNow, Outlook, Profile, Proposal, Run
from jobcaffe.network.matching.profiles import Told
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.people.rules import require

MOST_TRADES = 12


def _row_of(person: Person, refs: Sequence[UUID]) -> tuple[Profile, Told]:
    """Her profile, locked, or a new one."""
    row = queries.latest(Profile.objects.select_for_update().filter(Profile.of(refs)))
    if row is not None:
        return row, Told.from_body(row.opened())
    return Profile(pk=uuid4(), **Profile.columns_for(person.pk)), Told()


@transaction.atomic
def tell(*, actor: User, person_ref: UUID, **changes: Any) -> Told:
    """Write some of what she tells (fields of :class:`Told`); the rest stays. She, or the desk with her.

    The same twice changes nothing. Refused to others, and above a number of trades.
    """
    person = person_for(actor, person_ref)
    row, told = _row_of(person, people.refs_of_person(person.pk))
    after = replace(told, **changes)
    if len(after.trades) > MOST_TRADES:
        raise Refused(_("Ne hai già scritti molti. Togli prima quelli che contano meno."))
    if after != told or row._state.adding:
        row.seal(after.body())
        row.save()
        record(actor, "match.tell", row, subject=person, fields=sorted(changes))
    return after


@transaction.atomic
def set_looking(*, actor: User, person_ref: UUID, looking: bool) -> None:
    """Whether she wants to be searched for; off, her proposals end at once. Refused to others."""
    person = person_for(actor, person_ref)
    refs = people.refs_of_person(person.pk)
    row, told = _row_of(person, refs)
    row.looking = looking
    row.seal(told.body())
    row.save()
    # Another record of hers says the same: what she stops stays stopped.
    Profile.objects.filter(Profile.of(refs)).exclude(pk=row.pk).update(looking=looking)
    if not looking:
        _end(Proposal.objects.filter(Proposal.of(refs), ended_on=None))
        Outlook.objects.filter(Outlook.of(refs)).delete()
    record(actor, "match.looking", row, subject=person, fields=["on" if looking else "off"])


def _end(rows: Any) -> None:
    rows.update(ended_on=timezone.localdate(), changed_on=timezone.localdate())


@transaction.atomic
def search_now(*, actor: User, person_ref: UUID) -> Run:
    """*Cerca adesso*: the search for one person. Refused to others and before she told anything."""
    person = person_for(actor, person_ref)
    refs = people.refs_of_person(person.pk)
    found = gathering.candidates(refs)
    if not found:
        raise Refused(_("Prima dicci che cosa sai fare. Bastano due minuti."))
    trigger = Trigger.HERSELF if person_ref in queries.refs_of(actor) else Trigger.DESK
    run = _search(found, trigger)
    record(actor, "match.search", subject=person, fields=[trigger.value])
    return run


def search_all(*, actor: Actor) -> Run:
    """The search of the night, for everybody who wants it, spread; with the audit.

    Each person's proposals are written in a transaction of their own, so that nobody waits for all of them;
    a night that is cut is made good by the next. Refused to who may not see the audit.
    """
    require(actor, "match.audit")
    run = _search(gathering.candidates(), Trigger.NIGHT, audit=True)
    with transaction.atomic():
        record(actor, "match.search", fields=[Trigger.NIGHT.value, str(run.persons), str(run.proposals)])
    return run


def _search(candidates: list[gathering.Candidate], trigger: Trigger, *, audit: bool = False) -> Run:
    today = timezone.localdate()
    refs = {one.id: people.refs_of_person(one.person.pk) for one in candidates}
    closed = {name: queries.closed_posts(mine) for name, mine in refs.items()}
    shown = traits.traits_of(candidates, today) if audit else {}
    result = searching.search(candidates, today=today, closed=closed, traits=shown)
    run = Run.objects.create(
        trigger=trigger,
        persons=len(candidates),
        opportunities=result.opportunities,
        proposals=sum(len(mine) for mine in result.proposals.values()),
        weights=asdict(matching.Weights()),
        figures=result.figures if audit else {},
        audit=result.audit,
    )
    for one in candidates:
        _keep(run, one.person, refs[one.id], result)
    return run


@transaction.atomic
def _keep(run: Run, person: Person, refs: Sequence[UUID], result: searching.Result) -> None:
    """What is said again stays as it was; the rest ends, and what is new is written."""
    if not Profile.objects.select_for_update().filter(Profile.of(refs), looking=True):
        return  # she changed her mind, or was erased, while the search went on
    name = str(person.pk)
    rows = list(Proposal.objects.select_for_update().filter(Proposal.of(refs), ended_on=None))
    before = {row.post_id: (row, body) for row, body in Proposal.opened_each(rows)}
    for found in result.proposals.get(name, []):
        body = found.why.body()
        row, known = before.get(found.post, (None, None))
        if row is not None and known == _plain(body):
            before.pop(found.post)
            if (row.place, row.kind) != (found.place, found.kind):
                row.place, row.kind = found.place, found.kind
                row.save(update_fields=["place", "kind"])
            continue
        if row is not None:
            _end(Proposal.objects.filter(pk=row.pk))
            before.pop(found.post)
        made = Proposal(
            pk=uuid4(), run=run, post_id=found.post, kind=found.kind, place=found.place,
            **Proposal.columns_for(person.pk),
        )  # fmt: skip
        made.seal(body)
        made.save(force_insert=True)
    _end(Proposal.objects.filter(pk__in=[row.pk for row, _body in before.values()]))
    Outlook.objects.filter(Outlook.of(refs)).delete()
    outlook = Outlook(pk=uuid4(), run=run, **Outlook.columns_for(person.pk))
    outlook.seal({"changes": result.changes.get(name, [])})
    outlook.save(force_insert=True)


def _plain(value: Any) -> Any:
    """As JSON gives it back: tuples become lists."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


@transaction.atomic
def not_now(*, actor: User, person_ref: UUID, post_id: UUID, why: str) -> None:
    """*Non adesso*: it is not proposed again until she wants. Twice is the same as once.

    Refused to others, for a post that is not there, and without a reason of the list.
    """
    person = person_for(actor, person_ref)
    if why not in Why.values:
        raise Refused(_("Scegli un motivo: serve a proporti di meglio."))
    post = Post.objects.filter(pk=post_id).first()
    if post is None:
        raise Refused(_("Questo annuncio non c'è più. Torna all'elenco."))
    refs = people.refs_of_person(person.pk)
    if not NotNow.objects.filter(NotNow.of(refs), post=post).exists():
        NotNow.objects.create(post=post, why=why, **NotNow.columns_for(person.pk))
    _end(Proposal.objects.filter(Proposal.of(refs), post=post, ended_on=None))
    record(actor, "match.not_now", subject=person, fields=[why])


@transaction.atomic
def show_again(*, actor: User, person_ref: UUID) -> int:
    """Take back every *Non adesso*; how many. Refused to others."""
    person = person_for(actor, person_ref)
    gone, _each = NotNow.objects.filter(NotNow.of(people.refs_of_person(person.pk))).delete()
    if gone:
        record(actor, "match.show_again", subject=person)
    return gone


@transaction.atomic
def forget_person(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Everything of an erased person goes. In the transaction that erases her."""
    require(actor, "person.erase")
    for model in tables_of("network_matching"):
        model._default_manager.filter(model.of(list(refs))).delete()
    record(actor, "match.forget", fields=["person"])


@transaction.atomic
def forget_due(*, actor: Actor, today: date | None = None) -> int:
    """Profiles nobody touched, proposals ended long ago; how many rows went. Run every night."""
    require(actor, "person.erase")
    day = today or timezone.localdate()
    limits = {code: retention_rules()[code].cut_off(day) for code in ("match", "proposal")}
    gone = Profile.objects.filter(changed_on__lte=limits["match"]).delete()[0]
    gone += Outlook.objects.filter(changed_on__lte=limits["match"]).delete()[0]
    gone += NotNow.objects.filter(said_on__lte=limits["match"]).delete()[0]
    gone += Proposal.objects.filter(ended_on__lte=limits["proposal"]).delete()[0]
    if gone:
        record(actor, "match.forget", fields=["due"])
    return gone
