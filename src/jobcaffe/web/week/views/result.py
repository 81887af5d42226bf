"""What the search found, and the words to bring to an employer or a school."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.week import words
from jobcaffe.web.week.charts import Bare, UncoveredWeek
from jobcaffe.web.week.forms import LetterForm
from jobcaffe.web.week.views.household import stale
from jobcaffe.worklife.weeks import actions, catalogue, gathering, queries
from jobcaffe.worklife.weeks.queries import Home

BOTH = ("GET", "POST")
LONGEST = timedelta(minutes=5)


@page("week.own", methods=("POST",))
def search(request: HttpRequest) -> HttpResponse:
    """Look for a few seconds; a second press looks again."""
    done = press(request, lambda: actions.search(actor=user_of(request)), reverse("week:result"))
    return done if queries.my_home(user_of(request)).result else redirect("week:household")


@page("week.own", methods=("POST",))
def search_longer(request: HttpRequest) -> HttpResponse:
    """Look in the background."""
    return press(
        request,
        lambda: actions.search_longer(actor=user_of(request)),
        reverse("week:result"),
        _("Fatto. Cerchiamo ancora per un minuto. Poi riapri questa pagina."),
    )


@page("week.own")
def result(request: HttpRequest) -> HttpResponse:
    """What clashes, what nobody covers, what would work."""
    mine = queries.my_home(user_of(request))
    if not mine.result:
        messages.info(request, _("Il risultato non c'è ancora. Scrivi gli impegni, poi premi «Cerca»."))
        return redirect("week:household")
    found = mine.result
    context = {
        "clashes": words.clashes(mine, found),
        "uncovered": words.uncovered(mine, found),
        "picture": picture(mine) if found["uncovered"] else None,
        "alternatives": _alternatives(mine),
        "works": bool(found["alternatives"]) and not found["alternatives"][0]["options"],
        "sentence": words.sentence(mine, found),
        "why": found["why"],
        "ended": found["ended_by"] == "proof",
        "searching": _searching(mine),
        "stale": stale(mine),
    }
    return render(request, "week/result.html", context)


def _searching(mine: Home) -> bool:
    """Whether a search runs in the background; one that never ended is not waited for."""
    since = mine.searching_since
    return since is not None and timezone.now() - since < LONGEST


def _alternatives(mine: Home) -> list[dict[str, Any]]:
    rows = [one for one in mine.result["alternatives"] if one["options"]]
    return [
        {
            "title": _("Proposta %(n)s") % {"n": n},
            "options": words.options(mine, one["options"]),
            "trips": words.trips(mine, one["trips"]),
        }
        for n, one in enumerate(rows, 1)
    ]


def picture(mine: Home) -> UncoveredWeek:
    """Uncovered hours on the week."""
    bars = [
        Bare(
            one["day"],
            gathering.minutes(one["from"]),
            gathering.minutes(one["to"]),
            words.who(mine, one["child"]),
        )
        for one in mine.result["uncovered"]
    ]
    return UncoveredWeek(
        title=_("I tempi scoperti"),
        description=_("Le barre scure dicono quando nessuno può stare con i bambini."),
        days=[_(name) for name in catalogue.DAYS],
        bars=bars,
    )


@page("week.own", methods=BOTH)
def letter(request: HttpRequest) -> HttpResponse:
    """Her own words; they begin from what the search found."""
    mine = queries.my_home(user_of(request))
    kept = mine.body.get("lettera") or {"to": "", "text": words.letter(mine, mine.result)}
    form = LetterForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(form, lambda: actions.save_letter(actor=user_of(request), **fields)):
            return redirect("week:letter_sheet")
    return render(request, "week/letter.html", {"form": form})


@page("week.own")
def letter_sheet(request: HttpRequest) -> HttpResponse:
    """The sheet to print: nobody sees it but her."""
    mine = queries.my_home(user_of(request))
    kept = mine.body.get("lettera")
    if not kept:
        return redirect("week:letter")
    return render(request, "week/letter_sheet.html", {"letter": kept})
