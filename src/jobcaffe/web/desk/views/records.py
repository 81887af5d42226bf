"""Changing a record: names and contacts, a new talk, status, protection, hand-over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.paths.actions import leave
from jobcaffe.people import actions
from jobcaffe.people.actions import Welcome
from jobcaffe.people.models import Person
from jobcaffe.web.desk.forms.person import AgainForm, PersonForm, StatusForm, TransferForm, WordsForm
from jobcaffe.web.desk.views.shared import actor, fill, press, url_of, with_person
from jobcaffe.web.page import page

BOTH = ("GET", "POST")


@page("person.write", methods=BOTH)
@with_person
def edit(request: HttpRequest, person: Person) -> HttpResponse:
    """Names, contacts, year, sex, municipality."""
    form = PersonForm(request.POST or None, person=person)
    return fill(
        request,
        person,
        form,
        lambda data: actions.update_person(actor=actor(request), person_ref=person.pk, **form.changes()),
        done=_("Fatto. I dati sono aggiornati."),
        title=_("Cambia i dati"),
        button=_("Salva"),
    )


@page("person.write", methods=BOTH)
@with_person
def again(request: HttpRequest, person: Person) -> HttpResponse:
    """A new talk with somebody who is here already."""

    def save(data: dict[str, Any]) -> None:
        key = data["request_key"]
        said = {name: value for name, value in data.items() if name != "request_key"}
        welcome = Welcome(first_name=person.first_name, **said)
        actions.welcome_again(actor=actor(request), person_ref=person.pk, data=welcome, request_key=key)

    return fill(
        request,
        person,
        AgainForm(request.POST or None),
        save,
        done=_("Fatto. Il colloquio è scritto."),
        title=_("Nuovo colloquio"),
        button=_("Salva il colloquio"),
    )


@page("person.write", methods=BOTH)
@with_person
def status(request: HttpRequest, person: Person) -> HttpResponse:
    """She does not come any more, moved away, died; or comes again."""
    return fill(
        request,
        person,
        StatusForm(request.POST or None, initial={"status": person.status}),
        lambda data: leave(actor=actor(request), person_ref=person.pk, **data),
        done=_("Fatto. La scheda è aggiornata."),
        title=_("Viene ancora?"),
        sub=_("Chi non viene più non è atteso agli incontri. Chi è mancato non riceve più messaggi."),
        button=_("Salva"),
    )


@page("person.write", methods=("POST",))
@with_person
def protect(request: HttpRequest, person: Person) -> HttpResponse:
    """Make the record *riservata*, or open it again."""
    wanted = request.POST.get("protected") == "1"
    done = (
        _("Fatto. La scheda è riservata: la vedi solo tu.")
        if wanted
        else _("Fatto. La scheda non è più riservata.")
    )
    return press(
        request,
        lambda: actions.protect(actor=actor(request), person_ref=person.pk, protected=wanted),
        url_of(person),
        done,
    )


@page("person.read", methods=BOTH)
@with_person
def transfer(request: HttpRequest, person: Person) -> HttpResponse:
    """Hand her over to another operator or team."""
    return fill(
        request,
        person,
        TransferForm(request.POST or None, person=person),
        lambda data: actions.transfer(actor=actor(request), person_ref=person.pk, **data),
        done=_("Fatto. La scheda è passata."),
        to=reverse("desk:persons"),
        title=_("Passa la scheda"),
        button=_("Passa la scheda"),
    )


@page("person.read", methods=BOTH)
@with_person
def complaint(request: HttpRequest, person: Person) -> HttpResponse:
    """Something did not go well: in the person's words, to the coordinator."""
    hint = _("Con le parole della persona. Lo legge la regia, che risponde.")
    return fill(
        request,
        person,
        WordsForm(request.POST or None, label=_("Che cosa non è andato bene?"), hint=hint),
        lambda data: actions.receive_complaint(actor=actor(request), person_ref=person.pk, **data),
        done=_("Fatto. La regia legge il reclamo e risponde."),
        title=_("Nuovo reclamo"),
        button=_("Salva il reclamo"),
    )


@page("shift.handover", methods=BOTH)
@with_person
def note(request: HttpRequest, person: Person) -> HttpResponse:
    """A hand-over about this person."""
    return fill(
        request,
        person,
        WordsForm(request.POST or None, label=_("Che cosa deve sapere chi viene dopo?")),
        lambda data: actions.add_shift_note(actor=actor(request), person_ref=person.pk, **data),
        done=_("Fatto. Chi viene dopo lo legge fra le consegne."),
        title=_("Lascia una consegna"),
        button=_("Lascia la consegna"),
    )
