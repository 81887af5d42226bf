"""Inside a lab, for who takes part and for who leads it: the board, ideas, trials."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.lab import shape
from jobcaffe.web.lab.forms import IdeaForm, ProblemForm, ResultForm, TrialForm, again
from jobcaffe.web.lab.views import back_to, inside_or_404
from jobcaffe.web.leading.shared import BOTH, fill
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.worklife.labs import actions, queries
from jobcaffe.worklife.labs.enums import SERVICES, Choice, Stage
from jobcaffe.worklife.labs.models import Lab

CAPABILITY = "lab.inside"
CHOICES = {
    Choice.CONTINUE: gettext_lazy("Vai avanti così"),
    Choice.CHANGE: gettext_lazy("Cambia qualcosa"),
    Choice.STOP: gettext_lazy("Ferma la prova"),
}
CENTS = 100


def _around(request: HouseRequest, lab: Lab) -> dict[str, Any]:
    """What every page inside a lab has."""
    there, back = back_to(request, lab)
    leads = queries.led_lab(request.user, lab.pk) is not None
    return {"lab": lab, "there": there, "back": back, "leads": leads, "open": lab.closed_on is None}


@page(CAPABILITY)
def mean(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """How the hours of all go, in the mean."""
    lab = inside_or_404(request, lab_id)
    around = _around(request, lab)
    found = queries.last_mean(request.user, lab)
    own = "" if around["leads"] else reverse("week:home")
    context = {**around, "own": own, "told": shape.mean(found) if found else None}
    return render(request, "lab/mean.html", context)


@page(CAPABILITY)
def problems(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """The board."""
    lab = inside_or_404(request, lab_id)
    member = queries.lab_of(request.user, lab_id, "lab.member") is not None
    context = {**_around(request, lab), "problems": queries.board(request.user, lab), "member": member}
    return render(request, "lab/problems.html", context)


@page(CAPABILITY, methods=BOTH)
def new_problem(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """A problem in her words, or copied from paper by who leads."""
    inside_or_404(request, lab_id)
    leads = queries.lab_of(request.user, lab_id, "lab.member") is None
    form = ProblemForm(request.POST if request.method == "POST" else None, leads=leads)
    return fill(
        request,
        form,
        lambda _data: actions.add_problem(actor=request.user, lab_id=lab_id, **form.told()),
        done=_("Fatto. Il problema è in bacheca."),
        to=reverse("lab:problems", args=[lab_id]),
        template="lab/form.html",
        title=_("Scrivi un problema"),
        sub=_("Lo legge solo il laboratorio. Il tuo nome non si vede, se non vuoi."),
        back=_("Torna alla bacheca"),
        button=_("Metti in bacheca"),
    )


@page("lab.member", methods=("POST",))
def support(request: HouseRequest, problem_id: UUID) -> HttpResponse:
    """*Anche per me*, or not any more."""
    found = queries.problem_of(request.user, problem_id)
    if found is None:
        raise Http404
    too = request.POST.get("too") == "1"
    there = reverse("lab:problems", args=[found.lab_id]) + f"#p-{found.pk}"
    return press(request, lambda: actions.support(actor=request.user, problem_id=problem_id, too=too), there)


@page(CAPABILITY, methods=("POST",))
def drop_problem(request: HouseRequest, problem_id: UUID) -> HttpResponse:
    """By who wrote it or leads."""
    found = queries.problem_of(request.user, problem_id)
    if found is None:
        raise Http404
    there = reverse("lab:problems", args=[found.lab_id])
    done = _("Fatto. Il problema non c'è più.")
    return press(
        request,
        lambda: actions.take_away_problem(actor=request.user, problem_id=problem_id),
        there,
        done,
    )


@page(CAPABILITY)
def ideas(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """Ideas, and the trials that came of them."""
    lab = inside_or_404(request, lab_id)
    context = {
        **_around(request, lab),
        "ideas": [one for one in queries.ideas(request.user, lab) if not one.tried],
        "trials": shape.lines(queries.trials(request.user, lab)),
    }
    return render(request, "lab/ideas.html", context)


@page(CAPABILITY, methods=BOTH)
def new_idea(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """A title and for whom."""
    inside_or_404(request, lab_id)
    form = IdeaForm(request.POST if request.method == "POST" else None)
    return fill(
        request,
        form,
        lambda data: actions.add_idea(actor=request.user, lab_id=lab_id, **data),
        done=_("Fatto. L'idea c'è. Quando volete, provatela."),
        to=reverse("lab:ideas", args=[lab_id]),
        template="lab/form.html",
        title=_("Scrivi un'idea"),
        sub=_("Bastano due righe. A provarla ci pensate dopo, insieme."),
        back=_("Torna alle idee"),
        button=_("Salva l'idea"),
    )


@page(CAPABILITY, methods=("POST",))
def drop_idea(request: HouseRequest, idea_id: UUID) -> HttpResponse:
    """An idea of which nothing was tried."""
    found = queries.idea_of(request.user, idea_id)
    if found is None:
        raise Http404
    there = reverse("lab:ideas", args=[found.lab_id])
    done = _("Fatto. L'idea non c'è più.")
    return press(request, lambda: actions.take_away_idea(actor=request.user, idea_id=idea_id), there, done)


# --- trials ----------------------------------------------------------------------------------------


def _start(
    request: HouseRequest, lab: Lab, title: str, initial: dict[str, Any], **source: Any
) -> HttpResponse:
    """The four questions, and to the page of the trial."""
    form = TrialForm(request.POST if request.method == "POST" else None, initial=initial)
    made: list[Any] = []

    def do() -> None:
        made.append(
            actions.start_experiment(actor=request.user, lab_id=lab.pk, **form.cleaned_data, **source)
        )

    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, _("Fatto. La prova comincia oggi."))
        return redirect("lab:trial", made[0].pk)
    context = {
        "form": form,
        "lab": lab,
        "title": title,
        "sub": _("Quattro domande. Rispondete insieme."),
        "there": reverse("lab:ideas", args=[lab.pk]),
        "back": _("Torna alle idee"),
        "button": _("Comincia la prova"),
    }
    return render(request, "lab/form.html", context)


@page(CAPABILITY, methods=BOTH)
def new_trial(request: HouseRequest, lab_id: UUID) -> HttpResponse:
    """A trial without an idea before, as it stands on a sheet of paper."""
    return _start(request, inside_or_404(request, lab_id), _("Una prova nuova"), {})


@page(CAPABILITY, methods=BOTH)
def try_idea(request: HouseRequest, idea_id: UUID) -> HttpResponse:
    """*Proviamola*."""
    idea = queries.idea_of(request.user, idea_id)
    if idea is None:
        raise Http404
    initial = {"what": idea.title, "who_with": idea.for_whom}
    return _start(request, idea.lab, _("Proviamola"), initial, idea_id=idea.pk)


def trial_or_404(request: HouseRequest, experiment_id: UUID) -> queries.Trial:
    """A trial of a lab whose inside she reads."""
    found = queries.trial_of(request.user, experiment_id)
    if found is None:
        raise Http404
    return found


@page(CAPABILITY, methods=BOTH)
def change(request: HouseRequest, experiment_id: UUID) -> HttpResponse:
    """A new trial out of one that is changed: its answers are there already."""
    found = trial_or_404(request, experiment_id)
    lab, before = found.row.lab, again(found.row)
    return _start(request, lab, _("La prova cambiata"), before, previous_id=found.row.pk)


@page(CAPABILITY)
def trial(request: HouseRequest, experiment_id: UUID) -> HttpResponse:
    """One trial: its answers, how it went, what comes after."""
    found = trial_or_404(request, experiment_id)
    context = {
        **_around(request, found.row.lab),
        "trial": found,
        "line": shape.line(found),
        "facts": shape.facts(found),
        "outcome": shape.outcome(found),
        "choices": [(code, str(label)) for code, label in CHOICES.items()],
        "told": found.result is not None,
        "changed": found.stage == Stage.CHANGED,
        "service": found.row.field in SERVICES,
    }
    return render(request, "lab/trial.html", context)


@page(CAPABILITY, methods=BOTH)
def result(request: HouseRequest, experiment_id: UUID) -> HttpResponse:
    """*Com'è andata?* Telling it again corrects it."""
    found = trial_or_404(request, experiment_id)
    form = ResultForm(request.POST if request.method == "POST" else None, initial=_told(found))
    return fill(
        request,
        form,
        lambda _data: actions.tell_result(actor=request.user, experiment_id=experiment_id, **form.told()),
        done=_("Fatto. Ora decidete che cosa fare."),
        to=reverse("lab:trial", args=[experiment_id]),
        template="lab/form.html",
        title=_("Com'è andata?"),
        sub=_("Anche un no insegna qualcosa. Non scrivere nomi."),
        back=_("Torna alla prova"),
        button=_("Salva il risultato"),
    )


def _told(found: queries.Trial) -> dict[str, Any]:
    if found.result is None:
        return {}
    return {
        "worked": found.result.worked,
        "learned": found.learned.inside if found.learned else "",
        "minutes": found.result.minutes,
        "euros": found.result.cents / CENTS,
    }


@page(CAPABILITY, methods=("POST",))
def decide(request: HouseRequest, experiment_id: UUID) -> HttpResponse:
    """Go on, change, stop. Changing leads to the new trial."""
    trial_or_404(request, experiment_id)
    choice = request.POST.get("choice", "")
    name = "lab:change" if choice == Choice.CHANGE else "lab:trial"
    return press(
        request,
        lambda: actions.decide(actor=request.user, experiment_id=experiment_id, choice=choice),
        reverse(name, args=[experiment_id]),
        _("Fatto. La decisione è scritta."),
    )
