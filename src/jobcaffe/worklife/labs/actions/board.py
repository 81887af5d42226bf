"""Problems in the words of who has them, and ideas."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.worklife.labs import diary, queries, rules
from jobcaffe.worklife.labs.models import Idea, Problem, Support, columns_of

LONGEST_PROBLEM, LONGEST_TITLE = 400, 120
MOST_ON_PAPER = 99


def _author(actor: User) -> UUID | None:
    """Who writes: a member herself; nobody, when who leads copies a sheet of paper."""
    refs = queries.refs_of(actor)
    return refs[0] if refs else None


@transaction.atomic
def add_problem(
    *,
    actor: User,
    lab_id: UUID,
    text: str,
    signed: bool = False,
    on_paper: int = 0,
    request_key: UUID | None = None,
) -> Problem:
    """Put a problem on the board, without a name unless she wants it. A second press gives the same.

    From a sheet of paper it is who leads that writes it, with how many said "anche per me". Refused
    outside the lab and for nothing at all.
    """
    lab = rules.own_lab(actor, lab_id, members=True)
    twice = made_before(Problem, request_key)
    if twice is not None:
        return twice
    ref = _author(actor)
    row = Problem.objects.create(
        lab=lab,
        body=rules.written(text, LONGEST_PROBLEM),
        signed=signed and ref is not None,
        on_paper=0 if ref else max(0, min(on_paper, MOST_ON_PAPER)),
        request_key=request_key,
        **columns_of(Problem, ref),
    )
    diary.record(actor, "lab.problem", row, lab)
    return row


@transaction.atomic
def support(*, actor: User, problem_id: UUID, too: bool) -> None:
    """*Anche per me*, or not any more. The same twice changes nothing. Refused to who is not in the lab."""
    found = queries.problem_of(actor, problem_id)
    if found is None:
        raise Refused(_(rules.GONE))
    member = rules.own_membership(actor, found.lab_id)
    if too:
        columns = Support.columns_for(member.person_ref)
        index = columns.pop("person_index")
        Support.objects.get_or_create(problem=found, person_index=index, defaults=columns)
    else:
        found.supports.filter(Support.of(queries.refs_of(actor))).delete()
    diary.record(actor, "lab.support", found, found.lab, fields=["too" if too else "no"])


@transaction.atomic
def take_away_problem(*, actor: User, problem_id: UUID) -> UUID:
    """It is gone, for everybody: by who wrote it, or by who leads when it says too much. Whose lab."""
    rows = Problem.objects.select_for_update(of=("self",)).select_related("lab")
    row = rows.filter(pk=problem_id, lab__in=queries.inside(actor).values("pk")).first()
    own = row is not None and row.person_index in {Problem.index_of(ref) for ref in queries.refs_of(actor)}
    if row is None or not (own or queries.led_lab(actor, row.lab_id)):
        raise Refused(_(rules.GONE))
    diary.record(actor, "lab.problem_gone", row, row.lab)
    lab_id: UUID = row.lab_id
    row.delete()
    return lab_id


@transaction.atomic
def add_idea(
    *, actor: User, lab_id: UUID, title: str, for_whom: str, request_key: UUID | None = None
) -> Idea:
    """An idea: a title and for whom. A second press gives the same. Refused outside the lab."""
    lab = rules.own_lab(actor, lab_id, members=True)
    twice = made_before(Idea, request_key)
    if twice is not None:
        return twice
    row = Idea.objects.create(
        lab=lab,
        title=rules.written(title, LONGEST_TITLE),
        for_whom=rules.written(for_whom, LONGEST_TITLE),
        request_key=request_key,
        **columns_of(Idea, _author(actor)),
    )
    diary.record(actor, "lab.idea", row, lab)
    return row


@transaction.atomic
def take_away_idea(*, actor: User, idea_id: UUID) -> None:
    """An idea of which nothing was tried is gone. Refused to who neither wrote it nor leads the lab."""
    row = Idea.objects.select_for_update(of=("self",)).select_related("lab").filter(pk=idea_id).first()
    mine = {Idea.index_of(ref) for ref in queries.refs_of(actor)}
    if row is None or queries.idea_of(actor, idea_id) is None:
        raise Refused(_(rules.GONE))
    if not (row.person_index in mine or queries.led_lab(actor, row.lab_id)):
        raise Refused(_(rules.GONE))
    if row.experiments.exists():
        raise Refused(_("Di questa idea c'è già una prova: resta qui insieme alla prova."))
    diary.record(actor, "lab.idea_gone", row, row.lab)
    row.delete()
