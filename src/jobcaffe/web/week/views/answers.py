"""From an uncovered hour to an answer. Nothing of it is kept, and nobody is told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jobcaffe.web.page import page, user_of
from jobcaffe.web.week import matching
from jobcaffe.worklife.weeks import queries


@page("week.own")
def answers(request: HttpRequest) -> HttpResponse:
    """For each uncovered time: who offers, who shares turns, services, groups."""
    user = user_of(request)
    mine = queries.my_home(user)
    if not mine.result:
        return redirect("week:household")
    area = mine.body.get("area", "")
    context = {"times": matching.times(user, mine), "around": matching.around(area)}
    return render(request, "week/answers.html", context)
