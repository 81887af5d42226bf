"""Groups are proposed by the machine and decided by a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, diary, gathering, messages, queries, rules
from jobcaffe.circles.actions.life import appoint, create_circle
from jobcaffe.circles.enums import ProposalState, RequestState, State
from jobcaffe.circles.models import Circle, GroupRequest, Incompatibility, Placement, Proposal, ProposedGroup
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.people import queries as people
from jobcaffe.people.rules import require

if TYPE_CHECKING:
    from jobcaffe.kernels.grouping import Answer

MOST_SECONDS = 240
# One text for every reason each: they must not tell that two people may not meet.
CHANGED = "Da quando è stata calcolata, qualcosa è cambiato. Scarta la proposta e calcolala di nuovo."
NOT_HERE = "Qui questa persona non può stare. Scegli un altro gruppo, o lasciala in attesa."


@transaction.atomic
def propose(
    *,
    actor: User,
    kind: str,
    mode: str,
    seed: int = 1,
    seconds: float = 30,
    request_key: UUID | None = None,
) -> Proposal:
    """Ask for a proposal of groups; a job works it out. A second press gives the same one.

    Refused without the right, for unknown words, and for more than four minutes.
    """
    require(actor, "circle.form")
    twice = made_before(Proposal, request_key)
    if twice is not None:
        return twice
    chosen = catalogue.kinds().get(kind)
    if chosen is None or mode not in chosen.modes or not 0 < seconds <= MOST_SECONDS:
        raise Refused(_("Scegli un tipo di gruppo, un modo di guidare e al massimo quattro minuti."))
    proposal = Proposal.objects.create(
        kind=kind, mode=mode, seed=seed, seconds=seconds, by=actor, request_key=request_key
    )
    from jobcaffe.circles.tasks import form_groups

    enqueue(form_groups, str(proposal.pk), actor=actor, title=_("Proposta dei gruppi"), max_attempts=2)
    record(actor, "circle.propose", proposal)
    return proposal


@transaction.atomic
def read_requests(*, actor: User, request_ids: Collection[UUID]) -> dict[UUID, queries.Asking]:
    """These open requests with their names, by identifier; each reading stands in the person's diary."""
    require(actor, "circle.form")
    rows = [row for row in queries.asking(actor) if row.request.pk in request_ids]
    diary.record_many(actor, "circle.request_read", about=[row.request.person_ref for row in rows])
    return {row.request.pk: row for row in rows}


@transaction.atomic
def store_answer(
    *, actor: Actor, proposal_id: UUID, answer: Answer, snapshot: str, instant: Collection[int] = ()
) -> Proposal:
    """Store what the kernel found. Refused to users; a proposal that was looked at is not written over.

    Requests that closed while it was computing are left out.
    """
    if isinstance(actor, User):
        raise Refused(_("Le proposte le scrive il sistema."))
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    if proposal.state != ProposalState.COMPUTING:
        return proposal
    proposal.state, proposal.snapshot = ProposalState.READY, snapshot
    proposal.status, proposal.value, proposal.bound = answer.status.value, answer.value, answer.bound
    proposal.more, proposal.instant = answer.more, list(instant)
    proposal.save()
    open_ones = set(GroupRequest.objects.filter(state=RequestState.TALKED).values_list("pk", flat=True))
    for group in answer.groups:
        row = ProposedGroup.objects.create(
            proposal=proposal,
            theme=group.theme,
            slot=group.slot,
            facilitator_id=UUID(group.facilitator),
            circle_id=UUID(group.id) if group.id else None,
        )
        _place(proposal, row, {UUID(one): "" for one in group.people}, open_ones)
    _place(proposal, None, {UUID(one.person): one.reason for one in answer.unplaced}, open_ones)
    record(actor, "circle.proposed", proposal)
    return proposal


def _place(
    proposal: Proposal, group: ProposedGroup | None, found: dict[UUID, str], open_ones: set[UUID]
) -> None:
    Placement.objects.bulk_create(
        Placement(proposal=proposal, group=group, request_id=pk, reason=reason[:300])
        for pk, reason in found.items()
        if pk in open_ones
    )


def _locked(actor: User, proposal_id: UUID, *states: ProposalState) -> Proposal:
    require(actor, "circle.form")
    rows = Proposal.objects.select_for_update(of=("self",)).filter(pk=proposal_id)
    found = rows.filter(pk__in=queries.proposals(actor).values("pk")).first()
    if found is None:
        raise Refused(_("Questa proposta non c'è più. Torna alla lista."))
    if found.state not in (states or (ProposalState.READY,)):
        raise Refused(_("Questa proposta è già stata decisa, o non è ancora pronta."))
    return found


