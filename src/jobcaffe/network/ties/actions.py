"""Writing the yearly survey: open, ask, answer, close."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.tokens import new_link
from jobcaffe.foundation.journal.actions import PUBLIC, Actor, record
from jobcaffe.foundation.notices.actions import Recipient, send
from jobcaffe.network.ties import queries
from jobcaffe.network.ties.enums import Said
from jobcaffe.network.ties.models import Declared, Sheet, Survey
from jobcaffe.network.ties.rules import digest, still_open
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation

NOT_THERE = "Questo questionario non c'è. Torna alla pagina dei legami."
NOT_YOURS = "Questo questionario non è della tua organizzazione. Usa il link che ti è arrivato."
Ticks = Mapping[UUID, Collection[str]]


@transaction.atomic
def open_survey(*, actor: Actor, closes_on: date) -> Survey:
    """Open the survey of this year; pressed twice, the same one.

    Refused for a last day in the past, when the year has had its survey, and while another is open.
    """
    require(actor, "ties.manage")
    today = timezone.localdate()
    if closes_on < today:
        raise Refused(_("L'ultimo giorno per rispondere è già passato. Scegli un giorno da oggi in poi."))
    now = Survey.objects.select_for_update().filter(closed_at=None).first()
    if now is not None and now.year != today.year:
        raise Refused(_("È ancora aperto quello del %(year)s. Chiudilo prima.") % {"year": now.year})
    made, new = Survey.objects.get_or_create(
        year=today.year, defaults={"opened_on": today, "closes_on": closes_on}
    )
    if made.closed_at:
        raise Refused(_("Il questionario di quest'anno è già chiuso. Il prossimo si apre l'anno prossimo."))
    if new:
        record(actor, "ties.open", made, fields=["closes_on"])
    return made


def _locked(actor: Actor, survey_id: UUID) -> Survey:
    require(actor, "ties.manage")
    found = Survey.objects.select_for_update().filter(pk=survey_id).first()
    if found is None:
        raise Refused(_(NOT_THERE))
    return found


@transaction.atomic
def invite(*, actor: Actor, survey_id: UUID) -> int:
    """Write to every listed organisation that was not asked yet, with a link of its own; how many.

    Refused when the survey is closed. The second press finds nobody left.
    """
    survey = _locked(actor, survey_id)
    still_open(survey)
    waiting = list(queries.to_ask(survey))
    for organisation in waiting:
        _ask(actor, survey, organisation)
    if waiting:
        record(actor, "ties.invite", survey, fields=[str(len(waiting))])
    return len(waiting)


def _ask(actor: Actor, survey: Survey, organisation: Organisation) -> None:
    token = new_link()
    sheet, _new = Sheet.objects.get_or_create(survey=survey, organisation=organisation)
    sheet.digest, sheet.asked_at = digest(token), timezone.now()
    sheet.save(update_fields=["digest", "asked_at"])
    address = f"{organisation.address}\n{organisation.municipality}".strip()
    send(
        actor=actor,
        to=Recipient(name=organisation.name, email=organisation.email, address=address),
        template="ties_survey",
        context={
            "organisation": organisation.name,
            "link": f"{settings.SITE_URL}/coesione/risposte/{token}/",
            "until": survey.closes_on,
        },
        dedupe_key=f"ties-survey:{sheet.pk}",
    )


@transaction.atomic
def close(*, actor: Actor, survey_id: UUID) -> Survey:
    """Freeze the answers; pressed twice, the same. Drafts stay drafts and are not counted."""
    survey = _locked(actor, survey_id)
    if survey.closed_at is None:
        survey.closed_at = timezone.now()
        survey.save(update_fields=["closed_at"])
        record(actor, "ties.close", survey, fields=["closed_at"])
    return survey


@transaction.atomic
def answer(*, actor: Actor, survey_id: UUID, ticks: Ticks, done: bool) -> Sheet:
    """What the organisation of ``actor`` says of those in ``ticks``; a draft unless ``done``.

    Refused for who speaks for no organisation and when the survey is closed.
    """
    require(actor, "ties.answer")
    own = organisations.mine(actor)
    survey = Survey.objects.select_for_update().filter(pk=survey_id).first()
    if own is None or survey is None:
        raise Refused(_(NOT_YOURS))
    still_open(survey)
    sheet, _new = Sheet.objects.get_or_create(survey=survey, organisation=own)
    return _write(actor, sheet, ticks, done)


@transaction.atomic
def answer_by_link(*, actor: Actor = PUBLIC, token: str, ticks: Ticks, done: bool) -> Sheet:
    """The same from the link, without signing in. Refused for a link that is none, or a closed survey."""
    seen = queries.sheet_by_token(token)
    if seen is None:
        raise Refused(_(NOT_THERE))
    survey = Survey.objects.select_for_update().get(pk=seen.survey_id)
    still_open(survey)
    return _write(actor, seen, ticks, done)


def _write(actor: Actor, sheet: Sheet, ticks: Ticks, done: bool) -> Sheet:
    """Replace what was said of these organisations, leave the others; only those on the public pages."""
    allowed = organisations.listed().exclude(pk=sheet.organisation_id).filter(pk__in=ticks.keys())
    before = sheet.declared.filter(other__in=ticks.keys())
    known = {*allowed.values_list("pk", flat=True), *before.values_list("other", flat=True)}
    before.delete()
    Declared.objects.bulk_create(
        Declared(sheet=sheet, other_id=other, **{one.value: one in said for one in Said})
        for other, said in ticks.items()
        if other in known and set(said) & set(Said.values)
    )
    if done and sheet.answered_at is None:
        sheet.answered_at = timezone.now()
        sheet.save(update_fields=["answered_at"])
    record(actor, "ties.answer", sheet.organisation, fields=["answered" if done else "draft"])
    return sheet
