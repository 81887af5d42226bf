"""What follows from an outcome, what may be written in a message, and who may be written to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.network.outreach import catalogue
from jobcaffe.network.outreach.catalogue import Outcome
from jobcaffe.network.outreach.enums import ORDER, Next
from jobcaffe.network.outreach.models import Campaign
from jobcaffe.spaces import holidays

SATURDAY = 5
FARTHEST = 366
SALT = "jobcaffe.outreach.stop"
FIELD = re.compile(r"\{([^{}]*)\}")
FIELDS = ("organizzazione", "referente", "comune", "chi_scrive", "campagna")
GONE = "Questa scheda non c'è più. Torna ai contatti di oggi."


@dataclass(frozen=True)
class Step:
    """What is done next, and when."""

    action: Next
    on: date | None
    promised: bool = False


def working_day(day: date) -> bool:
    """Whether offices answer: no Saturday, no Sunday, no holiday."""
    return day.weekday() < SATURDAY and day not in holidays.of_year(day.year)


def after_working_days(day: date, days: int) -> date:
    """The working day that comes ``days`` working days later; the day itself, or the next one, for 0."""
    while not working_day(day):
        day += timedelta(days=1)
    for _n in range(days):
        day += timedelta(days=1)
        while not working_day(day):
            day += timedelta(days=1)
    return day


def next_step(outcome: Outcome, *, tries: int, today: date, chosen: date | None = None) -> Step:
    """What comes after ``outcome``. ``tries`` counts the calls without an answer, this one included.

    A day that was agreed (``chosen``) is a promise. Refused: an agreed day that is past or a year away.
    """
    if chosen is not None and not today <= chosen <= today + timedelta(days=FARTHEST):
        raise Refused(_("Scegli un giorno da oggi a un anno."))
    if outcome.next == Next.NONE:
        return Step(Next.NONE, None)
    if chosen is not None:
        return Step(Next.CALL, chosen, promised=True)
    if outcome.unanswered and tries >= catalogue.number("most_tries"):
        return Step(Next.MAIL, after_working_days(today, 0))
    return Step(outcome.next, after_working_days(today, outcome.days), outcome.promised)


def farther(stage: str, reached: str) -> str:
    """The later of two stages; ``reached`` may be empty."""
    return max(stage, reached or ORDER[0], key=ORDER.index)


def running(campaign: Campaign, day: date | None = None) -> bool:
    """Whether its organisations are called today."""
    today = day or timezone.localdate()
    return campaign.closed_at is None and campaign.starts_on <= today <= campaign.ends_on


def merge(text: str, values: dict[str, str]) -> str:
    """The text with its fields filled. Only the fields of :data:`FIELDS` are looked at, once: a name that
    holds braces stays a name.
    """
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def check_text(subject: str, text: str) -> None:
    """Refused: an empty text or subject, a field that does not exist, a subject of more lines."""
    if not subject.strip() or not text.strip():
        raise Refused(_("Scrivi l'oggetto e il testo."))
    if "\n" in subject or "\r" in subject:
        raise Refused(_("L'oggetto sta su una riga sola."))
    unknown = [name for name in FIELD.findall(f"{subject} {text}") if name not in FIELDS]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise Refused(
            _("Il campo {%(name)s} non esiste. Puoi usare: %(known)s.") % {"name": unknown[0], "known": known}
        )


def stop_token(organisation_ref: object, index: str) -> str:
    """The signed part of the link with which an organisation stops our messages. It does not expire."""
    return signing.dumps([str(organisation_ref), index], salt=SALT)


def read_stop_token(token: str) -> tuple[str, str] | None:
    """Organisation and contact of a link; ``None`` when it is not ours."""
    try:
        organisation, index = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(organisation), str(index)
