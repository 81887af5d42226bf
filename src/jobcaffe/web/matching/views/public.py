"""How proposals are ordered; answers from a link, without signing in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jobcaffe.exchange.introductions import actions, queries, rules
from jobcaffe.exchange.introductions.enums import Contact, State
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.kernels.matching import Weights
from jobcaffe.web.board import facts
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.matching.forms import AnswerForm, WelcomeForm
from jobcaffe.web.page import page

BOTH = ("GET", "POST")


@page("public.read")
def order(request: HttpRequest) -> HttpResponse:
    """*Come ordiniamo le proposte*: the fixed weights, as they are in the kernel."""
    return render(request, "matching/order.html", {"weights": Weights()})


@page("public.answer", methods=BOTH)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Her answer from the message she got. Says the post, never her name."""
    row = queries.by_token(token, rules.WAITS_FOR_HER)
    if row is None:
        return _answered(request, token)
    form = AnswerForm(request.POST or None, contacts=Contact.values, alias=False, cv=False)
    if request.method == "POST" and form.is_valid():
        shown = form.shown()
        do = lambda: actions.answer_by_link(  # noqa: E731
            actor=PUBLIC,
            token=token,
            says=request.POST.get("says", ""),
            name=shown["name"],
            contact=shown["contact"],
        )
        if attempt(form, do):
            return redirect(request.path)
    context = {"form": form, "line": facts.line(row.post), "rows": facts.rows(row.post)}
    return render(request, "matching/answer.html", context)


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    """A link of ours that was used says thank you; any other, or of who speaks no more, is not there."""
    if not queries.link_stands(token):
        raise Http404
    return render(request, "matching/answered.html")


@page("public.answer", methods=BOTH)
def partner_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The organisation's answer from its message: the post alone. Once she withdrew there is nothing."""
    row = queries.by_token(token, (State.ASKED,))
    if row is None:
        return _answered(request, token)
    if request.method == "POST":
        try:
            actions.partner_answer_by_link(
                actor=PUBLIC,
                token=token,
                says=request.POST.get("says", ""),
                welcome=request.POST.get("welcome", ""),
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Grazie. Abbiamo scritto la vostra risposta."))
        return redirect(request.path)
    context = {"form": WelcomeForm(), "line": facts.line(row.post)}
    return render(request, "matching/partner_answer.html", context)
