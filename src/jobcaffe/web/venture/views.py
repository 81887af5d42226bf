"""Her activities, the tasks of one, taking one away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts import queries as posts
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.venture.forms import TASKS, StartForm
from jobcaffe.worklife.ventures import actions, gathering, queries
from jobcaffe.worklife.ventures.queries import Mine

BOTH = ("GET", "POST")
HELPS = 3  # offers of each kind


def own(request: HttpRequest, venture_id: UUID) -> Mine:
    """Hers. ``Http404`` for another's."""
    found = queries.my_venture(user_of(request), venture_id)
    if found is None:
        raise Http404
    return found


@page("venture.own", methods=BOTH)
def home(request: HttpRequest) -> HttpResponse:
    """What she began, and a name for a new one."""
    form, made = StartForm(request.POST or None), list[Any]()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        do = lambda: made.append(  # noqa: E731
            actions.start(actor=user_of(request), name=data["name"], request_key=data["request_key"])
        )
        if attempt(form, do):
            return redirect("venture:plan", made[0].pk)
    return render(request, "venture/home.html", {"form": form, "rows": queries.my_ventures(user_of(request))})


@page("venture.own")
def plan(request: HttpRequest, venture_id: UUID) -> HttpResponse:
    """The six tasks in any order, the trial sales, and the way to the numbers."""
    mine = own(request, venture_id)
    tasks = [
        {
            "label": one.title,
            "hint": one.hint,
            "url": reverse("venture:task", args=[mine.id, one.code]),
            "status": "done" if mine.task(one.code) else "later",
            "status_text": _("Scritto") if mine.task(one.code) else _("Ancora vuoto"),
        }
        for one in TASKS.values()
    ]
    missing = [TASKS[code] for code in gathering.missing(mine.body)]
    context = {"mine": mine, "tasks": tasks[:-1], "trials": tasks[-1:], "missing": missing, "helps": _helps()}
    return render(request, "venture/plan.html", context)


def _helps() -> list[dict[str, Any]]:
    """Who in the network hosts, lends or buys: offers that everybody may read."""
    words = {"room": _("Chi ti ospita"), "equipment": _("Chi ti presta"), "commission": _("Chi compra")}
    found = posts.open_for_activities(HELPS)
    return [{"title": words[sort], "posts": rows} for sort, rows in found.items() if rows]


@page("venture.own", methods=BOTH)
def task(request: HttpRequest, venture_id: UUID, task: str) -> HttpResponse:
    """One task; it is saved whole, and one comes back when there is time."""
    mine = own(request, venture_id)
    if task not in TASKS:
        raise Http404
    chosen, known = TASKS[task], mine.task(task)
    figures = queries.parameters_for(timezone.localdate())
    # An empty POST (no box ticked) is still an answer.
    typed = request.POST if request.method == "POST" else None
    form = chosen.form(typed, figures=figures, initial=known or None)
    if request.method == "POST" and form.is_valid():
        do = lambda: actions.save_task(  # noqa: E731
            actor=user_of(request), venture_id=venture_id, task=task, data=form.row()
        )
        if attempt(form, do):
            return redirect("venture:plan", mine.id)
    return render(request, "venture/task.html", {"mine": mine, "task": chosen, "form": form})


@page("venture.own", methods=BOTH)
def remove(request: HttpRequest, venture_id: UUID) -> HttpResponse:
    """Gone; a second press says that it is not there any more."""
    if request.method == "POST":
        do = lambda: actions.remove(actor=user_of(request), venture_id=venture_id)  # noqa: E731
        return press(request, do, reverse("venture:home"), _("Fatto. Non c'è più."))
    return render(request, "venture/remove.html", {"mine": own(request, venture_id)})
