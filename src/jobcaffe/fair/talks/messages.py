"""What leaves for who comes: one short text with the ticket's link."""

from __future__ import annotations

from django.utils import timezone

from jobcaffe.fair.talks import rules
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits import actions as visits


def _facts(talk: Talk) -> dict[str, object]:
    return {
        "organisation": talk.stand.organisation.name,
        "when": timezone.localtime(talk.fair.slot_start(talk.slot)),
        "table": rules.table_name(talk.stand, talk.table),
    }


def booked(talk: Talk) -> None:
    """With whom, when and where."""
    visits.tell(talk.visitor, "fair_talk_booked", _facts(talk), dedupe_key=f"talk:{talk.pk}:booked")


def cancelled(talk: Talk) -> None:
    """That it is not held."""
    facts = _facts(talk)
    del facts["table"]
    visits.tell(talk.visitor, "fair_talk_cancelled", facts, dedupe_key=f"talk:{talk.pk}:cancelled")
