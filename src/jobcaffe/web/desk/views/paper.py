"""*Schede di carta*: up to ten cards at a time. What is right is saved and leaves; the rest stays."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.foundation.access import Refused
from jobcaffe.people import actions
from jobcaffe.web.desk.forms.intake import PAPER_ROWS, PaperCard, PaperCards
from jobcaffe.web.desk.views.intake import _saved, default_municipality, twins_of
from jobcaffe.web.desk.views.shared import actor
from jobcaffe.web.page import page

PREFIX = "form"


@page("person.create", methods=("GET", "POST"))
def cards(request: HttpRequest) -> HttpResponse:
    """The grid."""
    if request.method != "POST":
        return render(request, "desk/paper.html", {"formset": PaperCards()})
    formset = PaperCards(request.POST)
    formset.is_valid()
    written = [form for form in formset.forms if not form.is_blank]
    refusals = [(form, _save(request, form)) for form in written]
    left: list[tuple[PaperCard, str | None]] = [(form, why) for form, why in refusals if why is not None]
    _say(request, saved=len(written) - len(left), left=len(left))
    if not left:
        return redirect("desk:paper")
    return render(request, "desk/paper.html", {"formset": _again(request, left)})


def _save(request: HttpRequest, form: PaperCard) -> str | None:
    """``None`` when the card was saved, else why not ("" when the fields say it themselves)."""
    user = actor(request)
    if not form.is_valid():
        return ""
    data = form.cleaned_data
    if not data["different"] and not _saved(data["request_key"]):
        twins = twins_of(user, data)
        if twins:
            names = ", ".join(f"{row.name} ({row.birth_year or '?'})" for row in twins)
            return _("È già qui? %(names)s. Se è un'altra persona, mettilo in fondo alla riga.") % {
                "names": names
            }
    try:
        actions.welcome_person(
            actor=user, data=form.welcome(default_municipality()), request_key=data["request_key"]
        )
    except Refused as refusal:
        return str(refusal)
    return None


def _say(request: HttpRequest, *, saved: int, left: int) -> None:
    if saved:
        messages.success(
            request,
            ngettext("Salvata una scheda.", "Salvate %(n)s schede.", saved) % {"n": saved}
            + " "
            + _("La regia controlla i doppioni."),
        )
    if left:
        text = ngettext("Una scheda è da sistemare.", "%(n)s schede sono da sistemare.", left)
        messages.warning(request, text % {"n": left})


def _again(request: HttpRequest, left: list[tuple[PaperCard, str | None]]) -> Any:
    """The cards that are left, renumbered from the top, with everything typed and why."""
    data = QueryDict(mutable=True)
    for place, (form, _why) in enumerate(left):
        for key, values in request.POST.lists():
            if key.startswith(f"{form.prefix}-"):
                data.setlist(f"{PREFIX}-{place}-{key.removeprefix(f'{form.prefix}-')}", values)
    counts = {"TOTAL_FORMS": len(left), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": PAPER_ROWS}
    for name, value in counts.items():
        data[f"{PREFIX}-{name}"] = str(value)
    formset = PaperCards(data)
    formset.is_valid()
    for form, (_old, why) in zip(formset.forms, left, strict=True):
        if why:
            form.add_error("different", why)
    return formset
