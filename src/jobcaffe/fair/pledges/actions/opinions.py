"""Thanks the day after, and three questions whose answers are nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.enums import State as FairState
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.pledges import messages, queries, rules
from jobcaffe.fair.pledges.enums import Useful
from jobcaffe.fair.pledges.models import Opinion
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC, Actor, record

# Thanks that come later than so many days after are no thanks.
THANKS_WITHIN = 5
MOST_WORDS = 400


@transaction.atomic
def thank(*, actor: Actor, today: date | None = None) -> int:
    """The day after the fair: thanks to who came and to who had a stand; how many. Each is told once."""
    day = today or timezone.localdate()
    first = day - timedelta(days=THANKS_WITHIN)
    since, until = (timezone.make_aware(datetime.combine(one, datetime.min.time())) for one in (first, day))
    told = 0
    for fair in Fair.objects.filter(
        state__in=(FairState.OPEN, FairState.CLOSED), closes_at__gte=since, closes_at__lt=until
    ):
        told += _thanked(actor, fair)
    return told


def _thanked(actor: Actor, fair: Fair) -> int:
    came = Visitor.objects.filter(fair=fair, arrived_at__isnull=False, forgotten_on=None)
    visitors = [one for one in came if one.contact]
    stands = list(events.stands_of(fair))
    for visitor in visitors:
        messages.thank_visitor(visitor, fair)
    for stand in stands:
        messages.thank_stand(actor, stand)
    if visitors or stands:
        record(actor, "fair.thank", fair)
    return len(visitors) + len(stands)


@transaction.atomic
def say_opinion(
    *, actor: Actor = PUBLIC, token: str, useful: str, found: Sequence[str] = (), better: str = ""
) -> Opinion | None:
    """The three answers of one link, once; ``None`` for a second time. Nobody's name is kept.

    Refused: a link that is not ours, or of who speaks no more for the stand; an answer that is not among
    those offered.
    """
    read = queries.opinion_link(token)
    if read is None:
        raise Refused(_("Questo collegamento non è completo. Copialo tutto dal messaggio."))
    fair_id, kind, ref = read
    if useful not in Useful.values or set(found) - set(rules.FOUND):
        raise Refused(_("Scegli una delle risposte."))
    fair = Fair.objects.filter(pk=fair_id).first()
    if fair is None:
        raise Refused(_("Questa JOBFEST non c'è più."))
    stand = Stand.objects.filter(pk=ref, fair=fair).first() if kind == rules.STAND else None
    row, new = Opinion.objects.get_or_create(
        fair=fair,
        token_digest=rules.opinion_digest(fair_id, kind, ref),
        defaults={
            "stand": stand,
            "useful": useful,
            "found": [key for key in rules.FOUND if key in found],
            "better": better.strip()[:MOST_WORDS],
        },
    )
    if not new:
        return None
    record(actor, "fair.opinion", fair)
    return row
