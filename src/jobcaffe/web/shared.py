"""A public page that is the same for all who just came, made once a second and not once for each of them.

When a fair is announced, hundreds open the same page within a minute. It is kept for
``settings.SHARED_PAGE_SECONDS`` in the process that made it: what changed meanwhile is seen a second later.
Only for who has no session: who signed in, chose or pressed something reads a page of her own, and sees at
once what she did. What is hers alone in the text, the nonce of the scripts and the token of the forms, is
written anew each time.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

View = Callable[..., HttpResponse]
# An address may carry any question: so many pages are kept at once, the oldest go.
MOST_KEPT = 64
NONCE, TOKEN = b"\x00nonce\x00", b"\x00token\x00"
FIELD = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')


@dataclass(frozen=True)
class _Kept:
    """A page without what is one reader's; ``until`` on the monotonic clock."""

    until: float
    content: bytes
    headers: tuple[tuple[str, str], ...]


_pages: dict[tuple[object, ...], _Kept] = {}


def forget() -> None:
    """No page is kept any more in this process."""
    _pages.clear()


def shared(view: View) -> View:
    """The page is made anew at most once in ``SHARED_PAGE_SECONDS`` for each address and language.

    For views whose page depends, for visitors without a session, on nothing but address and language.
    """

    @functools.wraps(view)
    def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _may_share(request):
            return view(request, *args, **kwargs)
        key = (view.__module__, view.__qualname__, *_address(request))
        kept = _pages.get(key)
        if kept is not None and time.monotonic() < kept.until:
            return _told(request, kept)
        answer = view(request, *args, **kwargs)
        if answer.status_code == 200 and not answer.streaming and not answer.cookies:
            _keep(key, request, answer)
        return answer

    return found


def _may_share(request: HttpRequest) -> bool:
    """Not for who has a session, nor for anything but reading."""
    fresh = settings.SESSION_COOKIE_NAME not in request.COOKIES
    return fresh and request.method == "GET" and settings.SHARED_PAGE_SECONDS > 0


def _address(request: HttpRequest) -> tuple[str, ...]:
    return request.path, request.GET.urlencode(), get_language() or ""


def _keep(key: tuple[object, ...], request: HttpRequest, answer: HttpResponse) -> None:
    content = FIELD.sub(rb"\g<1>" + TOKEN, answer.content)
    if request.csp_nonce:  # type: ignore[attr-defined]  # true once somebody has read it
        content = content.replace(str(request.csp_nonce).encode(), NONCE)  # type: ignore[attr-defined]
    _pages.pop(key, None)
    # Another thread may write meanwhile: the oldest are read once.
    for oldest in list(_pages)[: max(0, len(_pages) - MOST_KEPT + 1)]:
        _pages.pop(oldest, None)
    until = time.monotonic() + settings.SHARED_PAGE_SECONDS
    _pages[key] = _Kept(until, content, tuple(answer.items()))


def _told(request: HttpRequest, kept: _Kept) -> HttpResponse:
    content = kept.content
    if TOKEN in content:
        content = content.replace(TOKEN, get_token(request).encode())
    if NONCE in content:
        content = content.replace(NONCE, str(request.csp_nonce).encode())  # type: ignore[attr-defined]
    return HttpResponse(content, headers=dict(kept.headers))
