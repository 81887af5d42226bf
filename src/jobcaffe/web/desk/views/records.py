"""Changing a record: names and contacts, a new talk, status, protection, hand-over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jobcaffe.paths.actions import leave
from jobcaffe.people import actions
from jobcaffe.people.actions import Welcome
from jobcaffe.people.models import Person
from jobcaffe.web.desk.forms.person import AgainForm, PersonForm, StatusForm, TransferForm, WordsForm
from jobcaffe.web.desk.views.shared import actor, ask, attempt, press, url_of, with_person
from jobcaffe.web.page import page

BOTH = ("GET", "POST")


@page("person.write", methods=BOTH)
@with_person
def edit(request: HttpRequest, person: Person) -> HttpResponse:
    """Names, contacts, year, sex, municipality."""
    form = PersonForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        if attempt(
            form, lambda: actions.update_person(actor=actor(request), person_ref=person.pk, **changes)
        ):
            messages.success(request, _("Fatto. I dati sono aggiornati."))
            return redirect(url_of(person))
    return ask(request, person, form, title=_("Cambia i dati"), button=_("Salva"))


@page("person.write", methods=BOTH)
@with_person
def again(request: HttpRequest, person: Person) -> HttpResponse:
    """A new talk with somebody who is here already."""
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("request_key")
        welcome = Welcome(first_name=person.first_name, **data)
        if attempt(
            form,
            lambda: actions.welcome_again(
                actor=actor(request), person_ref=person.pk, data=welcome, request_key=key
            ),
        ):
            messages.success(request, _("Fatto. Il colloquio è scritto."))
            return redirect(url_of(person))
    return ask(request, person, form, title=_("Nuovo colloquio"), button=_("Salva il colloquio"))


@page("person.write", methods=BOTH)
@with_person
def status(request: HttpRequest, person: Person) -> HttpResponse:
    """She does not come any more, moved away, died; or comes again."""
    form = StatusForm(request.POST or None, initial={"status": person.status})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: leave(actor=actor(request), person_ref=person.pk, **data)):
            messages.success(request, _("Fatto. La scheda è aggiornata."))
            return redirect(url_of(person))
    sub = _("Chi non viene più non è atteso agli incontri. Chi è mancato non riceve più messaggi.")
    return ask(request, person, form, title=_("Viene ancora?"), sub=sub, button=_("Salva"))


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
    form = TransferForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.transfer(actor=actor(request), person_ref=person.pk, **data)):
            messages.success(request, _("Fatto. La scheda è passata a %(team)s.") % {"team": data["team"]})
            return redirect("desk:persons")
    return ask(request, person, form, title=_("Passa la scheda"), button=_("Passa la scheda"))


@page("person.read", methods=BOTH)
@with_person
def complaint(request: HttpRequest, person: Person) -> HttpResponse:
    """Something did not go well: in the person's words, to the coordinator."""
    hint = _("Con le parole della persona. Lo legge la regia, che risponde.")
    form = WordsForm(request.POST or None, label=_("Che cosa non è andato bene?"), hint=hint)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            form,
            lambda: actions.receive_complaint(
                actor=actor(request),
                person_ref=person.pk,
                text=data["text"],
                request_key=data["request_key"],
            ),
        ):
            messages.success(request, _("Fatto. La regia legge il reclamo e risponde."))
            return redirect(url_of(person))
    return ask(request, person, form, title=_("Nuovo reclamo"), button=_("Salva il reclamo"))


@page("shift.handover", methods=BOTH)
@with_person
def note(request: HttpRequest, person: Person) -> HttpResponse:
    """A hand-over about this person."""
    form = WordsForm(request.POST or None, label=_("Che cosa deve sapere chi viene dopo?"))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            form,
            lambda: actions.add_shift_note(
                actor=actor(request),
                person_ref=person.pk,
                text=data["text"],
                request_key=data["request_key"],
            ),
        ):
            messages.success(request, _("Fatto. Chi viene dopo lo legge fra le consegne."))
            return redirect(url_of(person))
    return ask(request, person, form, title=_("Lascia una consegna"), button=_("Lascia la consegna"))
