"""One introduction, on her side: her answer, her way out, how it went; at the desk also the outcome."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.exchange.introductions import actions, queries, rules
from jobcaffe.exchange.introductions.enums import Outcome, State
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.foundation.access import Refused
from jobcaffe.paths import actions as paths
from jobcaffe.paths.enums import OutcomeKind
from jobcaffe.web.board import facts
from jobcaffe.web.desk.views.shared import attempt, day, press
from jobcaffe.web.matching.forms import HowForm, OutcomeForm, WelcomeForm, answer_form
from jobcaffe.web.matching.views.board import CHIPS, state_words
from jobcaffe.web.matching.whom import BOTH, Whom, pair

IN_PATH = {
    Outcome.JOB: OutcomeKind.JOB,
    Outcome.TRAINEESHIP: OutcomeKind.TRAINEESHIP,
    Outcome.TRAINING: OutcomeKind.TRAINING,
    Outcome.VOLUNTEERING: OutcomeKind.VOLUNTEERING,
}


def one_of(whom: Whom, introduction_id: UUID) -> Introduction:
    """One of hers. ``Http404`` otherwise."""
    row = queries.of_persons(whom.refs).filter(pk=introduction_id).first()
    if row is None:
        raise Http404
    return row


@pair(methods=BOTH)
def introduction(request: HttpRequest, whom: Whom, introduction_id: UUID) -> HttpResponse:
    """Where it stands; while it waits for her: yes, with what she lets be seen, no, or later."""
    row = one_of(whom, introduction_id)
    typed = request.POST if request.method == "POST" else None
    form = answer_form(whom.person, queries.contact_choices(whom.person), typed)
    if request.method == "POST" and form.is_valid():
        says = request.POST.get("says", "")
        do = lambda: actions.answer(  # noqa: E731
            actor=whom.actor, introduction_id=row.pk, says=says, **form.shown()
        )
        if attempt(form, do):
            messages.success(request, str(ANSWERED.get(says, "")))
            return redirect(whom.url("introduction", row.pk))
    return whom.show(request, "matching/introduction.html", form=form, **_shown(whom, row))


ANSWERED = {
    "yes": lazy("Fatto. Ora tocca a loro: ti avvisiamo noi."),
    "no": lazy("Va bene. Nessuno ha saputo niente."),
    "later": lazy("Va bene. Te lo chiediamo di nuovo tra una settimana."),
}


def _shown(whom: Whom, row: Introduction) -> dict[str, Any]:
    owner = row.post.organisation
    both, waits = row.state == State.OPEN, row.state in rules.WAITS_FOR_HER
    shown = queries.shown_of(row)
    return {
        "row": row,
        "line": facts.line(row.post),
        "rows": facts.rows(row.post),
        "chip": CHIPS[row.state],
        "status": state_words(whom, row),
        "reasons": row.opened().get("reasons", []),
        "steps": [f"{day(timezone.localdate(one.at))}: {state_words(whom, one)}" for one in row.steps.all()],
        "waits": waits,
        "live": row.state in rules.LIVE,
        "asked": row.state == State.ASKED,
        "both": both,
        "said": both or row.state == State.CLOSED,
        "seen": [shown["name"], *shown.get("contacts", ())] if shown else [],
        "cv_seen": bool(shown.get("cv")),
        "theirs": [one for one in (owner.phone, owner.email, owner.address) if one] if owner and both else [],
        "how_form": HowForm(initial={"how": row.person_says}),
        "welcome_form": WelcomeForm(),
        "outcome_form": OutcomeForm(),
        "urls": {name: whom.url(name, row.pk) for name in ("introduction", "withdraw", "how")}
        | ({} if whom.own else {name: whom.url(name, row.pk) for name in ("theirs", "outcome")}),
    }


@pair(methods=BOTH)
def withdraw(request: HttpRequest, whom: Whom, introduction_id: UUID) -> HttpResponse:
    """She takes it back; one question first."""
    row = one_of(whom, introduction_id)
    if request.method == "POST":
        return press(
            request,
            lambda: actions.withdraw(actor=whom.actor, introduction_id=row.pk),
            whom.url("home"),
            _("Fatto. Non vedono più niente di te.") if whom.own else _("Fatto. Non vedono più niente."),
        )
    return whom.show(request, "matching/withdraw.html", row=row, back=whom.url("introduction", row.pk))


@pair(methods=("POST",))
def how(request: HttpRequest, whom: Whom, introduction_id: UUID) -> HttpResponse:
    """*Com'è andata?*"""
    row = one_of(whom, introduction_id)
    return press(
        request,
        lambda: actions.say(actor=whom.actor, introduction_id=row.pk, how=request.POST.get("how", "")),
        whom.url("introduction", row.pk),
        _("Grazie: ci aiuta a proporre meglio."),
    )


def _desk_only(view: Any) -> Any:
    """A page that only the desk has."""
    return view[1]


@_desk_only
@pair(methods=("POST",))
def theirs(request: HttpRequest, whom: Whom, introduction_id: UUID) -> HttpResponse:
    """What the organisation said by telephone."""
    row = one_of(whom, introduction_id)
    says, welcome = request.POST.get("says", ""), request.POST.get("welcome", "")
    return press(
        request,
        lambda: actions.house_answer(actor=whom.actor, introduction_id=row.pk, says=says, welcome=welcome),
        whom.url("introduction", row.pk),
        _("Scritto."),
    )


@_desk_only
@pair(methods=("POST",))
def outcome(request: HttpRequest, whom: Whom, introduction_id: UUID) -> HttpResponse:
    """What came of it; it may go among the outcomes of her path in the same press."""
    row, form = one_of(whom, introduction_id), OutcomeForm(request.POST)
    back = whom.url("introduction", row.pk)
    if not form.is_valid():
        messages.error(request, _("Scegli com'è finita, e controlla la data."))
        return redirect(back)
    data = form.cleaned_data
    try:
        closed = actions.set_outcome(
            actor=whom.actor, introduction_id=row.pk, outcome=data["outcome"], on=data["on"]
        )
        kind = IN_PATH.get(Outcome(data["outcome"]))
        if kind and data["in_path"]:
            # The key of the introduction: a second press writes no second outcome.
            paths.record_outcome(
                actor=whom.actor, person_ref=whom.person.pk, kind=kind, where=facts.owner(row.post),
                started_on=closed.outcome_on or timezone.localdate(), request_key=row.pk,
            )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Scritto. La presentazione è conclusa."))
    return redirect(back)
