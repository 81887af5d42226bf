"""The list, one commitment with its history, a new one, and what happens to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions, queries
from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters import queries as encounters
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import allows
from jobcaffe.foundation.accounts.queries import names_of
from jobcaffe.organisations import queries as organisations
from jobcaffe.people import actions as people_actions
from jobcaffe.people import queries as people
from jobcaffe.web.commitments import shape
from jobcaffe.web.commitments.forms import LeaveForm, MoveForm, PromiseForm, StaffPromiseForm
from jobcaffe.web.desk.views.shared import actor, attempt, paged, press
from jobcaffe.web.page import page

BOTH = ("GET", "POST")
MOST_FOUND = 10
KINDS = ("miei", "persone", "organizzazioni")


@page("commitment.read")
def index(request: HttpRequest) -> HttpResponse:
    """Open commitments, those whose day has passed first; with ``vista=tutti`` the closed ones too."""
    user, today = actor(request), timezone.localdate()
    kind = request.GET.get("di", "") if request.GET.get("di") in KINDS else ""
    everything = request.GET.get("vista") == "tutti"
    rows = queries.listed(user, kind=kind, settled=everything)
    page_obj = paged(request, rows)
    named = sum(1 for one in page_obj if one.person_id or one.about_id)
    if named:
        people_actions.note_list(actor=user, what="Impegni", count=named)
    context = {
        "table": shape.table(list(page_obj), today),
        "page_obj": page_obj,
        "links": _filters(kind, everything),
        "late": queries.overdue(user).count(),
        "may_write": allows(user, "commitment.write"),
    }
    return render(request, "commitments/index.html", context)


def _filters(kind: str, everything: bool) -> list[dict[str, Any]]:
    labels = {
        "": _("Vedi tutti"),
        "miei": _("Solo i miei"),
        "persone": _("Delle persone"),
        "organizzazioni": _("Delle organizzazioni"),
    }
    more = {"vista": "tutti"} if everything else {}
    links = [
        {"url": "?" + urlencode({**({"di": code} if code else {}), **more}), "label": label}
        for code, label in labels.items()
    ]
    turn = {**({"di": kind} if kind else {}), **({} if everything else {"vista": "tutti"})}
    label = _("Nascondi quelli chiusi") if everything else _("Mostra anche quelli chiusi")
    return [*links, {"url": "?" + urlencode(turn), "label": label}]


def _found(request: HttpRequest, commitment_ref: UUID) -> Commitment:
    found = queries.visible_to(actor(request)).filter(pk=commitment_ref).first()
    if found is None:
        raise Http404
    return found


def _where(request: HttpRequest, one: Commitment) -> tuple[str, str] | None:
    """Title and address of the encounter where it was taken, for who may see that encounter."""
    met = encounters.encounter_of(request.user, one.encounter_id) if one.encounter_id else None
    return (met.title, reverse("agenda:detail", args=[met.pk])) if met else None


@page("commitment.read")
def detail(request: HttpRequest, commitment_ref: UUID) -> HttpResponse:
    """One commitment and all that happened to it. That a person's was opened is written down."""
    one = _found(request, commitment_ref)
    if one.person_id or one.about_id:
        actions.note_read(actor=actor(request), commitment=one)
    changes = list(one.changes.order_by("-pk"))
    kind, words = shape.chip(one, timezone.localdate())
    where = _where(request, one)
    context = {
        "one": one,
        "chip": {"kind": kind, "text": capfirst(words)},
        "facts": shape.facts(one, where),
        "owner_url": shape.owner_url(one),
        "encounter_url": where[1] if where else "",
        "open": one.settled_on is None,
        "history": shape.history(changes, names_of({row.by for row in changes if row.by})),
        "may_write": allows(request.user, "commitment.write"),
    }
    return render(request, "commitments/detail.html", context)


@page("commitment.write", methods=("POST",))
def mark(request: HttpRequest, commitment_ref: UUID) -> HttpResponse:
    """One press: under way, or kept."""
    one = _found(request, commitment_ref)
    do = {"start": actions.start, "keep": actions.keep}.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    there = reverse("commitments:detail", args=[one.pk])
    done = _("Fatto. L'impegno è aggiornato.")
    return press(request, lambda: do(actor=actor(request), commitment_ref=one.pk), there, done)


