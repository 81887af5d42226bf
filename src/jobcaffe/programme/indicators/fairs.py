"""What JOBFEST is counted by: who came in, talks that were held, promises on the wall."""

from __future__ import annotations

from django.db.models import QuerySet

from jobcaffe.encounters.enums import Action
from jobcaffe.fair.pledges.enums import State as PledgeState
from jobcaffe.fair.pledges.models import Pledge
from jobcaffe.fair.talks.enums import State as TalkState
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.plan.enums import Source as Name
from jobcaffe.programme.indicators.facts import Part, Source
from jobcaffe.programme.indicators.spans import Span


def _came(span: Span) -> QuerySet[Visitor]:
    return Visitor.objects.filter(arrived_at__gte=span.starts_at, arrived_at__lt=span.ends_at)


def _held(span: Span) -> QuerySet[Talk]:
    return Talk.objects.filter(
        state=TalkState.HELD, fair__opens_at__gte=span.starts_at, fair__opens_at__lt=span.ends_at
    )


def _promised(span: Span) -> QuerySet[Pledge]:
    return Pledge.objects.filter(
        state=PledgeState.SHOWN, made_at__gte=span.starts_at, made_at__lt=span.ends_at
    )


FAIRS = (
    Source(
        Name.FAIR_VISITORS,
        "row",
        # Without the person: a list of who was at a fair is not the account's business.
        (Part("fair_visit", _came, at="arrived_at", fixed_action=Action.FAIR),),
        "Si contano le persone entrate a ogni JOBFEST, iscritte o arrivate alla porta. Chi viene a due "
        "JOBFEST si conta due volte. Sono numeri senza nomi.",
    ),
    Source(
        Name.FAIR_TALKS,
        "row",
        (
            Part(
                "fair_talk", _held, at="fair__opens_at", organisation="stand__organisation",
                fixed_action=Action.FAIR,
            ),
        ),
        "Si contano i colloqui segnati come svolti ai tavoli degli espositori, nel giorno della JOBFEST.",
    ),
    Source(
        Name.FAIR_PLEDGES,
        "row",
        (
            Part(
                "fair_pledge", _promised, at="made_at", organisation="organisation",
                fixed_action=Action.FAIR,
            ),
        ),
        "Si contano gli impegni scritti sul muro e letti da chi lo cura. Quelli tolti restano fuori. "
        "Quelli di un'organizzazione o di una persona seguita contano anche fra gli impegni.",
    ),
)  # fmt: skip
