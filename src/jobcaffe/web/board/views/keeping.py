"""What an organisation has on the board, and the house's look at everybody's."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts import actions, queries, rules
from jobcaffe.exchange.posts.enums import SeatState, State
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.organisations import queries as organisations
from jobcaffe.web.board import facts
from jobcaffe.web.board.forms import RemoveForm, ResultForm
from jobcaffe.web.board.views.writing import own_post
from jobcaffe.web.page import HouseRequest, page

PER_PAGE = 20
FIRST = 10


@page("exchange.own")
def mine(request: HouseRequest) -> HttpResponse:
    """Everything of one's own organisation: drafts, on the board, closed."""
    page_obj = Paginator(queries.own(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisations.mine(request.user),
        "page_obj": page_obj,
        "lines": [facts.line(post) for post in page_obj],
        "last": queries.last_written(request.user),
        "key": uuid4(),
    }
    return render(request, "board/mine.html", context)


@page("exchange.write")
def post(request: HouseRequest, post_id: UUID) -> HttpResponse:
    """One post as its writer and the house see it, with everything that can be done."""
    found = own_post(request, post_id)
    if found.state == State.DRAFT:
        return redirect("board:preview", post_id=found.pk)
    return _post_page(request, found, RemoveForm())


def _post_page(request: HouseRequest, found: Post, form: RemoveForm) -> HttpResponse:
    house = rules.may_manage(request.user)
    context = {
        "post": found,
        "line": facts.line(found),
        "rows": facts.rows(found),
        "waiting": found.seats.filter(state=SeatState.WAITING).count(),
        "staff": house,
        "form": form,
        "key": uuid4(),
        "closed_on": facts.day(found.closed_on),
        "shown": queries.shown().filter(pk=found.pk).exists(),
    }
    return render(request, "board/post.html", context)


@page("exchange.write", methods=("POST",))
def renew(request: HouseRequest, post_id: UUID) -> HttpResponse:
    """Still good."""
    found = own_post(request, post_id)
    try:
        made = actions.renew(actor=request.user, post_id=found.pk)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Fatto. Si vede fino al %s.") % facts.day(made.fresh_until))
    return redirect("board:post", post_id=found.pk)


@page("exchange.write", methods=("GET", "POST"))
def close(request: HouseRequest, post_id: UUID) -> HttpResponse:
    """*Com'è andata?*"""
    found = own_post(request, post_id)
    form = ResultForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(actor=request.user, post_id=found.pk, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. Grazie di averlo detto."))
            return redirect("board:post", post_id=found.pk)
    return render(request, "board/close.html", {"post": found, "line": facts.line(found), "form": form})


@page("exchange.manage", methods=("POST",))
def look(request: HouseRequest, post_id: UUID) -> HttpResponse:
    """The house has looked at it."""
    found = own_post(request, post_id)
    actions.look(actor=request.user, post_id=found.pk)
    return redirect("board:staff")


@page("exchange.manage", methods=("GET", "POST"))
def remove(request: HouseRequest, post_id: UUID) -> HttpResponse:
    """Off the board, with a reason that its writer reads."""
    found = own_post(request, post_id)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_from_view(actor=request.user, post_id=found.pk, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. È tornato fra le bozze di chi l'ha scritto."))
            return redirect("board:staff")
    return render(request, "board/remove.html", {"post": found, "form": form, "line": facts.line(found)})


@page("exchange.manage")
def staff(request: HouseRequest) -> HttpResponse:
    """All posts as the house keeps them: to look at, getting old, without a result, drafts, closed."""
    user = request.user
    closed = Paginator(queries.closed(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "to_look": _lines(queries.to_look(user)[:FIRST]),
        "ageing": _lines(queries.ageing(user)[:FIRST]),
        "without_result": _lines(queries.without_result(user)[:FIRST]),
        "drafts": _lines(queries.drafts(user)[:FIRST]),
        "page_obj": closed,
        "closed": _closed(closed),
        "totals": [
            {"label": _("Annunci in bacheca"), "value": str(queries.shown().count())},
            {"label": _("Da guardare"), "value": str(queries.to_look(user).count())},
            {"label": _("Vecchi"), "value": str(queries.ageing(user).count())},
            {"label": _("Finiti senza risultato"), "value": str(queries.without_result(user).count())},
        ],
    }
    return render(request, "board/staff.html", context)


def _lines(posts: Iterable[Post]) -> list[facts.Line]:
    return [facts.line(one) for one in posts]


def _closed(posts: Iterable[Post]) -> Table:
    return Table(
        _("Chiusi"),
        [
            Column(_("Annuncio")),
            Column(_("Di chi")),
            Column(_("Chiuso il")),
            Column(_("Com'è andata")),
            Column(_("Posti"), numeric=True),
        ],
        [
            Row(
                [
                    Cell(one.title, url=reverse("board:post", args=[one.pk])),
                    facts.owner(one),
                    facts.day(one.closed_on),
                    one.get_result_display(),
                    str(one.result_count or 0),
                ]
            )
            for one in posts
        ],
        empty=_("Qui vedrai com'è andata. Per ora nessun annuncio è chiuso."),
        hide_caption=True,
    )
