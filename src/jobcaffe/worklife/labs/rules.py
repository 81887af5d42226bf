"""Who may do what in which lab, and what may be written."""

from __future__ import annotations

import re
from uuid import UUID

from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM, Actor
from jobcaffe.foundation.search import normalise
from jobcaffe.people.models import Person
from jobcaffe.worklife.labs import queries
from jobcaffe.worklife.labs.models import Experiment, Lab, Meeting, Membership

NOT_THERE = "Questo laboratorio non c'è, o non è fra i tuoi. Torna alla tua pagina."
GONE = "Questo non c'è più. Torna alla pagina del laboratorio."
CONTACT = re.compile(r"\S@\S|\d[\d\s./-]{6,}\d")


def locked_lab(actor: Actor, lab_id: UUID) -> Lab:
    """The lab, its row locked, for who leads it or runs the programme. Raises :class:`Refused`."""
    reachable = Lab.objects.all() if actor is SYSTEM else queries.visible_to(actor, "lab.lead")
    return _locked(reachable.filter(pk=lab_id).first())


def own_lab(actor: Actor, lab_id: UUID, *, members: bool = False) -> Lab:
    """The lab, locked, for who leads it herself, with ``members`` also for who is in it.

    "Not there" and "not yours" are one answer; a closed lab is not there. Raises :class:`Refused`.
    """
    found = queries.leads_or_in(actor, lab_id) if members else queries.led_lab(actor, lab_id)
    lab = _locked(found)
    if lab.closed_on is not None:
        raise Refused(_("Questo laboratorio è chiuso. Quello che ha imparato si legge ancora."))
    return lab


def _locked(found: Lab | None) -> Lab:
    if found is None:
        raise Refused(_(NOT_THERE))
    return Lab.objects.select_for_update(of=("self",)).get(pk=found.pk)


def own_membership(actor: Actor, lab_id: UUID) -> Membership:
    """The membership of the member who acts, locked. Raises :class:`Refused`."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("lab")
    refs = queries.refs_of(actor)
    found = rows.filter(Membership.of(refs), lab=lab_id, standing="member").first() if refs else None
    if found is None:
        raise Refused(_(NOT_THERE))
    return found


def locked_meeting(actor: Actor, encounter_id: UUID, *, members: bool = False) -> Meeting:
    """A meeting of a lab that ``actor`` leads, with ``members`` or is in, locked.

    Raises :class:`Refused`.
    """
    row = Meeting.objects.select_for_update(of=("self",)).select_related("encounter", "lab")
    found = row.filter(pk=encounter_id).first()
    if found is None:
        raise Refused(_(GONE))
    own_lab(actor, found.lab_id, members=members)
    return found


def locked_experiment(actor: Actor, experiment_id: UUID, *, members: bool = True) -> Experiment:
    """An experiment of a lab that ``actor`` leads, with ``members`` or is in, locked.

    Raises :class:`Refused`.
    """
    rows = Experiment.objects.select_for_update(of=("self",)).select_related("lab")
    found = rows.filter(pk=experiment_id).first()
    if found is None:
        raise Refused(_(GONE))
    own_lab(actor, found.lab_id, members=members)
    return found


def written(text: str, most: int) -> str:
    """Stripped; refused when empty or longer than ``most`` letters."""
    text = text.strip()
    if not text:
        raise Refused(_("Manca qualche parola. Scrivila e salva di nuovo."))
    if len(text) > most:
        raise Refused(_("È troppo lungo: al massimo %(most)s lettere. Accorcialo e salva.") % {"most": most})
    return text


def names_in(lab: Lab, text: str) -> bool:
    """Whether a name or nickname of who is or was in the lab stands in the text as a whole word."""
    words = set(normalise(text).split())
    refs = [row.person_ref for row in lab.memberships.all()]
    for person in Person.objects.filter(pk__in=refs):
        names = f"{person.first_name} {person.last_name} {person.alias}"
        if words & {part for part in normalise(names).split() if len(part) > 1}:
            return True
    return False


def check_nameless(lab: Lab, text: str) -> None:
    """What leaves the lab has no name of its people and no contact. Raises :class:`Refused`."""
    if names_in(lab, text):
        raise Refused(_("Nel testo c'è il nome di una persona del laboratorio. Toglilo e salva di nuovo."))
    if CONTACT.search(text):
        raise Refused(_("Nel testo c'è un recapito. Toglilo e salva di nuovo."))