def _fill(
    request: HttpRequest, one: Commitment, form: Any, do: Callable[..., object], done: str, **texts: str
) -> HttpResponse:
    """A form about one commitment: show it, or do it and go back."""
    there = reverse("commitments:detail", args=[one.pk])
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(form, lambda: do(actor=actor(request), commitment_ref=one.pk, **fields)):
            messages.success(request, done)
            return redirect(there)
    context = {"one": one, "form": form, "there": there, **texts}
    return render(request, "commitments/change.html", context)


@page("commitment.write", methods=BOTH)
def drop(request: HttpRequest, commitment_ref: UUID) -> HttpResponse:
    """Leave it, and say why."""
    one = _found(request, commitment_ref)
    done = _("Fatto. L'impegno resta scritto, con il perché.")
    title, button = _("Lascia l'impegno"), _("Lascia l'impegno")
    form = LeaveForm(request.POST or None)
    return _fill(request, one, form, actions.drop, done, title=title, button=button)


@page("commitment.write", methods=BOTH)
def move(request: HttpRequest, commitment_ref: UUID) -> HttpResponse:
    """Another day."""
    one = _found(request, commitment_ref)
    form = MoveForm(request.POST or None, initial={"due_on": one.due_on})
    done = _("Fatto. Il giorno è cambiato.")
    title, button = _("Sposta l'impegno"), _("Salva il nuovo giorno")
    return _fill(request, one, form, actions.move_due, done, title=title, button=button)


# --- a new one ----------------------------------------------------------------------------------
def _ref(request: HttpRequest, name: str) -> UUID | None:
    """An identifier of the address. ``Http404`` when it is none."""
    text = request.GET.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error


def _owner(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    """Name and argument of whom the address names; empty for a colleague, chosen in the form."""
    user = actor(request)
    person_ref, organisation_ref = _ref(request, "persona"), _ref(request, "organizzazione")
    if person_ref:
        person = people.visible_to(user, "person.search").filter(pk=person_ref).first()
        if person is None:
            raise Http404
        return person.full_name, {"person": person}
    if organisation_ref:
        organisation = organisations.organisation_of(user, organisation_ref)
        if organisation is None:
            raise Http404
        return organisation.name, {"organisation": organisation}
    return "", {}


def _met(request: HttpRequest) -> Encounter | None:
    """The encounter where it is taken; never a confidential one: the row would tell who was there."""
    ref = _ref(request, "incontro")
    found = encounters.encounter_of(request.user, ref) if ref else None
    if ref and (found is None or found.confidential):
        raise Http404
    return found


@page("commitment.write", methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Whose it is (searched, or a colleague), what, by when."""
    user = actor(request)
    name, owner = _owner(request)
    met = _met(request)
    kind = PromiseForm if owner else StaffPromiseForm
    form = kind(request.POST or None, initial={} if owner else {"user": user.pk})
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, **owner, "encounter": met}
        if attempt(form, lambda: actions.promise(actor=user, **values)):
            messages.success(request, _("Fatto. L'impegno è nella lista."))
            return redirect("agenda:detail", met.pk) if met else redirect("commitments:index")
    context = {"form": form, "name": name, "owned": bool(owner), "met": met, **_search(request, met)}
    return render(request, "commitments/new.html", context)


def _search(request: HttpRequest, met: Encounter | None) -> dict[str, Any]:
    """Who was looked for: persons and organisations by the beginning of their names."""
    text = request.GET.get("q", "").strip()[:80]
    more = {"incontro": str(met.pk)} if met else {}
    if not text:
        return {"q": "", "found": None, "kept": more}
    user = actor(request)
    rows = [
        (one.name, _("persona"), "?" + urlencode({"persona": one.ref, **more}))
        for one in people.search(user, text)[:MOST_FOUND]
    ]
    if people.searchable(text):
        people_actions.note_search(actor=user)
    rows += [
        (one.name, one.get_kind_display(), "?" + urlencode({"organizzazione": one.pk, **more}))
        for one in organisations.search(user, text=text)[:MOST_FOUND]
    ]
    return {"q": text, "found": shape.people_found(rows), "kept": more}
