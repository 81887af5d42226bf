"""What was learned, inside the programme and for everybody; and asking for somebody at the desk."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Reach, reach
from jobcaffe.foundation.ui.csvsafe import as_csv
from jobcaffe.people import queries as people
from jobcaffe.web.lab import shape
from jobcaffe.web.lab.forms import DeskForm
from jobcaffe.web.leading.shared import BOTH, fill
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.worklife.labs import actions, queries


@page("lab.learned")
def learned(request: HouseRequest) -> HttpResponse:
    """What the trials taught, as the labs cleared it."""
    rows = [shape.taught(one) for one in queries.lessons(request.user)]
    return render(request, "lab/learned.html", {"rows": rows, "file": reverse("lab:learned_file")})


@page("public.read")
def published(request: HttpRequest) -> HttpResponse:
    """The same for everybody: only what was cleared for the site."""
    rows = [shape.taught(one) for one in queries.lessons(None)]
    return render(request, "lab/learned.html", {"rows": rows, "file": ""})


@page("lab.learned")
def learned_file(request: HouseRequest) -> HttpResponse:
    """The same as a sheet that no spreadsheet runs."""
    data = as_csv(shape.lesson_rows(queries.lessons(request.user)))
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="che-cosa-abbiamo-imparato.csv"'
    return response


@page("lab.ask", methods=BOTH)
def desk(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """At the desk: somebody asks to be in a lab. What became of it is between her and who leads it."""
    user = request.user
    person = people.visible_to(user, "person.write").filter(pk=person_id).first()
    if person is None or reach(user, "lab.ask") is Reach.OWN:
        raise Http404
    form = DeskForm(queries.desk_labs(user), request.POST if request.method == "POST" else None)
    return fill(
        request,
        form,
        lambda data: actions.ask(actor=user, lab_id=data["lab"], person_ref=person.pk),
        done=_("Fatto. Chi conduce il laboratorio la chiama."),
        to=reverse("desk:person", args=[person.pk]),
        template="lab/form.html",
        title=_("Un laboratorio"),
        sub=_("Chi conduce il laboratorio risponde. Poi la sua richiesta la vedono solo loro due."),
        back=_("Torna alla scheda"),
        button=_("Chiedi"),
    )
