"""The door of every page: which capability it needs, which methods it takes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.models import User
from jobcaffe.web.errors import method_not_allowed

View = Callable[..., HttpResponse]
# Pages that may be read over somebody's shoulder: on all of them the way out is in the same place.
PRIVATE = frozenset(
    ["bank.member", "care.member", "circle.member", "lab.inside", "lab.member", "venture.own", "week.own"]
)


class HouseRequest(HttpRequest):
    """A request that has passed the door of a page that is not public: somebody is signed in.

    Only a name for the type checker; the door of :func:`page` is what makes it true.
    """

    user: User


def user_of(request: HttpRequest) -> User:
    """The signed-in user; the door of the page has let nobody else in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def page(capability: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Classify a view: who may knock is said by the access dictionary.

    A visitor is sent to sign in; somebody signed in without the capability gets the same 404 as
    for an address that does not exist. Raises ``KeyError`` at import for an unknown capability.
    """
    if capability not in access.RULES:
        raise KeyError(capability)
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not access.allows(request.user, capability):
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise Http404
            if request.method not in allowed:
                return method_not_allowed(request, methods)
            if isinstance(request.user, User):
                request.user.known_refs = {}
                request.private = capability in PRIVATE and not request.user.is_staff  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        door.capability = capability  # type: ignore[attr-defined]
        door.methods = methods  # type: ignore[attr-defined]
        return door

    return wrap
