"""Giving and withdrawing a yes at the desk."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jobcaffe.foundation.privacy.consents import give_consent, purposes, withdraw_consent
from jobcaffe.people.models import Person
from jobcaffe.web.desk.forms.person import ConsentForm
from jobcaffe.web.desk.views.shared import actor, fill, press, url_of, with_person
from jobcaffe.web.page import page


@page("person.write", methods=("GET", "POST"))
@with_person
def give(request: HttpRequest, person: Person, purpose: str) -> HttpResponse:
    """Read the text together, then write down the yes."""
    chosen = purposes().get(purpose)
    if chosen is None:
        raise Http404
    return fill(
        request,
        person,
        ConsentForm(request.POST or None, purpose=chosen, person=person),
        lambda data: give_consent(
            actor=actor(request), person_ref=person.pk, subject=person, purpose=chosen.code, **data
        ),
        done=_("Fatto. Il sì è scritto."),
        title=_("Consenso: %(what)s") % {"what": chosen.title},
        sub=chosen.text,
        button=_("Segna il sì"),
    )


@page("person.write", methods=("POST",))
@with_person
def withdraw(request: HttpRequest, person: Person, purpose: str) -> HttpResponse:
    """Take back a yes."""
    return press(
        request,
        lambda: withdraw_consent(actor=actor(request), person_ref=person.pk, subject=person, purpose=purpose),
        url_of(person),
        _("Fatto. Il sì è ritirato da adesso."),
    )
