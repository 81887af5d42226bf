"""The coordinator's pages about persons: duplicates, protected records, complaints, time to erase."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.forms import Form
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.paths import actions as paths
from jobcaffe.people import actions, queries
from jobcaffe.people.enums import ComplaintState
from jobcaffe.people.models import Person
from jobcaffe.web.desk.forms.person import WordsForm
from jobcaffe.web.desk.views.shared import actor, ask, attempt, day, paged, press, url_of, with_person
from jobcaffe.web.page import page

BOTH = ("GET", "POST")


@page("person.merge")
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one person; and merges that can be taken apart."""
    user = actor(request)
    page_obj = paged(request, queries.duplicate_hints(user), 10)
    hidden = queries.stays_closed(user, [one for hint in page_obj for one in (hint.first, hint.second)])
    pairs = [
        {
            "hint": hint,
            "sides": [_side(hint.first, hint.second, hidden), _side(hint.second, hint.first, hidden)],
        }
        for hint in page_obj
    ]
    actions.note_list(actor=user, what="Doppioni", count=len(pairs))
    context = {"pairs": pairs, "page_obj": page_obj, "merges": queries.merges_of(user)[:10]}
    return render(request, "desk/duplicates.html", context)


def _side(person: Person, other: Person, hidden: set[UUID]) -> dict[str, Any]:
    """One of the two, with her facts; a protected one shows only that she is there."""
    closed = person.pk in hidden
    facts = [
        (_("Anno di nascita"), str(person.birth_year or "")),
        (_("Comune"), person.municipality),
        (_("Telefono"), queries.masked(person.phone)),
        (_("Squadra"), person.team.name if person.team else ""),
        (_("Arrivata il"), day(person.created_at.date())),
        (_("Ultimo contatto"), day(person.last_contact_on)),
    ]
    return {
        "name": _("Scheda riservata") if closed else person.full_name,
        "url": url_of(person),
        "facts": [] if closed else [{"label": label, "value": value} for label, value in facts],
        "closed": closed,
        "keep": person.pk,
        "gone": other.pk,
    }


@page("person.merge", methods=("POST",))
def merge(request: HttpRequest) -> HttpResponse:
    """Make one record of two."""
    try:
        keep, gone = (UUID(request.POST.get(name, "")) for name in ("keep", "gone"))
    except ValueError as error:
        raise Http404 from error
    return press(
        request,
        lambda: paths.merge_persons(actor=actor(request), keep_ref=keep, gone_ref=gone),
        "desk:duplicates",
        _("Fatto. È una scheda sola. Se è un errore, puoi separarle qui sotto."),
    )