@transaction.atomic
def move_person(*, actor: User, placement_pk: int, group_pk: int | None) -> Placement:
    """Move a person to another proposed group, or out of all. The same move twice changes nothing.

    Refused where she did not ask for theme and window, where the group is full, and where it may not
    be for a reason that is not said.
    """
    row = Placement.objects.select_related("request").filter(pk=placement_pk).first()
    proposal = _locked(actor, row.proposal_id if row else UUID(int=0))
    if row is None:
        raise Refused(_(NOT_HERE))
    group = proposal.groups.filter(pk=group_pk).first() if group_pk else None
    if group_pk and (group is None or not _fits(proposal, group, row)):
        raise Refused(_(NOT_HERE))
    if row.group_id != (group.pk if group else None):
        # The reason stays: it tells whom the machine had left out.
        row.group = group
        row.save(update_fields=["group"])
        record(actor, "circle.move_person", proposal)
    return row


def _fits(proposal: Proposal, group: ProposedGroup, row: Placement) -> bool:
    wanted = group.theme in row.request.themes and group.slot in row.request.slots
    others = [one.request.person_ref for one in _waiting(group) if one.pk != row.pk]
    pending = group.circle.requests.filter(state=RequestState.PROPOSED).count() if group.circle else 0
    used = gathering.taken(group.circle, pending) if group.circle else 0
    room = len(others) + used < catalogue.kinds()[proposal.kind].size.max
    return wanted and room and not rules.kept_apart(row.request.person_ref, others, group.facilitator_id)


def _waiting(group: ProposedGroup) -> list[Placement]:
    """Who is in a proposed group and still waits: others were proposed something else meanwhile."""
    return list(group.placements.filter(request__state=RequestState.TALKED).select_related("request"))


@transaction.atomic
def accept_proposal(*, actor: User, proposal_id: UUID) -> Proposal:
    """The groups are made, and each person is proposed hers. Running groups only gain people.

    Refused when a new group has too few people left, when it was decided already, and when it does
    not hold any more: leaders, windows, running groups and pairs are checked again.
    """
    proposal = _locked(actor, proposal_id)
    least = catalogue.kinds()[proposal.kind].size.min
    groups = [
        (group, people)
        for group in proposal.groups.select_related("circle", "facilitator")
        if (people := _waiting(group))
    ]
    for group, people in groups:
        if group.circle is None and len(people) < least:
            raise Refused(
                _("In un gruppo sono meno di %(least)s. Sposta le persone o lasciale in attesa.")
                % {"least": least}
            )
    if not _hold(groups):
        raise Refused(_(CHANGED))
    for group, _people in groups:
        _make(actor, proposal, group)
    proposal.state = ProposalState.ACCEPTED
    proposal.save(update_fields=["state"])
    record(actor, "circle.accept_proposal", proposal)
    return proposal


def _hold(groups: list[tuple[ProposedGroup, list[Placement]]]) -> bool:
    """Whether what was proposed may still be made."""
    free = {user: slots for user, (_profile, slots) in queries.free_slots().items()}
    pairs = rules.pairs()
    return all(_leads(group, free) and not _apart_inside(group, people, pairs) for group, people in groups)


def _leads(group: ProposedGroup, free: dict[UUID, set[str]]) -> bool:
    if group.circle is not None:
        return group.circle.state == State.RUNNING and group.circle.entry_open
    able = working([Role.FACILITATOR]).filter(pk=group.facilitator_id).exists()
    return able and group.slot in free.get(group.facilitator_id, set())


def _apart_inside(group: ProposedGroup, people: list[Placement], pairs: list[Any]) -> bool:
    refs = [row.request.person_ref for row in people]
    return any(rules.kept_apart(ref, refs, group.facilitator_id, pairs) for ref in refs)


def _make(actor: User, proposal: Proposal, group: ProposedGroup) -> None:
    if group.circle is None:
        group.circle = create_circle(
            actor=actor,
            kind=proposal.kind,
            theme=group.theme,
            mode=proposal.mode,
            slot=group.slot,
            state=State.ACTIVATION,
        )
        group.save(update_fields=["circle"])
        appoint(actor=actor, circle_id=group.circle.pk, user_id=group.facilitator_id)
    wanted = GroupRequest.objects.select_for_update(of=("self",)).filter(placements__group=group)
    for request in wanted.filter(state=RequestState.TALKED):
        request.state, request.circle = RequestState.PROPOSED, group.circle
        request.reasons = reasons_for(request, group.theme, group.slot)
        request.save(update_fields=["state", "circle", "reasons"])
        diary.record(actor, "circle.placed", about=request.person_ref)
        messages.word(actor, request.person_ref)


