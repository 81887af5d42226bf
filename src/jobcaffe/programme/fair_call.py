"""Exhibitors of a fair from the campaign that called them: who said *JOBFEST* on the telephone and has no
stand yet. The fair and the campaign do not know each other; they meet here.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobcaffe.fair.events import actions as fairs
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.foundation.access import require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.outreach import queries as outreach
from jobcaffe.network.outreach.enums import CALLABLE, Stage
from jobcaffe.network.outreach.models import Refusal
from jobcaffe.organisations.models import Organisation

YEAR = 365


def to_invite(user: object, fair: Fair) -> QuerySet[Organisation]:
    """Organisations at the stage *JOBFEST* of a campaign of the year before the fair, closed or not, without
    a stand in it. Those that want no contact are left out.
    """
    since = timezone.localdate(fair.opens_at) - timedelta(days=YEAR)
    cards = outreach.visible_cards(user).filter(
        stage=Stage.JOBFEST, standing__in=CALLABLE, campaign__ends_on__gte=since
    )
    refused = Refusal.objects.filter(lifted_at=None, reach="all").values("organisation")
    rows = Organisation.objects.filter(pk__in=cards.order_by().values("organisation"))
    rows = rows.exclude(pk__in=fair.stands.values("organisation")).exclude(pk__in=refused)
    return rows.order_by("search_name", "pk")


@transaction.atomic
def invite_from_campaign(*, actor: User, fair_id: UUID) -> list[Stand]:
    """One press: a stand to confirm and an invitation for each of :func:`to_invite`; none the second time.

    Refused for who does not prepare fairs, and for a fair that is over.
    """
    require(actor, "fair.manage")
    fair = Fair.objects.filter(pk=fair_id).first()
    chosen = list(to_invite(actor, fair).values_list("pk", flat=True)) if fair else []
    return fairs.invite(actor=actor, fair_id=fair_id, organisation_ids=chosen)