@page("person.merge", methods=("POST",))
def unmerge(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Take two records apart again."""
    return press(
        request,
        lambda: paths.unmerge(actor=actor(request), merge_ref=ref),
        "desk:duplicates",
        _("Fatto. Le due schede sono di nuovo separate."),
    )


@page("person.merge", methods=("POST",))
def apart(request: HttpRequest, hint: int) -> HttpResponse:
    """Two different persons."""
    return press(
        request, lambda: actions.set_pair_apart(actor=actor(request), hint_pk=hint), "desk:duplicates"
    )


@page("person.merge")
def protected(request: HttpRequest) -> HttpResponse:
    """Protected records: who follows them, no name. A reason opens one."""
    page_obj = paged(request, queries.protected_records(actor(request)))
    table = Table(
        _("Schede riservate"),
        [Column(_("Scheda")), Column(_("Chi la segue")), Column(_("Squadra"))],
        [
            Row(
                [
                    Cell(_("Scheda %(n)s") % {"n": number}, url=url_of(row)),
                    row.operator.name if row.operator else "",
                    row.team.name if row.team else "",
                ]
            )
            for number, row in enumerate(page_obj, page_obj.start_index())
        ],
        empty=_("Qui vedi le schede che uno sportello tiene riservate. Per ora non ce ne sono."),
        hide_caption=True,
    )
    sub = _("Il nome si legge solo aprendo la scheda, con un motivo scritto.")
    context = {"title": _("Schede riservate"), "sub": sub, "table": table, "page_obj": page_obj}
    return render(request, "desk/list.html", context)


@page("complaint.manage")
def complaints(request: HttpRequest) -> HttpResponse:
    """Complaints: those without an answer first."""
    user = actor(request)
    page_obj = paged(request, queries.complaints_for(user).order_by("-state", "-received_on"))
    hidden = queries.stays_closed(user, [row.person for row in page_obj if row.person])
    actions.note_list(actor=user, what="Reclami", count=len(page_obj))
    table = Table(
        _("Reclami"),
        [Column(_("Ricevuto il")), Column(_("Da")), Column(_("Stato"))],
        [
            Row(
                [
                    Cell(day(row.received_on), url=reverse("desk:complaint_answer", args=[row.pk])),
                    _from(row.person, hidden),
                    Cell(
                        row.get_state_display(),
                        chip="done" if row.state == ComplaintState.ANSWERED else "todo",
                    ),
                ]
            )
            for row in page_obj
        ],
        empty=_("Qui arrivano i reclami scritti allo sportello. Per ora non ce ne sono."),
        hide_caption=True,
    )
    return render(request, "desk/list.html", {"title": _("Reclami"), "table": table, "page_obj": page_obj})


def _from(person: Person | None, hidden: set[UUID]) -> str:
    if person is None:
        return _("senza nome")
    return _("Scheda riservata") if person.pk in hidden else person.full_name


@page("complaint.manage", methods=BOTH)
def complaint(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One complaint, and the answer."""
    user = actor(request)
    row = queries.complaints_for(user).filter(pk=ref).first()
    if row is None:
        raise Http404
    form = WordsForm(request.POST or None, label=_("Che cosa avete risposto?"))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, lambda: actions.answer_complaint(actor=user, complaint_ref=ref, answer=text)):
            messages.success(request, _("Fatto. La risposta è scritta."))
            return redirect("desk:complaints")
    hidden = queries.stays_closed(user, [row.person] if row.person else [])
    actions.note_complaint_read(actor=user, complaint=row)
    return render(
        request, "desk/complaint.html", {"form": form, "row": row, "who": _from(row.person, hidden)}
    )


@page("person.erase")
def retention(request: HttpRequest) -> HttpResponse:
    """Records that have stayed their time."""
    user = actor(request)
    page_obj = paged(request, queries.retention_due(user).select_related("team", "operator"))
    actions.note_list(actor=user, what="Schede da cancellare", count=len(page_obj))
    table = Table(
        _("Schede da cancellare"),
        [Column(_("Nome")), Column(_("Ultimo contatto")), Column(_("Squadra")), Column(_("Che cosa fare"))],
        [
            Row(
                [
                    Cell(row.full_name, url=url_of(row)),
                    day(row.last_contact_on),
                    row.team.name if row.team else "",
                    Cell(_("Cancella"), url=reverse("desk:erase", args=[row.pk])),
                ]
            )
            for row in page_obj
        ],
        empty=_("Qui vedi le schede senza contatti da troppo tempo. Per ora non ce ne sono."),
        hide_caption=True,
    )
    sub = _("Nessun contatto da più tempo di quanto serve. Controlla e cancella: i conteggi restano.")
    context = {"title": _("Schede da cancellare"), "sub": sub, "table": table, "page_obj": page_obj}
    return render(request, "desk/list.html", context)


class EraseForm(Form):
    """A deliberate yes: erasing cannot be undone."""

    reason = forms.CharField(label=gettext_lazy("Perché la cancelliamo"), max_length=300)
    sure = forms.BooleanField(label=gettext_lazy("Ho capito: non si può tornare indietro"))


@page("person.erase", methods=BOTH)
@with_person
def erase(request: HttpRequest, person: Person) -> HttpResponse:
    """Erase a person who asks for it."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            paths.erase_person(actor=actor(request), person_ref=person.pk, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Fatto. Nome, contatti e parole non ci sono più. I conteggi restano.")
            )
            return redirect("desk:retention")
    sub = _("Spariscono nome, contatti, parole, percorso e accesso. Restano solo le presenze, senza nome.")
    return ask(
        request,
        person,
        form,
        title=_("Cancella la persona"),
        sub=sub,
        button=_("Cancella per sempre"),
        danger=True,
    )
