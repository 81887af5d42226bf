"""The instant preview, the proposal that a job computes, and what the coordinator does with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.actions.formation import read_requests
from jobcaffe.circles.enums import ProposalState
from jobcaffe.circles.models import Placement, Proposal
from jobcaffe.circles.tasks import form_groups
from jobcaffe.foundation.jobs import queries as jobs
from jobcaffe.foundation.jobs.enums import UNFINISHED
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.web.desk.views.shared import actor, attempt, paged, press
from jobcaffe.web.forming import plans, shape, words
from jobcaffe.web.forming.forms import MoveForm, ProposeForm
from jobcaffe.web.forming.home import chosen_kind, kind_links
from jobcaffe.web.page import page

BOTH = ("GET", "POST")
# With more people than these the instant proposal is no longer instant.
MOST_AT_ONCE = 600


@page("circle.form")
def preview(request: HttpRequest) -> HttpResponse:
    """A proposal in a moment, of who waits now: nothing is kept."""
    user, kind = actor(request), chosen_kind(request)
    many = queries.requests(user).count() > MOST_AT_ONCE
    context = {
        "kind": catalogue.kinds()[kind],
        "kinds": kind_links(kind),
        "many": many,
        "shown": None if many else plans.previewed(user, kind),
        "size": plans.told_size(kind),
    }
    return render(request, "forming/preview.html", context)


@page("circle.form", methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """What is to be computed; then the page of the job."""
    user = actor(request)
    initial = {"kind": chosen_kind(request)}
    form = ProposeForm(request.POST or None, initial=initial)
    made: list[Proposal] = []
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: made.append(actions.propose(actor=user, **values))):
            job = _job(request, made[0])
            return redirect("jobs:progress", job.pk) if job else redirect("forming:proposal", made[0].pk)
    context = {
        "form": form,
        "title": _("Calcola la proposta"),
        "button": _("Calcola la proposta"),
        "sub": _("Il programma propone i gruppi. Decidi tu, persona per persona."),
        "back": reverse("forming:home"),
    }
    return render(request, "forming/form.html", context)


@page("circle.form")
def listed(request: HttpRequest) -> HttpResponse:
    """Every proposal, the newest first."""
    page_obj = paged(request, queries.proposals(actor(request)).prefetch_related(None))
    return render(
        request, "forming/proposals.html", {"table": shape.proposals(page_obj), "page_obj": page_obj}
    )


def _found(request: HttpRequest, proposal_id: UUID) -> Proposal:
    found = queries.proposals(actor(request)).prefetch_related(None).filter(pk=proposal_id).first()
    if found is None:
        raise Http404
    return found


def _job(request: HttpRequest, proposal: Proposal) -> Job | None:
    """The job that computes a proposal, for who may watch it."""
    rows = jobs.visible_to(actor(request)).filter(task=form_groups.module_path, args=[str(proposal.pk)])
    return rows.order_by("-created_at").first()


@page("circle.form")
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The proposal: groups, reasons, who is left, the bound. After the decision no person is in it."""
    one = _found(request, proposal_id)
    state = ProposalState(one.state)
    context: dict[str, Any] = {
        "one": one,
        "kind": words.kind(one.kind),
        "mode": words.mode(one.mode),
        "chip": {"kind": shape.PROPOSAL_CHIPS[state], "text": state.label.capitalize()},
    }
    if state == ProposalState.COMPUTING:
        job = _job(request, one)
        context |= {"job": job, "at_work": job is None or job.state in UNFINISHED}
    elif state == ProposalState.READY:
        context |= _ready(request, one)
    return render(request, "forming/proposal.html", context)


def _ready(request: HttpRequest, one: Proposal) -> dict[str, Any]:
    shown = plans.proposed(actor(request), one)
    value = shown.value if shown.value is not None and not shown.stale else one.value
    return {
        "shown": shown,
        "seated": shape.people_said(shown.seated),
        "left": shape.people_said(len(shown.out)),
        "at_most": words.at_most(shown.more),
        "how_good": words.how_good(one.value or 0, one.bound or 0),
        "value": value,
        "moved": value != one.value,
        "size": plans.told_size(one.kind),
    }


@page("circle.form", methods=BOTH)
def move(request: HttpRequest, placement_pk: int) -> HttpResponse:
    """One person of a proposal to another group, or out of all."""
    user = actor(request)
    row = Placement.objects.select_related("request", "group", "proposal").filter(pk=placement_pk).first()
    if row is None:
        raise Http404
    one = _found(request, row.proposal_id)
    named = read_requests(actor=user, request_ids={row.request_id}).get(row.request_id)
    if one.state != ProposalState.READY or named is None:
        raise Http404
    there = reverse("forming:proposal", args=[one.pk])
    initial = {"group": str(row.group_id or plans.OUTSIDE)}
    form = MoveForm(plans.choices(one, row), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        group = int(form.cleaned_data["group"]) or None
        if attempt(
            form,
            lambda: actions.move_person(actor=user, placement_pk=row.pk, group_pk=group),
        ):
            messages.success(request, _("Fatto. Guarda in cima quanto vale ora la proposta."))
            return redirect(there)
    asked = {
        "themes": words.listed(words.theme(code) for code in row.request.themes),
        "slots": words.listed(words.slot(code) for code in row.request.slots),
    }
    context = {"form": form, "name": named.name, "asked": asked, "there": there}
    return render(request, "forming/move.html", context)


@page("circle.form", methods=("POST",))
def accept(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The groups are made; each person is proposed hers. A proposal of other requests is not accepted."""
    one = _found(request, proposal_id)
    there = reverse("forming:proposal", args=[one.pk])
    return press(
        request,
        lambda: actions.accept_proposal(actor=actor(request), proposal_id=one.pk),
        there,
        _("Fatto. I gruppi ci sono, e ogni persona ha la sua proposta."),
    )


@page("circle.form", methods=("POST",))
def discard(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Nothing of it happens."""
    one = _found(request, proposal_id)
    return press(
        request,
        lambda: actions.discard_proposal(actor=actor(request), proposal_id=one.pk),
        reverse("forming:home"),
        _("Fatto. La proposta è scartata, le richieste aspettano come prima."),
    )
