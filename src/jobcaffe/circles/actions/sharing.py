"""What members share, and help that two of them agree on."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, diary, queries, rules
from jobcaffe.circles.enums import ContributionKind, HelpKind, HelpState, HowWasIt, Readers
from jobcaffe.circles.models import Circle, Contribution, Help, HelpMatch
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.people.rules import require

MOST_LETTERS = 5000
GONE = "Questo non c'è più. Torna alla tua pagina."


def _body(kind: str, text: str, feeling: str) -> str:
    empty = not text.strip() and not (kind == ContributionKind.FEELING and feeling)
    if kind not in ContributionKind.values or (feeling and feeling not in catalogue.words("feeling")):
        raise Refused(_("Scegli che cosa vuoi raccontare fra le scelte della pagina."))
    if empty or len(text) > MOST_LETTERS:
        raise Refused(_("Scrivi qualche parola, non più di una pagina."))
    return json.dumps({"feeling": feeling, "text": text.strip()}, ensure_ascii=False)


def _readers(circle: Circle | None, readers: str) -> Readers:
    if readers not in Readers.values:
        raise Refused(_("Scegli chi può leggere."))
    if readers == Readers.ONLY_ME:
        return Readers.ONLY_ME
    if circle is None:
        raise Refused(_("Questo gruppo è finito: quello che hai scritto resta solo tuo."))
    if readers == Readers.FACILITATOR and not catalogue.modes()[circle.mode].facilitator_reads:
        raise Refused(_("Nel tuo gruppo nessuno guida: scegli solo te, o tutto il gruppo."))
    return Readers(readers)


@transaction.atomic
def share(
    *,
    actor: User,
    circle_id: UUID,
    kind: str,
    text: str = "",
    feeling: str = "",
    readers: str = Readers.ONLY_ME,
    request_key: UUID | None = None,
) -> Contribution:
    """Write something, for oneself unless other readers are chosen. A second press gives the same row.

    Refused outside one's group, for nothing at all, and for readers that the group does not have.
    """
    member = rules.own_membership(actor, circle_id)
    twice = made_before(Contribution, request_key)
    if twice is not None:
        return twice
    ref = member.person_ref
    row = Contribution(
        pk=uuid.uuid4(),
        circle=member.circle,
        kind=kind,
        readers=_readers(member.circle, readers),
        request_key=request_key,
        **Contribution.columns_for(ref),
    )
    row.seal(_body(kind, text, feeling))
    row.save(force_insert=True)
    diary.record(actor, "circle.share", about=ref, circle=member.circle)
    return row


def _own(actor: User, pk: UUID) -> Contribution:
    require(actor, "circle.member")
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("circle")
    found = rows.filter(Contribution.of(queries.refs_of(actor)), pk=pk).first()
    if found is None:
        raise Refused(_(GONE))
    return found


@transaction.atomic
def change(*, actor: User, contribution_id: UUID, text: str, feeling: str = "", readers: str) -> Contribution:
    """Change the words or the readers, at any time, also after leaving. Refused to others.

    Who has left the group can only narrow the readers to herself.
    """
    row = _own(actor, contribution_id)
    if readers != Readers.ONLY_ME and row.circle is not None:
        rules.own_membership(actor, row.circle.pk)
    row.readers = _readers(row.circle, readers)
    row.seal(_body(row.kind, text, feeling))
    row.save(update_fields=["readers", "body"])
    diary.record(actor, "circle.change", about=row.person_ref, circle=row.circle)
    return row


@transaction.atomic
def take_away(*, actor: User, contribution_id: UUID) -> None:
    """It is gone, for everybody. Refused to others; a second press finds nothing and says so."""
    row = _own(actor, contribution_id)
    diary.record(actor, "circle.take_away", about=row.person_ref, circle=row.circle)
    row.delete()


@transaction.atomic
def open_shared(*, actor: User, circle_id: UUID) -> list[queries.Shared]:
    """What members share with who leads their group; each author reads in her diary that it was read.

    Refused to who does not lead the group.
    """
    circle = queries.circle_of(actor, circle_id, "circle.lead")
    if circle is None:
        raise Refused(_(rules.NOT_THERE))
    found = queries.contributions(actor, circle)
    authors = {row.person_ref for row in Contribution.objects.filter(pk__in=[one.id for one in found])}
    diary.record_many(actor, "circle.shared_read", about=sorted(authors, key=str), circle=circle)
    return found


# --- help -----------------------------------------------------------------------------------------


@transaction.atomic
def post_help(
    *,
    actor: User,
    circle_id: UUID,
    kind: str,
    category: str,
    slots: Sequence[str] = (),
    request_key: UUID | None = None,
) -> Help:
    """Ask for, or offer, a help in one's group; matches with the other side are found at once.

    Refused outside one's group and for unknown words. A second press gives the same row.
    """
    member = rules.own_membership(actor, circle_id)
    twice = made_before(Help, request_key)
    if twice is not None:
        return twice
    known = category in catalogue.words("help") and set(slots) <= set(catalogue.slots())
    if kind not in HelpKind.values or not known:
        raise Refused(_("Scegli che aiuto e quando fra le scelte della pagina."))
    what: Any = {"category": category, "slots": list(slots)}
    row = Help.objects.create(
        circle=member.circle,
        kind=kind,
        what=what,
        request_key=request_key,
        **Help.columns_for(member.person_ref),
    )
    _match(row)
    diary.record(actor, "circle.help", about=member.person_ref, circle=member.circle)
    return row


def _match(row: Help) -> None:
    """Pairs of the same category whose windows meet (none written: any)."""
    other_kind = HelpKind.OFFER if row.kind == HelpKind.NEED else HelpKind.NEED
    others = Help.objects.filter(circle=row.circle, kind=other_kind, state=HelpState.OPEN)
    for other in others.exclude(person_index=row.person_index):
        if _meet(row.what, other.what):
            need, offer = (row, other) if row.kind == HelpKind.NEED else (other, row)
            HelpMatch.objects.get_or_create(need=need, offer=offer)


def _meet(a: Any, b: Any) -> bool:
    slots = set(a["slots"]) & set(b["slots"]) or not (a["slots"] and b["slots"])
    return a["category"] == b["category"] and bool(slots)


@transaction.atomic
def close_help(*, actor: User, help_id: UUID) -> None:
    """Not needed, or not offered, any more; refused to others. What was agreed stays agreed."""
    require(actor, "circle.member")
    row = (
        Help.objects.select_for_update(of=("self",))
        .filter(Help.of(queries.refs_of(actor)), pk=help_id)
        .first()
    )
    if row is None:
        raise Refused(_(GONE))
    row.state = HelpState.CLOSED
    row.save(update_fields=["state"])
    diary.record(actor, "circle.help_closed", about=row.person_ref, circle=row.circle)


def _own_match(actor: User, match_id: UUID) -> HelpMatch:
    require(actor, "circle.member")
    rows = HelpMatch.objects.select_for_update(of=("self",)).select_related("need", "offer")
    found = rows.filter(pk__in=queries.matches(actor).filter(pk=match_id).values("pk")).first()
    if found is None:
        raise Refused(_(GONE))
    return found


@transaction.atomic
def answer_match(*, actor: User, match_id: UUID, yes: bool) -> HelpMatch:
    """Yes or no to being put in touch; contacts show only while both say yes. It can be changed.

    Refused to everybody but the two.
    """
    row = _own_match(actor, match_id)
    mine = row.need if row.need.person_ref in queries.refs_of(actor) else row.offer
    if mine is row.need:
        row.need_yes = yes
    else:
        row.offer_yes = yes
    row.save(update_fields=["need_yes", "offer_yes"])
    diary.record(actor, "circle.help_answer", about=mine.person_ref, circle=mine.circle)
    return row


@transaction.atomic
def tell_how(*, actor: User, match_id: UUID, how: str) -> HelpMatch:
    """How it went, by one of the two, after both said yes. Refused before, and for unknown words."""
    row = _own_match(actor, match_id)
    if not row.agreed or how not in HowWasIt.values:
        raise Refused(_("Si dice com'è andata dopo che tutti e due avete detto di sì."))
    row.how = how
    row.save(update_fields=["how"])
    diary.record(actor, "circle.help_how", circle=row.need.circle)
    return row
