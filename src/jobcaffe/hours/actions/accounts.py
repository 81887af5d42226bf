"""Opening communities and accounts, and who is in a household."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy import crypto
from jobcaffe.hours import queries, rules
from jobcaffe.hours.enums import AccountKind, AccountState, CommunityKind
from jobcaffe.hours.models import Account, Community, Holder, Invitation
from jobcaffe.people import rules as people
from jobcaffe.people.models import Person

LIMITS = ("limit_minutes", "ceiling_minutes", "warn_minutes", "most_minutes", "fund_minutes")
INVITATION_DAYS = 7
INVITATION = "hours.invitation"
# Without letters and digits that look like each other.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
SIGNS_IN_CODE = 8


@transaction.atomic
def open_community(
    *, actor: Actor, kind: str, label: str, request_key: UUID | None = None, **limits: int | bool | None
) -> Community:
    """Open a bank or a pool, with its two funds. A second press gives the same.

    ``limits``: ``limit_minutes``, ``ceiling_minutes``, ``warn_minutes``, ``most_minutes``,
    ``fund_minutes``, ``counts_only``. Refused to who leads no lab, without a name, and for limits
    that make no sense.
    """
    people.require(actor, "lab.lead")
    twice = made_before(Community, request_key)
    if twice is not None:
        return twice
    if kind not in CommunityKind.values or not label.strip():
        raise Refused(_("Dai un nome alla banca, per esempio «Banca del tempo di Lainate»."))
    made = Community(kind=kind, label=label.strip()[:80], opened_by=actor.actor_ref, request_key=request_key)
    _set_limits(made, limits)
    made.save(force_insert=True)
    funds = (AccountKind.COMMON, AccountKind.SOLIDARITY)
    Account.objects.bulk_create(Account(community=made, kind=one) for one in funds)
    record(actor, "hours.open", made)
    return made


def _set_limits(community: Community, limits: dict[str, int | bool | None]) -> None:
    for name, value in limits.items():
        if name not in (*LIMITS, "counts_only"):
            raise TypeError(f"a community has no {name}")
        setattr(community, name, value)
    if community.warn_minutes > community.limit_minutes:
        raise Refused(_("L'avviso arriva prima del limite: scrivi meno ore per l'avviso."))
    if community.most_minutes <= 0:
        raise Refused(_("Scrivi quante ore al massimo si muovono in una volta."))


@transaction.atomic
def change_limits(*, actor: Actor, community_id: UUID, **limits: int | bool | None) -> Community:
    """Decide the limits again; accounts already beyond them only come back. Refused to others."""
    community = Community.objects.select_for_update(of=("self",)).filter(pk=community_id).first()
    if community is None:
        raise Refused(_(rules.NOT_THERE))
    people.require(actor, "lab.lead")
    rules.require_keeper(actor, community)
    _set_limits(community, limits)
    community.save(update_fields=list(limits))
    record(actor, "hours.limits", community, fields=sorted(limits))
    return community


@transaction.atomic
def open_account(*, actor: Actor, community_id: UUID, person_ref: UUID) -> Account:
    """The person's account: the one her household has already, or a new one with the next number.

    By herself, or by the staff for a person whose record they may write (she has no phone).
    Refused for a closed community, to others, and for who is not 18 yet.
    """
    community = Community.objects.select_for_update(of=("self",)).filter(pk=community_id, open=True).first()
    if community is None:
        raise Refused(_("Questa banca non c'è più. Torna alla pagina e scegline un'altra."))
    person = _person(actor, community, person_ref)
    own = queries.account_of_person(community_id, person.pk)
    if own is not None:
        return own
    if people.minor(person.birth_year):
        raise Refused(_("Il conto ore si apre a 18 anni. Prima può aprirlo un adulto della tua famiglia."))
    Holder.objects.filter(
        Holder.of([person.pk]), community=community
    ).delete()  # of an account that is closed
    last = community.accounts.aggregate(n=Max("number"))["n"] or 0
    made = Account.objects.create(community=community, number=last + 1)
    Holder.objects.create(account=made, community=community, **Holder.columns_for(person.pk))
    return made


def _person(actor: Actor, community: Community, person_ref: UUID) -> Person:
    """Who asks for herself, or whom the staff helps. Raises :class:`Refused`."""
    if person_ref in queries.refs_of(actor, community.kind):
        return Person.objects.get(pk=person_ref)
    rules.require_keeper(actor, community)
    if isinstance(actor, User):
        found = people.require_person(actor, "person.write", person_ref)
        record(actor, "hours.account", subject=found)
        return found
    return Person.objects.get(pk=person_ref)


def _own(actor: Actor, account_id: UUID) -> Account:
    """The actor's own open account, locked. Raises :class:`Refused`."""
    rows = Account.objects.select_for_update(of=("self",)).select_related("community")
    mine = queries.accounts_of(actor).filter(pk=account_id).values("pk")
    found = rows.filter(pk__in=mine, state=AccountState.OPEN).first()
    if found is None:
        raise Refused(_(rules.NOT_THERE))
    return found


@transaction.atomic
def invite(*, actor: Actor, account_id: UUID) -> str:
    """A code for another adult of the household, good once and for a week; it takes the place of the last.

    Refused to who does not hold the account.
    """
    account = _own(actor, account_id)
    account.invitations.all().delete()
    code = "".join(secrets.choice(SIGNS) for _sign in range(SIGNS_IN_CODE))
    until = timezone.localdate() + timedelta(days=INVITATION_DAYS)
    Invitation.objects.create(account=account, digest=crypto.blind_index(INVITATION, code), expires_on=until)
    return code


@transaction.atomic
def join(*, actor: User, code: str) -> Account:
    """Enter the household that gave the code. A second press gives the same account.

    Refused for a wrong or old code, and for who has an account in that community already.
    """
    digest = crypto.blind_index(INVITATION, "".join(code.split()).replace("-", "").upper())
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("account__community")
    found = rows.filter(digest=digest, expires_on__gte=timezone.localdate()).first()
    if found is None or found.account.state == AccountState.CLOSED:
        raise Refused(_("Questo codice non vale più. Chiedine un altro a chi te l'ha dato."))
    community = found.account.community
    access.require(actor, queries.MEMBERS[CommunityKind(community.kind)])
    Community.objects.select_for_update(of=("self",)).get(pk=community.pk)
    refs = queries.refs_of(actor, community.kind)
    own = queries.accounts_of(actor, community.pk).filter(state=AccountState.OPEN).first()
    if own is not None and own.pk != found.account_id:
        raise Refused(_("Hai già un conto ore qui. Portalo a zero e chiudilo, poi usa il codice."))
    if own is None:
        Holder.objects.filter(Holder.of(refs), community=community).delete()
        Holder.objects.create(account=found.account, community=community, **Holder.columns_for(refs[0]))
        found.delete()
    return found.account


@transaction.atomic
def consent_to_donate(*, actor: Actor, account_id: UUID, above_minutes: int | None) -> Account:
    """Give to the solidarity fund what the household has above so many minutes; ``None`` takes it back.

    Refused to who does not hold the account.
    """
    account = _own(actor, account_id)
    if above_minutes is not None and above_minutes < 0:
        raise Refused(_("Scrivi oltre quante ore vuoi donare, per esempio 8."))
    account.gives_above = above_minutes
    account.consented_at = None if above_minutes is None else timezone.now()
    account.save(update_fields=["gives_above", "consented_at"])
    return account