def reasons_for(request: GroupRequest, theme: str, slot: str) -> list[str]:
    """Why this group: codes that a page puts in words. All of them are what she asked herself."""
    reasons = ["first_theme" if request.themes[:1] == [theme] else "theme", "slot"]
    return [*reasons, "preferred"] if slot in request.preferred else reasons


@transaction.atomic
def discard_proposal(*, actor: User, proposal_id: UUID) -> Proposal:
    """Nothing of it happens; the requests wait as before. Also while it is computed, or was stopped."""
    proposal = _locked(actor, proposal_id, ProposalState.READY, ProposalState.COMPUTING)
    proposal.state = ProposalState.DISCARDED
    proposal.save(update_fields=["state"])
    proposal.placements.all().delete()
    record(actor, "circle.discard_proposal", proposal)
    return proposal


@transaction.atomic
def propose_circle(*, actor: User, request_id: UUID, circle_id: UUID) -> GroupRequest:
    """One person is proposed a group that exists, by hand. The same twice changes nothing.

    Refused where she did not ask for it, where it takes nobody, or may not be for a reason not said;
    and for who is under 18 when fewer than two lead.
    """
    require(actor, "circle.form")
    request = GroupRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    circle = queries.circle_of(actor, circle_id, "circle.manage")
    if request is None or circle is None or request.state not in (RequestState.TALKED, RequestState.PROPOSED):
        raise Refused(_(NOT_HERE))
    if request.circle_id == circle.pk:
        return request
    leaders = queries.leaders(circle).values_list("user", flat=True)
    # Who is inside counts when she says yes to the pact: here a refusal would tell who it is.
    apart = any(rules.kept_apart(request.person_ref, [], leader) for leader in leaders)
    if (
        apart
        or not _takes_one_more(circle)
        or circle.theme not in request.themes
        or circle.slot not in request.slots
    ):
        raise Refused(_(NOT_HERE))
    rules.check_minor_led(circle, queries.minor_asks(request.person_ref) is not None)
    request.state, request.circle = RequestState.PROPOSED, circle
    request.reasons = reasons_for(request, circle.theme, circle.slot)
    request.save(update_fields=["state", "circle", "reasons"])
    diary.record(actor, "circle.placed", about=request.person_ref)
    messages.word(actor, request.person_ref)
    return request


def _takes_one_more(circle: Circle) -> bool:
    """Whether one more may be proposed a group: by who has not answered yet, never by who is inside."""
    if circle.state != State.RUNNING:
        return circle.state == State.ACTIVATION
    pending = circle.requests.filter(state=RequestState.PROPOSED).count()
    seats = catalogue.kinds()[circle.kind].size.max - gathering.taken(circle, pending)
    return circle.entry_open and seats > 0


@transaction.atomic
def keep_apart(
    *,
    actor: User,
    person_ref: UUID,
    until: date,
    other_ref: UUID | None = None,
    facilitator_id: UUID | None = None,
) -> Incompatibility:
    """Two people, or a person and a facilitator, are not put together until a day. No reason is kept.

    Refused without exactly one of the two, for oneself, for a day that is past, and for persons whom
    the actor cannot find. Only the diary without names knows that a pair was written.
    """
    require(actor, "circle.form")
    if (
        (other_ref is None) == (facilitator_id is None)
        or other_ref == person_ref
        or until < timezone.localdate()
    ):
        raise Refused(_("Scegli due persone diverse e un giorno a venire."))
    refs = [ref for ref in (person_ref, other_ref) if ref]
    if people.visible_to(actor, "person.search").filter(pk__in=refs).count() != len(refs):
        raise Refused(_("Una di queste persone non c'è. Cercala di nuovo."))
    pair: Any = (
        {"people": sorted(map(str, refs))}
        if other_ref
        else {"person": str(person_ref), "facilitator": str(facilitator_id)}
    )
    row = Incompatibility.objects.create(pair=pair, entered_by=actor, expires_on=until)
    diary.record(actor, "circle.apart")
    return row


@transaction.atomic
def drop_pair(*, actor: User, pair_id: UUID) -> None:
    """A pair may meet again. Only who wrote it reaches it; a second press changes nothing."""
    require(actor, "circle.form")
    queries.incompatibilities(actor).filter(pk=pair_id).delete()
    diary.record(actor, "circle.apart")
