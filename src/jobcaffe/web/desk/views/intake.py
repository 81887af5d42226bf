"""*Nuova accoglienza* and its drafts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.privacy.consents import purposes
from jobcaffe.people import actions, queries
from jobcaffe.people.models import Intake, IntakeDraft
from jobcaffe.spaces.queries import places
from jobcaffe.web.desk.forms.intake import GuardianForm, IntakeForm, young
from jobcaffe.web.desk.views.home import found_table
from jobcaffe.web.desk.views.shared import actor, attempt, day, press, url_of
from jobcaffe.web.page import page

# What a draft keeps: what was typed, not the keys of the page.
NOT_KEPT = {"csrfmiddlewaretoken", "request_key", "draft", "then", "different"}
MANY = {"reasons", "day_parts"}


def default_municipality() -> str:
    """Where the Job Caffè is."""
    place = places().first()
    return place.municipality if place else ""


@page("person.create", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """One page, eight groups, keyboard alone."""
    if request.method == "POST":
        return _save(request)
    draft = _draft(request)
    initial: dict[str, Any] = dict(draft.data, draft=draft.pk) if draft else _from_queue(request)
    return _page(request, IntakeForm(initial=initial, municipality=default_municipality()))


def _draft(request: HttpRequest) -> IntakeDraft | None:
    ref = request.GET.get("bozza")
    if not ref:
        return None
    try:
        draft = queries.drafts_of(actor(request)).filter(pk=UUID(ref)).first()
    except ValueError:
        draft = None
    if draft is None:
        raise Http404
    return draft


def _from_queue(request: HttpRequest) -> dict[str, Any]:
    """Somebody called from the queue: her name is typed already."""
    ref = request.GET.get("attesa", "")
    line = next((one for one in queries.queue(actor(request)).called if str(one.ref) == ref), None)
    first, _space, last = line.name.partition(" ") if line else ("", "", "")
    return {"first_name": first, "last_name": last}


def _page(request: HttpRequest, form: IntakeForm, twins: Any = None) -> HttpResponse:
    texts = purposes()
    draft = form["draft"].value()
    context = {
        "form": form,
        "twins": twins,
        "texts": [texts["service"], texts["messages"]],
        "autosave": reverse("desk:save_draft", args=[draft]) if draft else "",
    }
    return render(request, "desk/intake.html", context)


def _save(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    form = IntakeForm(request.POST, municipality=default_municipality())
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data
    key = data["request_key"]
    twins = [] if data["different"] or _saved(key) else twins_of(user, data)
    if twins:
        form.add_error("different", _("Guarda qui: forse è già fra le tue persone."))
        return _page(request, form, found_table(twins, hide_caption=True))
    made: list[Intake] = []
    if not attempt(
        form,
        lambda: made.append(
            actions.welcome_person(actor=user, data=form.welcome(), request_key=key, draft=data["draft"])
        ),
    ):
        return _page(request, form)
    return _go_on(request, made[0])


def _saved(key: UUID) -> bool:
    """Whether an earlier press with this key made the record: then it is no twin of itself."""
    return Intake.objects.filter(request_key=key).exists()


def twins_of(user: Any, data: dict[str, Any]) -> list[queries.Found]:
    """Persons who may be this one, **among those the operator may know of**, and no others.

    The same telephone, or the same name with the same year or with a year that is not known.
    """
    found = queries.search(user, data["phone"]) if data["phone"] else []
    name = f"{data['last_name']} {data['first_name']}".strip()
    if data["last_name"]:
        years = {data["birth_year"], None} if data["birth_year"] else None
        same = [row for row in queries.same_name(user, name) if years is None or row.birth_year in years]
        found += [row for row in same if row not in found]
    return found


def _go_on(request: HttpRequest, intake: Intake) -> HttpResponse:
    person = intake.person
    # The same words whether or not somebody alike is hidden from the operator.
    text = _(
        "Fatto. %(name)s è fra le tue persone. La ricontatti entro il %(day)s. La regia controlla i doppioni."
    )
    messages.success(request, text % {"name": person.full_name, "day": day(intake.recontact_on)})
    return redirect("desk:new") if request.POST.get("then") == "new" else redirect(url_of(person))


@page("person.create", methods=("POST",))
def already_here(request: HttpRequest) -> HttpResponse:
    """Live, under name and telephone: who is already here among the operator's own persons."""
    user = actor(request)
    phone = request.POST.get("phone", "")[:40]
    name = f"{request.POST.get('last_name', '')} {request.POST.get('first_name', '')}".strip()[:160]
    rows = queries.search(user, phone) if phone else []
    if request.POST.get("last_name"):
        rows += [row for row in queries.search(user, name) if row not in rows]
    if rows:
        actions.note_search(actor=user)
    return render(
        request, "desk/_already_here.html", {"found": found_table(rows, hide_caption=True) if rows else None}
    )


@page("person.create", methods=("POST",))
def guardian(request: HttpRequest) -> HttpResponse:
    """Live, after the year: the parent's fields when she may be under 18."""
    asks = young(request.POST.get("birth_year"))
    names = ("guardian_name", "guardian_phone")
    form = GuardianForm(initial={name: request.POST.get(name, "") for name in names})
    form.mark_optional = False
    return render(request, "desk/_guardian.html", {"form": form if asks else None})


# --- drafts --------------------------------------------------------------------------------------
@page("person.create", methods=("POST",))
def save_draft(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Every ten seconds, what was typed. Nothing is kept of an empty page."""
    typed = {
        name: request.POST.getlist(name) if name in MANY else request.POST[name]
        for name in IntakeForm.base_fields
        if name in request.POST and name not in NOT_KEPT
    }
    if not any(typed.get(name) for name in ("first_name", "last_name", "phone", "words")):
        return JsonResponse({"saved": False})
    try:
        draft = actions.save_draft(actor=actor(request), draft_ref=ref, data=typed)
    except Refused as refusal:
        return JsonResponse({"saved": False, "why": str(refusal)}, status=409)
    at = timezone.localtime(draft.updated_at).strftime("%H:%M")
    return JsonResponse({"saved": True, "text": _("Salvato alle %(at)s") % {"at": at}})


@page("person.create")
def drafts(request: HttpRequest) -> HttpResponse:
    """What this operator left half-written."""
    return render(
        request, "desk/drafts.html", {"drafts": [_line(row) for row in queries.drafts_of(actor(request))]}
    )


def _line(draft: IntakeDraft) -> dict[str, Any]:
    name = f"{draft.data.get('first_name', '')} {draft.data.get('last_name', '')}".strip()
    return {
        "ref": draft.pk,
        "name": name or _("Senza nome"),
        "when": draft.updated_at,
        "url": f"{reverse('desk:new')}?bozza={draft.pk}",
    }


@page("person.create", methods=("POST",))
def throw_away(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A draft that is not needed."""
    return press(
        request,
        lambda: actions.throw_draft_away(actor=actor(request), draft_ref=ref),
        "desk:drafts",
        _("Fatto. La bozza non c'è più."),
    )
