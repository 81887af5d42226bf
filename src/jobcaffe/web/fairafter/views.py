"""*Cosa è nato dalla JOBFEST*, and the three questions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges import actions, queries, rules
from jobcaffe.fair.pledges.enums import Answer
from jobcaffe.fair.pledges.queries import Born
from jobcaffe.foundation import access
from jobcaffe.foundation.ui.charts import Bar, BarChart
from jobcaffe.programme import fairs
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.fairafter.forms import OpinionForm
from jobcaffe.web.fairwall import shape
from jobcaffe.web.page import page

TOLD = (Answer.DONE, Answer.WORKING, Answer.DROPPED)


def chart(born: Born) -> BarChart:
    """How the promises went, drawn with their table."""
    bars = [Bar(str(one.label), born.count(one)) for one in TOLD]
    return BarChart(
        _("A che punto sono gli impegni"),
        _("Quanti impegni sono fatti, in corso o lasciati."),
        [*bars, Bar(_("Non lo sappiamo ancora"), born.count(""))],
        label_name=_("Com'è andata"),
        value_name=_("Impegni"),
        whole=sum(map(born.count, (*TOLD, ""))),
    )


def _others(fair: Fair) -> list[dict[str, Any]]:
    """What else began afterwards; groups as a number that nobody can recognise."""
    came = fairs.after(fair)
    return [
        {"label": _("Offerte pubblicate da chi aveva uno stand"), "value": came.opportunities},
        {"label": _("Posti in quelle offerte"), "value": came.places},
        {"label": _("Organizzazioni entrate nella rete"), "value": came.joined},
        {"label": _("Gruppi di mutuo aiuto cominciati"), "value": queries.at_most(came.groups)},
    ]


@page("public.read")
def born(request: HttpRequest, slug: str) -> HttpResponse:
    """The promises with what became of them, and what else began."""
    fair = shape.fair_or_404(request, slug)
    found = queries.born_from(fair)
    shown = [(row, came) for row, came in found.rows if row.forgotten_on is None]
    groups = [
        {
            "title": title,
            "rows": [shape.row(row) for row, said in shown if said == kind],
        }
        for kind, title in (
            (Answer.DONE, _("Fatti")),
            (Answer.WORKING, _("Ci stiamo lavorando")),
            ("", _("Non lo sappiamo ancora")),
            (Answer.DROPPED, _("Non si fanno più")),
        )
    ]
    context = {
        "fair": fair,
        "born": found,
        "chart": chart(found),
        "groups": [one for one in groups if one["rows"]],
        "others": _others(fair),
        "open": rules.takes_promises(fair),
        "reports": access.allows(request.user, "fair.after"),
    }
    return render(request, "fairafter/born.html", context)


@page("public.answer", methods=("GET", "POST"))
def opinion(request: HttpRequest, token: str) -> HttpResponse:
    """Three questions, one minute. Which link was used is kept only so that it counts once."""
    read = queries.opinion_link(token)
    fair = Fair.objects.filter(pk=read[0]).first() if read else None
    if read is None or fair is None:
        raise Http404
    if queries.answered_already(*read):
        return render(request, "fairafter/thanks.html", {"fair": fair})
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if attempt(form, lambda: actions.say_opinion(token=token, **said)):
            return redirect(reverse("fairafter:opinion", args=[token]))
    return render(request, "fairafter/opinion.html", {"fair": fair, "form": form})
