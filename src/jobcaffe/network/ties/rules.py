"""When a survey may be answered, what may be counted, and the links."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.privacy import crypto
from jobcaffe.network.ties.models import Survey

# Fewer organisations than these make no network that a number describes.
FEWEST = 10
# Below this share of answers nothing is said of ties that both sides declare.
RECIPROCAL_FROM = 0.8


def digest(token: str) -> str:
    """Keyed digest of the token of a link."""
    return crypto.code_digest("ties-survey", token)


def is_open(survey: Survey, today: date | None = None) -> bool:
    """Whether one may answer on this day."""
    return survey.closed_at is None and (today or timezone.localdate()) <= survey.closes_on


def still_open(survey: Survey) -> None:
    """Raises :class:`Refused` when the survey is closed or its last day is over."""
    if not is_open(survey):
        raise Refused(
            _("Il questionario %(year)s è chiuso: le risposte restano come sono. Il prossimo è fra un anno.")
            % {"year": survey.year}
        )
