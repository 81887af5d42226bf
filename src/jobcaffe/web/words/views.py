"""A word is tried, its five candidates are shown, one is confirmed; the dictionary that grows so."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.vocabulary import actions, queries
from jobcaffe.vocabulary.enums import Kind
from jobcaffe.vocabulary.esco import ATTRIBUTION
from jobcaffe.vocabulary.models import Word
from jobcaffe.web.desk.views.shared import day, paged, press
from jobcaffe.web.page import page, user_of

HOME = "words:home"
SHOWN = 5


def _kind(value: str) -> Kind:
    return Kind(value) if value in Kind.values else Kind.OCCUPATION


@page("vocabulary.manage")
def home(request: HttpRequest) -> HttpResponse:
    """The box, the candidates for what was written in it, the dictionary."""
    text, kind = request.GET.get("parola", "").strip(), _kind(request.GET.get("tipo", ""))
    found = queries.link(text, kind, SHOWN) if text else []
    page_obj = paged(request, queries.visible_to(user_of(request)))
    context = {
        "text": text,
        "kind": kind,
        "kept": {"tipo": kind.value},
        "kinds": [(f"{reverse(HOME)}?{urlencode({'parola': text, 'tipo': one})}", one.label) for one in Kind],
        "found": [(one, number_format(one.score, 2)) for one in found],
        "table": _table(list(page_obj)),
        "page_obj": page_obj,
        "attribution": ATTRIBUTION,
        "edition": queries.latest_edition(),
    }
    return render(request, "words/home.html", context)


def _table(words: list[Word]) -> Table:
    names = queries.labels(word.uri for word in words)
    return Table(
        caption=_("Il dizionario di qui"),
        columns=[Column(_("Parola")), Column(_("Vuol dire")), Column(_("Che cos'è")), Column(_("Da quando"))],
        rows=[
            Row(
                [
                    Cell(word.text, url=reverse("words:word", args=[word.pk])),
                    names.get(word.uri, word.uri),
                    word.get_kind_display(),
                    day(word.confirmed_at.date()),
                ]
            )
            for word in words
        ],
        empty=_("Qui stanno le parole della gente di qui. Non ce n'è ancora nessuna: prova la prima."),
        hide_caption=True,
    )


@page("vocabulary.manage", methods=("POST",))
def confirm(request: HttpRequest) -> HttpResponse:
    """Put a word in the dictionary. Pressed twice it is there once."""
    text, kind = request.POST.get("parola", ""), _kind(request.POST.get("tipo", ""))
    back = f"{reverse(HOME)}?{urlencode({'parola': text, 'tipo': kind})}"
    try:
        made = actions.confirm_word(
            actor=user_of(request), text=text, kind=kind, uri=request.POST.get("voce", "")
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    told = _("Fatto. Da adesso «%(word)s» vuol dire «%(name)s».")
    messages.success(request, told % {"word": made.text, "name": queries.label(made.uri)})
    return redirect(HOME)


def _word(request: HttpRequest, word_id: UUID) -> Word:
    found = queries.visible_to(user_of(request)).filter(pk=word_id).first()
    if found is None:
        raise Http404
    return found


@page("vocabulary.manage")
def word(request: HttpRequest, word_id: UUID) -> HttpResponse:
    """One word: what it means here, who said so, and the way out."""
    one = _word(request, word_id)
    rows = [
        {"label": _("Parola"), "value": one.text},
        {"label": _("Vuol dire"), "value": queries.label(one.uri) or one.uri},
        {"label": _("Che cos'è"), "value": one.get_kind_display()},
        {"label": _("Confermata da"), "value": one.confirmed_by.name if one.confirmed_by else ""},
        {"label": _("Da quando"), "value": day(one.confirmed_at.date())},
        {"label": _("Indirizzo ESCO"), "value": one.uri},
    ]
    return render(request, "words/word.html", {"word": one, "rows": rows})


@page("vocabulary.manage", methods=("POST",))
def remove(request: HttpRequest, word_id: UUID) -> HttpResponse:
    """Take a word out. Pressed twice it is out once."""
    user = user_of(request)
    done = _("Fatto. La parola non è più nel dizionario.")
    return press(request, lambda: actions.remove_word(actor=user, word_id=word_id), reverse(HOME), done)
