"""Choices of whoever gets messages; messages and letters for the desk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.notices import actions, queries, rules
from jobcaffe.foundation.notices.enums import Scope, State
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.web.notices.forms import ChooseForm, LettersForm
from jobcaffe.web.page import page

PER_PAGE = 50
SHEETS = 50
CHIPS = {
    State.QUEUED: "todo",
    State.SENT: "done",
    State.PRINTED: "done",
    State.FAILED: "late",
    State.HELD: "attention",
}


def _recipient(token: str) -> tuple[str, str]:
    found = rules.read_token(token)
    if found is None:
        raise Http404
    return found


@page("notice.choose", methods=("GET", "POST"))
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """What to receive, without signing in. Says neither who somebody is nor where she goes."""
    key, _scope = _recipient(token)
    wanted = sorted(set(Scope.values) - queries.stopped_scopes(key))
    form = ChooseForm(request.POST if request.method == "POST" else None, initial={"wanted": wanted})
    # Nothing ticked is a choice too: it stops everything.
    if request.method == "POST" and form.is_valid():
        actions.choose(key=key, wanted=form.cleaned_data["wanted"])
        messages.success(request, _("Fatto. Da ora ricevi solo quello che hai scelto."))
        return redirect("notices:choose", token=token)
    return render(request, "notices/choose.html", {"form": form})


@csrf_exempt
@page("notice.choose", methods=("GET", "POST"))
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """The button of the mail program (RFC 8058): the signed address is the only proof it can bring."""
    key, scope = _recipient(token)
    if request.method == "POST":
        actions.stop_scope(key=key, scope=scope)
        return HttpResponse(_("Fatto."), content_type="text/plain; charset=utf-8")
    return redirect("notices:choose", token=token)


def _when(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i").lower()


def _row(notice: Notice) -> Row:
    return Row(
        [
            Cell(rules.label(notice.template), url=reverse("notices:message", args=[notice.pk])),
            Cell(notice.get_channel_display()),
            Cell(notice.get_state_display(), chip=CHIPS[State(notice.state)], note=notice.get_hold_display()),
            Cell(_when(notice.sent_at or notice.created_at)),
        ]
    )


def _table(caption: str, notices: Any, empty: str) -> Table:
    return Table(
        caption=caption,
        columns=[Column(_("Messaggio")), Column(_("Come")), Column(_("Stato")), Column(_("Quando"))],
        rows=[_row(notice) for notice in notices],
        empty=empty,
    )


@page("notice.read")
def sent(request: HttpRequest) -> HttpResponse:
    """Messages, the newest first; without names and texts."""
    troubled = request.GET.get("vista") == "non-partiti"
    rows = queries.visible_to(request.user)
    rows = rows.filter(state__in=[State.FAILED, State.HELD]) if troubled else rows
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    caption = _("Messaggi non partiti") if troubled else _("Tutti i messaggi")
    empty = (
        _("Tutti i messaggi sono partiti.")
        if troubled
        else _("Qui vedi i messaggi che partono da soli. Non ne è ancora partito nessuno.")
    )
    table = _table(caption, page_obj, empty)
    return render(request, "notices/sent.html", {"table": table, "page_obj": page_obj, "troubled": troubled})


@page("notice.read", methods=("GET", "POST"))
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One message: what happened to it; a failed one can be sent again."""
    notice = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            actions.send_again(actor=request.user, notice=notice)  # type: ignore[arg-type]
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Il messaggio riparte fra poco."))
        return redirect("notices:message", pk=pk)
    rows = [
        {"label": _("Come"), "value": notice.get_channel_display()},
        {"label": _("Scritto"), "value": _when(notice.created_at)},
        {"label": _("Partito"), "value": _when(notice.sent_at) if notice.sent_at else _("Non ancora")},
        {"label": _("Tentativi"), "value": notice.attempts},
        {"label": _("Perché è fermo"), "value": notice.get_hold_display() or _("Non è fermo")},
    ]
    context = {
        "notice": notice,
        "label": rules.label(notice.template),
        "rows": rows,
        "chip": CHIPS[State(notice.state)],
        "can_send": notice.state == State.FAILED,
    }
    return render(request, "notices/message.html", context)


@page("notice.read", methods=("GET", "POST"))
def letters(request: HttpRequest) -> HttpResponse:
    """Letters that wait for the printer; a POST says that those on the sheet were printed."""
    waiting = queries.letters_to_print(request.user)
    if request.method == "POST":
        form = LettersForm(request.POST)
        form.fields["letters"].queryset = queries.visible_to(request.user)  # type: ignore[attr-defined]
        if form.is_valid():
            count = actions.mark_printed(actor=request.user, notices=form.cleaned_data["letters"])  # type: ignore[arg-type]
            text = ngettext("%(count)s lettera stampata.", "%(count)s lettere stampate.", count)
            messages.success(request, text % {"count": count})
        return redirect("notices:letters")
    page_obj = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    empty = _("Qui arrivano le lettere per chi non ha e-mail né telefono. Ora non ce ne sono.")
    table = _table(_("Lettere da stampare"), page_obj, empty)
    return render(request, "notices/letters.html", {"table": table, "page_obj": page_obj})


def _sheet(letter: Notice) -> dict[str, object]:
    essential = letter.template in rules.MESSAGES and rules.MESSAGES[letter.template].essential
    url = "" if essential else rules.choose_url(letter.key, letter.scope)
    return {
        "letter": letter,
        "lines": letter.contact.splitlines(),
        "url": url,
        "qr": segno.make(url, error="m").svg_data_uri(scale=2) if url else "",
        "code": f"L-{str(letter.pk)[:8].upper()}",
    }


@page("notice.read")
def print_letters(request: HttpRequest) -> HttpResponse:
    """One sheet for each letter, at most fifty at a time."""
    waiting = queries.letters_to_print(request.user)[:SHEETS]
    opened = actions.open_letters(actor=request.user, notices=waiting)  # type: ignore[arg-type]
    return render(request, "notices/print.html", {"sheets": [_sheet(letter) for letter in opened]})
