"""The journal's head goes out of the house every day: who rewrites the journal cannot call it back.

Source: a chain proves only what lies before a head kept elsewhere (see :mod:`.verify`).
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.verify import head

ATTEMPTS = 6


@periodic(at="06:30", title=_("Registro: ultima riga ai testimoni"))
def tell_witnesses() -> int:
    """Every morning one mail for each witness of ``JOURNAL_WITNESSES``; how many were queued.

    Each is a job of its own, so that one address that refuses does not make the others get it twice.
    """
    mark = head()
    day = timezone.localdate().isoformat()
    with transaction.atomic():
        for place, _address in enumerate(settings.JOURNAL_WITNESSES):
            enqueue(
                tell_witness, place, day, mark.seq, mark.mac,
                title="Registro: ultima riga ai testimoni",
                dedupe_key=f"witness:{place}:{day}",
                max_attempts=ATTEMPTS,
            )  # fmt: skip
    return len(settings.JOURNAL_WITNESSES)


@task()
def tell_witness(place: int, day: str, seq: int, mac: str) -> str:
    """Send one mail; ``place`` is the position in the list of witnesses, which the job does not hold."""
    if place >= len(settings.JOURNAL_WITNESSES):
        return "nobody"
    text = (
        f"Giorno: {day}\nUltima riga del registro: {seq}\nImpronta: {mac or '-'}\n\n"
        "Conserva questo messaggio. Se un giorno serve sapere se il registro è intero, "
        f"chi gestisce il sistema scrive:\njobcaffe doctor --journal {seq}:{mac}\n"
    )
    message = EmailMessage(
        f"Job Caffè, registro del {day}", text, to=[settings.JOURNAL_WITNESSES[place]],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<registro-{day}-{place}@jobcaffe>"},
    )  # fmt: skip
    message.send()
    return "sent"
