"""Moving hours. Accounts are locked in the order of their id, limits are checked under the locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.hours import rules
from jobcaffe.hours.enums import AccountKind, TransferKind
from jobcaffe.hours.models import Account, Community, Movement, Transfer

# Who gave decides nothing here: these kinds only add to what a household has.
FREE_OF_CEILING = (TransferKind.GRANT, TransferKind.SHARE, TransferKind.SETTLING, TransferKind.REVERSAL)


def locked(pks: Sequence[UUID]) -> dict[UUID, Account]:
    """The accounts, locked in the order of their id: two transfers never wait for each other in a ring."""
    rows = Account.objects.select_for_update(of=("self",)).select_related("community")
    return {row.pk: row for row in rows.filter(pk__in=pks).order_by("pk")}


def write(
    community: Community,
    accounts: Mapping[UUID, Account],
    legs: Mapping[UUID, int],
    *,
    kind: str,
    memo: str = "",
    helped_on: date | None = None,
    entered_by: UUID | None = None,
    reverses: Transfer | None = None,
    request_key: UUID | None = None,
) -> Transfer:
    """Add the rows and move the balances of accounts that are locked and checked."""
    done = Transfer.objects.create(
        community=community,
        kind=kind,
        memo=memo,
        helped_on=helped_on,
        entered_by=entered_by,
        reverses=reverses,
        request_key=request_key,
    )
    Movement.objects.bulk_create(
        Movement(transfer=done, account_id=pk, minutes=minutes) for pk, minutes in sorted(legs.items())
    )
    for pk, minutes in legs.items():
        accounts[pk].balance += minutes
        accounts[pk].save(update_fields=["balance"])
    return done


def staff(actor: Actor, community: Community) -> UUID | None:
    """Who of the staff entered it; a member's name would link her to her account."""
    return actor.actor_ref if isinstance(actor, User) and rules.keeps(actor, community) else None


def _tell(actor: Actor, done: Transfer) -> None:
    """The staff's own acts stand in the journal, on the community, without account or person.

    What members do for each other stands in the ledger alone, whose rows nobody can change.
    """
    if done.entered_by is not None:
        record(actor, f"hours.{done.kind}", done.community)


@transaction.atomic
def post(
    *,
    actor: Actor,
    legs: Mapping[UUID, int],
    kind: str,
    memo: str = "",
    helped_on: date | None = None,
    request_key: UUID | None = None,
) -> Transfer:
    """Move minutes between accounts of one community: account id → minutes, above zero for who gives help.

    Refused when the sum is not zero, an account is closed, ``actor`` neither holds an account
    that pays nor keeps the community, or a limit is passed. A second press gives the same transfer.
    """
    twice = made_before(Transfer, request_key)
    if twice is not None:
        return twice
    accounts = locked(list(legs))
    community = rules.check_legs(accounts, legs)
    rules.check_open(community, accounts.values())
    rules.check_memo(memo)
    _check_kind(kind, helped_on)
    for pk, minutes in legs.items():
        if minutes < 0:
            rules.require_may_take(actor, accounts[pk])
        if minutes < 0 or kind not in FREE_OF_CEILING:
            rules.check_limit(community, accounts[pk], minutes)
    done = write(
        community,
        accounts,
        legs,
        kind=kind,
        memo=memo,
        helped_on=helped_on,
        entered_by=staff(actor, community),
        request_key=request_key,
    )
    _tell(actor, done)
    return done


def _check_kind(kind: str, helped_on: date | None) -> None:
    if kind not in TransferKind.values or kind == TransferKind.REVERSAL:
        raise Refused(_("Scegli che movimento di ore è fra le scelte della pagina."))
    if helped_on is not None and helped_on > timezone.localdate():
        raise Refused(_("Il giorno dell'aiuto è nel futuro. Controlla la data."))


def _most(account_id: UUID) -> int:
    """The most minutes that one transfer moves in the account's community. Refused when it is not there."""
    found = Account.objects.filter(pk=account_id).values_list("community__most_minutes", flat=True).first()
    if found is None:
        raise Refused(_(rules.NOT_THERE))
    return found


@transaction.atomic
def transfer(
    *,
    actor: Actor,
    giver_id: UUID,
    receiver_id: UUID,
    minutes: int,
    kind: str = TransferKind.EXCHANGE,
    memo: str = "",
    helped_on: date | None = None,
    request_key: UUID | None = None,
) -> Transfer:
    """Who gave help gets the minutes, who received it pays them. A second press gives the same transfer.

    Refused as :func:`post`, for nothing, and for more than the community moves at once.
    """
    rules.check_minutes(minutes, _most(giver_id))
    if giver_id == receiver_id:
        raise Refused(_("Chi dà e chi riceve sono lo stesso conto: non serve muovere ore."))
    return post(
        actor=actor,
        legs={giver_id: minutes, receiver_id: -minutes},
        kind=kind,
        memo=memo,
        helped_on=helped_on,
        request_key=request_key,
    )


@transaction.atomic
def lesson(
    *,
    actor: Actor,
    teacher_id: UUID,
    participant_ids: Sequence[UUID],
    minutes: int,
    helped_on: date | None = None,
    request_key: UUID | None = None,
) -> Transfer:
    """A group lesson: every participant pays it, the teacher is paid once, the rest is of the common fund.

    Only the staff enters it. Refused as :func:`post`, and for a teacher among the participants.
    """
    rules.check_minutes(minutes, _most(teacher_id))
    people = set(participant_ids)
    if not people or teacher_id in people:
        raise Refused(_("Servono chi insegna e almeno una persona che impara, con due conti diversi."))
    teacher = Account.objects.select_related("community").get(pk=teacher_id)
    rules.require_keeper(actor, teacher.community)
    legs = {teacher_id: minutes, **dict.fromkeys(people, -minutes)}
    rest = minutes * (len(people) - 1)
    if rest:
        common = Account.objects.get(community=teacher.community, kind=AccountKind.COMMON)
        legs[common.pk] = rest
    return post(
        actor=actor, legs=legs, kind=TransferKind.LESSON, helped_on=helped_on, request_key=request_key
    )


@transaction.atomic
def reverse(*, actor: Actor, transfer_id: UUID, agreed: bool = False) -> Transfer:
    """The same movements with the other sign, once: a mistake is never edited.

    By the staff; or by whoever the calling room has seen both sides agree (``agreed``), when she
    holds one of the accounts. Limits do not hold it back: it puts back what was there. A second
    press gives the same reversal. Refused for a reversal, and to everybody else.
    """
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("community")
    wrong = rows.filter(pk=transfer_id).first()
    if wrong is None:
        raise Refused(_(rules.NOT_THERE))
    legs = {pk: -minutes for pk, minutes in wrong.movements.values_list("account", "minutes")}
    accounts = locked(list(legs))
    mine = agreed and any(rules.holds(actor, account) for account in accounts.values())
    if not (mine or rules.keeps(actor, wrong.community)):
        raise Refused(_(rules.NOT_THERE))
    if wrong.kind == TransferKind.REVERSAL:
        raise Refused(_("Uno storno non si storna. Registra di nuovo lo scambio."))
    if hasattr(wrong, "reversed_by"):
        return wrong.reversed_by
    done = write(
        wrong.community,
        accounts,
        legs,
        kind=TransferKind.REVERSAL,
        helped_on=wrong.helped_on,
        entered_by=staff(actor, wrong.community),
        reverses=wrong,
    )
    _tell(actor, done)
    return done
