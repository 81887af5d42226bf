"""Where we are, the project, privacy, accessibility, problems, and the two files for machines."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import limits
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.people import actions as people
from jobcaffe.plan import queries as plan
from jobcaffe.plan.rules import milestone_state
from jobcaffe.spaces import queries as spaces
from jobcaffe.spaces import words
from jobcaffe.spaces.models import Closure
from jobcaffe.web.page import page
from jobcaffe.web.public.forms import ProblemForm
from jobcaffe.web.public.seats import too_many

PROBLEMS_AN_HOUR = 10
SECURITY_DAYS = 180


@page("public.read")
def where(request: HttpRequest) -> HttpResponse:
    """Address, hours, closures, how to get there."""
    rows = [
        {
            "place": row,
            "desk": bool(spaces.hours_in_words(row, desk=True)),
            "hours": spaces.hours_in_words(row, desk=True) or spaces.hours_in_words(row),
            "closures": [_closure_words(one) for one in row.closures.all()],
        }
        for row in spaces.places()
    ]
    return render(request, "public/where.html", {"places": rows, "texts": plan.texts()})


def _closure_words(closure: Closure) -> str:
    first, last = words.day_words(closure.first_day), words.day_words(closure.last_day)
    days = first if closure.first_day == closure.last_day else _("da %s a %s") % (first, last)
    return f"{days}: {closure.why}" if closure.why else days


@page("public.read")
def project(request: HttpRequest) -> HttpResponse:
    """Three years in plain words: what, with whom, by when. No counts of persons."""
    programme = plan.current_programme()
    today = timezone.localdate()
    context: dict[str, object] = {"programme": programme, "texts": plan.texts()}
    if programme is not None:
        milestones = plan.milestones_of(programme)
        context |= {
            "partners": plan.partners_of(programme),
            "lines": plan.actions_of(programme),
            "milestones": [
                {
                    "label": row.name,
                    "url": "",
                    "status": milestone_state(row.due_on, row.done_on, today),
                    "hint": words.day_words(row.done_on or row.due_on, year=True),
                }
                for row in milestones
            ],
        }
    return render(request, "public/project.html", context)


@page("public.read")
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, why, and what one can ask."""
    return render(request, "public/privacy.html", {"texts": plan.texts()})


@page("public.read")
def accessibility(request: HttpRequest) -> HttpResponse:
    """Dichiarazione di accessibilità."""
    return render(request, "public/accessibility.html", {"texts": plan.texts()})


@page("public.read", methods=("GET", "POST"))
def report_problem(request: HttpRequest) -> HttpResponse:
    """Anybody may tell us what does not work. Nobody's record is made or touched."""
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.hit("problem", limits.client_address(request), limit=PROBLEMS_AN_HOUR):
            return too_many(request)
        try:
            _keep(form)
            return redirect("public:reported")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "public/report_problem.html", {"form": form})


def _keep(form: ProblemForm) -> None:
    if form.trapped:
        raise Refused(_("Qualcosa non ha funzionato. Chiamaci: ti ascoltiamo."))
    contact = form.cleaned_data["contact"]
    text = form.cleaned_data["text"] + (f"\n\n{_('Risposta a:')} {contact}" if contact else "")
    # The house writes it down: a visitor has no right on anybody's record, and no record is touched.
    people.receive_complaint(actor=SYSTEM, text=text, request_key=form.cleaned_data["request_key"])


@page("public.read")
def reported(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "public/reported.html")


@page("public.read")
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be found; codes, calendars and the house's rooms may not."""
    hidden = ("/posto/", "/calendario/", "/entra/", "/accesso/", "/sportello/", "/incontri/", "/regia/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in hidden)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@page("public.read")
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell about a weakness."""
    expires = timezone.now() + timedelta(days=SECURITY_DAYS)
    email = plan.texts().get("email", "")
    contact = f"mailto:{email}" if email else settings.SITE_URL + reverse("public:report_problem")
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: it, en",
        f"Canonical: {settings.SITE_URL}{reverse('public:security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
