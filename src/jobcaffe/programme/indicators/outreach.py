"""What the campaigns are counted by: organisations reached, and those that joined when they were called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from jobcaffe.encounters.enums import Action
from jobcaffe.network.outreach.enums import Stage
from jobcaffe.network.outreach.models import Touch
from jobcaffe.plan.enums import Source as Name
from jobcaffe.programme.indicators.facts import Part, Source
from jobcaffe.programme.indicators.spans import Span

JOINED = (Stage.JOINED, Stage.ORGANISING, Stage.JOBFEST)
ONCE = "Ognuna vale uno, anche se è stata sentita più volte. Un contatto annullato non si conta."


def _touches(span: Span, **only: Any) -> QuerySet[Touch]:
    within = Touch.objects.filter(at__gte=span.starts_at, at__lt=span.ends_at, **only)
    return within.filter(corrects=None, corrected_by=None)


def _joining(span: Span) -> QuerySet[Touch]:
    return _touches(span, stage__in=JOINED)


def _part(rows: Callable[[Span], QuerySet[Any]]) -> Part:
    return Part("touch", rows, at="at", organisation="organisation", fixed_action=Action.OUTREACH)


CAMPAIGNS = (
    Source(
        Name.ORGANISATIONS_CONTACTED,
        "organisation",
        (_part(_touches),),
        f"Si contano le organizzazioni cercate nel periodo per telefono, per scritto o di persona. {ONCE}",
    ),
    Source(
        Name.ORGANISATIONS_WON,
        "organisation",
        (_part(_joining),),
        "Si contano le organizzazioni che a un contatto dicono di sì: al programma, al gruppo organizzatore "
        f"o alla JOBFEST. {ONCE}",
    ),
)
