"""Enter as each role, to look around."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jobcaffe.demo import community
from jobcaffe.foundation.accounts.actions import sign_in
from jobcaffe.web.account.landing import first_page
from jobcaffe.web.page import page


@page("public.read")
def doors(request: HttpRequest) -> HttpResponse:
    """Whom would you like to be?"""
    if not settings.DEMO:
        raise Http404
    context = {"characters": community.characters(), "members": community.members_to_be()}
    return render(request, "demo/doors.html", context)


@page("public.read", methods=("POST",))
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the made-up people."""
    if not settings.DEMO:
        raise Http404
    users = {who.key: user for who, user in community.characters()}
    users |= {name: user for name, user, _about in community.members_to_be()}
    user = users.get(key)
    if user is None:
        raise Http404
    sign_in(request, user, how="demo")
    return redirect(first_page(user))
