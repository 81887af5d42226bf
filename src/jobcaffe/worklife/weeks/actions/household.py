"""Her household: what she writes, the search for what would work, the sentence to bring along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.kernels.forms import FormError
from jobcaffe.kernels.weekmap import form as weekform
from jobcaffe.people.rules import require
from jobcaffe.worklife.weeks import catalogue, gathering, queries
from jobcaffe.worklife.weeks.models import Household
from jobcaffe.worklife.weeks.rules import own_home, own_ref
from jobcaffe.worklife.weeks.tally import recount

SUBJECTS = (
    "adulti", "bambini", "luoghi", "strade", "impegni", "aiuti",
    "scelte-orari", "scelte-aiuti", "scelte-luoghi",
)  # fmt: skip
OPTIONS = ("scelte-orari", "scelte-aiuti", "scelte-luoghi")
MOST = {"adulti": "adults", "bambini": "children", "luoghi": "places"}
UNKNOWN = "Questa voce non c'è più. Torna all'elenco e guarda che cosa c'è."


def _check(body: dict[str, Any]) -> None:
    """Refuses what the kernel could not read: unknown people or places, hours that are none."""
    try:
        weekform.read(gathering.form_of(body, timezone.localdate()))
    except FormError as error:
        raise Refused(
            _("Così non torna: %(why)s. Controlla e salva di nuovo.") % {"why": error.reason}
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(_("Manca qualcosa. Controlla tutte le risposte e salva di nuovo.")) from error


@transaction.atomic
def save_item(*, actor: User, subject: str, item_id: str, data: dict[str, Any]) -> Household:
    """Write one row about a subject; the same ``item_id`` again changes that row, so a second press is one.

    Refused to others, for unknown subjects, above the limits and for what does not fit the rest.
    """
    row = own_home(actor)
    if subject not in SUBJECTS:
        raise Refused(_(UNKNOWN))
    body = row.opened()
    rows = body.setdefault(subject, [])
    place = next((n for n, one in enumerate(rows) if one["id"] == item_id), len(rows))
    rows[place : place + 1] = [{**data, "id": item_id}]
    _check_size(subject, body)
    _check(body)
    return _kept(actor, row, body)


def _check_size(subject: str, body: dict[str, Any]) -> None:
    most = catalogue.limit(MOST.get(subject, "rows"))
    size = sum(len(body.get(name, [])) for name in OPTIONS) if subject in OPTIONS else len(body[subject])
    if size > most:
        raise Refused(_("Qui ne stanno al massimo %(most)s. Togline prima una.") % {"most": most})


def _kept(actor: User, row: Household, body: dict[str, Any]) -> Household:
    row.seal(body)
    row.save(update_fields=["body", "changed_on"])
    record(actor, "week.household")
    return row


@transaction.atomic
def remove_item(*, actor: User, subject: str, item_id: str) -> None:
    """Take one row away. Refused to others and while another row needs it; a second press does nothing."""
    row = own_home(actor)
    body = row.opened()
    if subject not in SUBJECTS:
        raise Refused(_(UNKNOWN))
    body[subject] = [one for one in body.get(subject, []) if one["id"] != item_id]
    try:
        _check(body)
    except Refused as refused:
        why = _("Un'altra risposta ne ha bisogno. Cambia prima gli impegni, gli aiuti o le scelte.")
        raise Refused(why) from refused
    _kept(actor, row, body)


@transaction.atomic
def save_letter(*, actor: User, to: str, text: str) -> Household:
    """The sentence in her own words. Refused to others."""
    row = own_home(actor)
    return _kept(actor, row, {**row.opened(), "lettera": {"to": to.strip(), "text": text.strip()}})


def search(*, actor: User) -> None:
    """Look for what clashes and what would work, within a few seconds; the answer is kept for her.

    Refused to others and without any commitment. The search holds no lock: what she changes
    meanwhile stands, and the page then says that the answer is older than what is written.
    """
    own_ref(actor)
    home = queries.my_home(actor)
    if home.id is None or not home.rows("impegni"):
        raise Refused(_("Scrivi prima almeno un impegno: il lavoro, la scuola, una visita."))
    store_search(actor=actor, home_id=home.id, seconds=catalogue.limit("seconds"))


def store_search(*, actor: Actor, home_id: UUID, seconds: int) -> None:
    """Search and keep the answer under her key. For herself and for the house's own job.

    Refused to everybody else, and when the household is not there any more.
    """
    from jobcaffe.kernels import weekmap

    form = gathering.form_of(_reached(actor, home_id).opened(), timezone.localdate())
    try:
        answer = weekmap.solve(weekform.read(form), seconds=seconds)
    except FormError as error:
        raise Refused(_("Così non torna: %(why)s. Controlla e riprova.") % {"why": error.reason}) from error
    told = weekform.write(answer)
    told |= {"digest": gathering.digest_of(form), "on": timezone.localdate().isoformat()}
    with transaction.atomic():
        row = _reached(actor, home_id, locked=True)
        row.seal(told, "result")
        row.searching_since = None
        row.save(update_fields=["result", "changed_on", "searching_since"])
        recount(row)
        record(actor, "week.search")


def _reached(actor: Actor, home_id: UUID, *, locked: bool = False) -> Household:
    require(actor, "week.own")
    rows = queries.households_of(actor) if isinstance(actor, User) else Household.objects.all()
    found = (rows.select_for_update() if locked else rows).filter(pk=home_id).first()
    if found is None:
        raise Refused(_(UNKNOWN))
    return found


@transaction.atomic
def search_longer(*, actor: User) -> None:
    """Search in the background, for longer. A second press while it runs starts nothing.

    The job is in no list and has no owner: it has the household's identifier and nothing else.
    """
    from jobcaffe.worklife.weeks.tasks import search_week

    row = own_home(actor)
    enqueue(search_week, str(row.pk), dedupe_key=f"week:{row.pk}", quiet=True, max_attempts=2)
    row.searching_since = timezone.now()
    row.save(update_fields=["searching_since"])
    record(actor, "week.search")
