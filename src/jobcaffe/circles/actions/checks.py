"""How the group goes: answers that nobody can link to anybody."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, queries, rules
from jobcaffe.circles.models import CheckAnswer, CheckCode, CheckWave
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LETTERS = 8


@transaction.atomic
def open_wave(
    *, actor: User, circle_id: UUID, instrument: str, request_key: UUID | None = None
) -> tuple[CheckWave, list[str]]:
    """A round of questions with one-time codes on slips to draw, as many as the group may have seats.

    The codes are shown once; a second press gives the wave without them. Refused to who does not
    lead the group, for a questionnaire without licence, and while another round is open.
    """
    circle = rules.locked_circle(actor, circle_id, "circle.lead")
    twice = made_before(CheckWave, request_key)
    if twice is not None:
        return twice, []
    chosen = catalogue.instruments().get(instrument)
    if chosen is None or circle.waves.filter(closed_on=None).exists():
        raise Refused(_("C'è già un giro di domande aperto, o queste domande non si possono usare."))
    wave = CheckWave.objects.create(
        circle=circle,
        instrument=chosen.code,
        version=chosen.version,
        number=circle.waves.count() + 1,
        request_key=request_key,
    )
    slips = catalogue.kinds()[circle.kind].size.max
    codes = ["".join(secrets.choice(ALPHABET) for _letter in range(LETTERS)) for _slip in range(slips)]
    CheckCode.objects.bulk_create(CheckCode(wave=wave, digest=queries.slip_digest(code)) for code in codes)
    record(actor, "circle.wave", wave)
    return wave, codes


@transaction.atomic
def answer_check(*, code: str, values: Mapping[str, int]) -> None:
    """Answer with a drawn code, which is destroyed. No person, hour or order is kept.

    Refused for an unknown or used code, a closed round, and answers that are not of the questionnaire.
    """
    rows = CheckCode.objects.select_for_update(of=("self",)).select_related("wave")
    slip = rows.filter(digest=queries.slip_digest(code), wave__closed_on=None).first()
    if slip is None:
        raise Refused(_("Questo codice non va: forse è già stato usato. Chiedine un altro."))
    chosen = catalogue.instruments()[slip.wave.instrument]
    wanted = [name for name, _text in chosen.questions]
    if set(values) != set(wanted) or any(
        not chosen.lowest <= values[name] <= chosen.highest for name in wanted
    ):
        raise Refused(_("Manca una risposta. Rispondi a tutte le domande."))
    CheckAnswer.objects.create(wave=slip.wave, values={name: int(values[name]) for name in wanted})
    slip.delete()


@transaction.atomic
def close_wave(*, actor: User, wave_id: UUID) -> CheckWave:
    """No more answers: now the group may see how it goes. A second press changes nothing."""
    wave = (
        CheckWave.objects.select_for_update(of=("self",)).select_related("circle").filter(pk=wave_id).first()
    )
    if wave is None or queries.leads(actor, wave.circle_id) is None:
        raise Refused(_(rules.NOT_THERE))
    if wave.closed_on is None:
        wave.closed_on = timezone.localdate()
        wave.save(update_fields=["closed_on"])
        wave.codes.all().delete()
        record(actor, "circle.wave_closed", wave)
    return wave
