"""What the desk does: cheques on paper, listings for who has no telephone, lessons, disputes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import AccountKind, TransferKind
from jobcaffe.hours.models import Account, Community, Transfer
from jobcaffe.people import rules as people
from jobcaffe.worklife.timebank import catalogue, rules
from jobcaffe.worklife.timebank.actions.exchanges import step
from jobcaffe.worklife.timebank.actions.listings import Words, write
from jobcaffe.worklife.timebank.enums import ExchangeState
from jobcaffe.worklife.timebank.models import Cheque, Exchange, Listing


@transaction.atomic
def issue_cheques(
    *, actor: User, community_id: UUID, number: int, request_key: UUID | None = None
) -> list[Cheque]:
    """A page of numbered cheques for one account. A second press gives the same page.

    Refused to who does not keep the bank and for an account that is not there.
    """
    bank = rules.keeper_of(actor, community_id)
    Community.objects.select_for_update(of=("self",)).get(pk=bank.pk)
    if request_key is not None:
        before = list(Cheque.objects.filter(community=bank, request_key=request_key))
        if before:
            return before
    account = rules.numbered(bank, number)
    last = bank.cheques.aggregate(n=Max("number"))["n"] or 0
    made = Cheque.objects.bulk_create(
        Cheque(community=bank, account=account, number=last + one, request_key=request_key)
        for one in range(1, catalogue.number("cheques") + 1)
    )
    record(actor, "bank.cheques", bank)
    return list(made)


@transaction.atomic
def enter_cheque(
    *,
    actor: User,
    community_id: UUID,
    cheque: int,
    giver: int,
    minutes: int,
    helped_on: date | None = None,
) -> Transfer:
    """A cheque handed to the desk: its household pays, the account of the number ``giver`` is credited.

    A cheque moves hours once: the second time it is refused, with when it was entered. Refused
    also for a number that was not printed, for who gave it to herself, and past the limits.
    """
    bank = rules.keeper_of(actor, community_id)
    rows = Cheque.objects.select_for_update(of=("self",)).select_related("account")
    found = rows.filter(community=bank, number=cheque).first()
    if found is None:
        raise Refused(
            _("L'assegno %(number)s non è di questa banca. Controlla il numero.") % {"number": cheque}
        )
    if found.transfer_id is not None:
        day = Transfer.objects.get(pk=found.transfer_id).booked_on
        raise Refused(
            _("L'assegno %(number)s è già stato registrato il %(day)s.")
            % {"number": cheque, "day": f"{day:%d/%m/%Y}"}
        )
    moved = ledger.transfer(
        actor=actor,
        giver_id=rules.numbered(bank, giver).pk,
        receiver_id=found.account_id,
        minutes=rules.check_minutes(minutes),
        kind=TransferKind.EXCHANGE,
        memo=f"A-{cheque}",
        helped_on=rules.check_day(helped_on),
    )
    found.transfer = moved
    found.save(update_fields=["transfer"])
    return moved


@transaction.atomic
def hold_lesson(
    *,
    actor: User,
    community_id: UUID,
    teacher: int,
    learners: Sequence[int],
    minutes: int,
    helped_on: date | None = None,
    request_key: UUID | None = None,
) -> Transfer:
    """A group lesson, by numbers of accounts: the teacher is paid once, the rest is of the common fund."""
    bank = rules.keeper_of(actor, community_id)
    return ledger.lesson(
        actor=actor,
        teacher_id=rules.numbered(bank, teacher).pk,
        participant_ids=[rules.numbered(bank, one).pk for one in sorted(set(learners))],
        minutes=rules.check_minutes(minutes),
        helped_on=rules.check_day(helped_on),
        request_key=request_key,
    )


@transaction.atomic
def pay_desk(
    *,
    actor: User,
    community_id: UUID,
    number: int,
    minutes: int,
    gift: bool = False,
    request_key: UUID | None = None,
) -> Transfer:
    """The common fund pays desk work; or, as a gift, the solidarity fund helps a household.

    Refused to who does not keep the bank, and when the fund has too little.
    """
    bank = rules.keeper_of(actor, community_id)
    return ledger.grant(
        actor=actor,
        account_id=rules.numbered(bank, number).pk,
        minutes=rules.check_minutes(minutes),
        fund=AccountKind.SOLIDARITY if gift else AccountKind.COMMON,
        kind=TransferKind.GRANT if gift else TransferKind.DESK,
        request_key=request_key,
    )


@transaction.atomic
def post_for(
    *,
    actor: User,
    community_id: UUID,
    person_ref: UUID,
    kind: str,
    category: str,
    slots: Sequence[str] = (),
    text: str = "",
    days: int | None = None,
    request_key: UUID | None = None,
) -> Listing:
    """An offer or a request for somebody at the desk who has an account and no telephone.

    Refused for a person whose record the operator may not write, and as for any other listing.
    """
    person, account = _at_the_desk(actor, community_id, person_ref, "person.write")
    row = write(account, person, Words(kind, category, tuple(slots), text, days), request_key)
    record(actor, "bank.listing", subject=people.require_person(actor, "person.write", person))
    return row


def _at_the_desk(actor: User, community_id: UUID, person_ref: UUID, capability: str) -> tuple[UUID, Account]:
    bank = rules.keeper_of(actor, community_id)
    person = people.require_person(actor, capability, person_ref)
    account = hours.account_of_person(bank.pk, person.pk)
    if account is None:
        raise Refused(_("Questa persona non ha ancora un conto in questa banca. Prima aprilo."))
    return person.pk, account


@transaction.atomic
def print_statement(
    *, actor: User, community_id: UUID, person_ref: UUID, first: date, last: date
) -> hours.Statement:
    """The statement of somebody who asks for it on paper; she reads in her own list that it was printed."""
    person, account = _at_the_desk(actor, community_id, person_ref, "person.read")
    subject = people.require_person(actor, "person.read", person)
    record(actor, "bank.statement", subject=subject)
    return hours.statement(account, first, last)


@transaction.atomic
def settle(*, actor: User, exchange_id: UUID, back: bool) -> Exchange:
    """The staff decides a dispute: the hours go back, or what was written stands.

    Before any hours moved, "back" cancels it and otherwise who received is asked again. A second
    press changes nothing. Refused to who does not keep the bank, and without a dispute.
    """
    row = rules.locked_for_staff(actor, exchange_id)
    if row.state in (ExchangeState.REVERSED, ExchangeState.CANCELLED) and back:
        return row
    if row.state != ExchangeState.DISPUTED:
        raise Refused(_("Questo scambio non è più da rimettere a posto."))
    row.sides.update(undo=False)
    record(actor, "bank.settle", row.community)
    if row.transfer_id is None:
        return step(row, ExchangeState.CANCELLED if back else ExchangeState.DONE)
    if back:
        ledger.reverse(actor=actor, transfer_id=row.transfer_id)
    return step(row, ExchangeState.REVERSED if back else ExchangeState.CONFIRMED)
