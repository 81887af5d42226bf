"""What everybody reads, and the answer from a link."""

from __future__ import annotations

from urllib.parse import quote, urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts import actions, queries, rules
from jobcaffe.exchange.posts.enums import State
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.web import jsonld
from jobcaffe.web.board import facts, posting
from jobcaffe.web.board.forms import FilterForm, ResultForm
from jobcaffe.web.nav import address
from jobcaffe.web.page import page

ON_PAGE = 20
IN_FEED = 200


@page("public.read")
def index(request: HttpRequest) -> HttpResponse:
    """Offers and needs of everybody, by kind, direction, comune and words."""
    form = FilterForm(request.GET or None, towns=queries.towns())
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.board(
        sort=wanted.get("che", ""),
        direction=wanted.get("verso", ""),
        municipality=wanted.get("comune", ""),
        text=wanted.get("q", ""),
    )
    page_obj = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page_obj,
        "lines": [facts.line(post) for post in page_obj],
        "narrowed": any(wanted.values()),
        "may_write": access.allows(request.user, "exchange.write"),
    }
    return render(request, "board/index.html", context)


@page("public.read")
def feed(request: HttpRequest) -> HttpResponse:
    """The same for machines (JSON Feed 1.1)."""
    return JsonResponse(
        posting.feed(queries.shown()[:IN_FEED]),
        content_type="application/feed+json",
        json_dumps_params={"ensure_ascii": False},
    )


@page("public.read")
def detail(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """One post: what, where, when, how to answer."""
    post = queries.shown().filter(pk=post_id).first()
    if post is None:
        if queries.writable(request.user, post_id):
            return redirect("board:post", post_id=post_id)
        raise Http404
    data = posting.job_posting(post)
    context = {
        "post": post,
        "line": facts.line(post),
        "rows": facts.rows(post),
        "link": posting.url_of(post),
        "mail": "mailto:?"
        + urlencode({"subject": post.title, "body": posting.url_of(post)}, quote_via=quote),
        "full": post.places_left == 0,
        "data": jsonld.script_json(data) if data else "",
        "mine": queries.writable(request.user, post_id) is not None,
        # Who takes part answers from her own page.
        "own_page": address("matching:home") if access.allows(request.user, "match.own") else "",
    }
    return render(request, "board/detail.html", context)


@page("public.answer", methods=("GET", "POST"))
def fresh(request: HttpRequest, token: str) -> HttpResponse:
    """*È ancora buono?* One touch and no sign-in; closing asks how it went."""
    found = rules.read_token(token)
    post = queries.for_link(found[0], found[2]) if found else None
    if found is None or post is None:
        raise Http404
    closing = request.method == "POST" and "close" in request.POST
    form = ResultForm(request.POST if closing else None)
    if request.method == "POST" and (not closing or form.is_valid()):
        values = form.cleaned_data if closing else {}
        try:
            actions.answer_by_link(actor=PUBLIC, token=token, **values)
        except Refused as refused:
            form.add_error(None, str(refused)) if closing else messages.error(request, str(refused))
        else:
            messages.success(request, _("Fatto. Grazie di averlo detto."))
            return redirect("board:fresh", token=token)
    context = {
        "post": post,
        "line": facts.line(post),
        "form": form,
        "asked": post.state == State.OPEN and post.fresh_until == found[1],
        "seen": post.state == State.OPEN and (post.fresh_until or found[1]) >= timezone.localdate(),
    }
    return render(request, "board/fresh.html", context)
