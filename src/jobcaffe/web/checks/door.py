"""The public door: a drawn code, the questions, thanks.

The code travels only in the body of a form. Nothing is written in a session, and who is signed in is
never looked at: the answers have no person behind them.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from jobcaffe.circles import actions, catalogue, helplines, queries
from jobcaffe.foundation.accounts import limits
from jobcaffe.web.checks.forms import AnswersForm, DrawnCodeForm
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.page import page
from jobcaffe.web.public.seats import too_many

# Three groups of twenty behind one address, two forms each, and some mistakes; a code has 2^40 values.
TRIES_AN_HOUR = 150
UNKNOWN = "Questo codice non va: forse è già stato usato. Controlla le lettere, o pescane un altro."


@page("public.read", methods=("GET", "POST"))
@never_cache
@sensitive_post_parameters()
def answer(request: HttpRequest) -> HttpResponse:
    """First the code, then what it opens."""
    if request.method == "GET":
        return _ask_code(request, DrawnCodeForm())
    if not limits.hit("check", limits.client_address(request), limit=TRIES_AN_HOUR):
        return too_many(request)
    form = DrawnCodeForm(request.POST)
    chosen = queries.questions_for(form.cleaned_data["code"]) if form.is_valid() else None
    if chosen is None:
        if not form.errors:
            form.add_error("code", _(UNKNOWN))
        return _ask_code(request, form)
    return _questions(request, form.cleaned_data["code"], chosen)


def _ask_code(request: HttpRequest, form: DrawnCodeForm) -> HttpResponse:
    return render(request, "checks/code.html", {"form": form})


def _questions(request: HttpRequest, code: str, chosen: catalogue.Instrument) -> HttpResponse:
    answering = "answering" in request.POST
    given = {"data": request.POST} if answering else {"initial": {"code": code}}
    form = AnswersForm(**given, instrument=chosen)
    valid = answering and form.is_valid()
    if valid and attempt(form, lambda: actions.answer_check(code=code, values=form.values)):
        return redirect("checks:thanks")
    return render(request, "checks/questions.html", {"form": form, "instrument": chosen})


@page("public.read")
def thanks(request: HttpRequest) -> HttpResponse:
    """The same page and the same list for everybody, whatever was answered."""
    return render(request, "checks/thanks.html", {"lines": helplines.lines()})
