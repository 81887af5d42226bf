"""Her proposals, with the reasons; *Cerca adesso*, *Mi interessa*, *Non adesso*."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.exchange.introductions import actions as introduced
from jobcaffe.exchange.introductions import queries as introductions
from jobcaffe.exchange.introductions import rules
from jobcaffe.exchange.posts import queries as posts
from jobcaffe.foundation.access import Refused
from jobcaffe.network.matching import actions, gathering, queries
from jobcaffe.vocabulary import queries as vocabulary
from jobcaffe.web.board import facts
from jobcaffe.web.desk.views.shared import attempt, day, press
from jobcaffe.web.matching import first_steps
from jobcaffe.web.matching.forms import NotNowForm
from jobcaffe.web.matching.whom import BOTH, Whom, pair

CHIPS = {
    "proposed": "todo", "later": "later", "asked": "attention", "open": "done",
    "closed": "done", "declined": "later", "refused": "later", "withdrawn": "later", "expired": "late",
}  # fmt: skip


@pair()
def home(request: HttpRequest, whom: Whom) -> HttpResponse:
    """What is proposed, what waits for an answer, what is still to tell."""
    mine, person = queries.mine_of(whom.refs), whom.person
    board = queries.board_of(person, whom.refs, to_her=whom.own)
    rows = introductions.of_persons(whom.refs)
    young = gathering.is_young(person, timezone.localdate())
    return whom.show(
        request,
        "matching/home.html",
        board=board,
        groups=[(kind.label, [_card(whom, one) for one in cards]) for kind, cards in board.groups],
        mine=mine,
        tasks=_tasks(whom, mine),
        introductions=[line(whom, row) for row in rows if row.state in rules.LIVE],
        past=[line(whom, row) for row in rows if row.state not in rules.LIVE],
        steps=first_steps.of(whom, board) if young else [],
    )


def line(whom: Whom, row: Any) -> dict[str, Any]:
    """An introduction in a list of tasks."""
    return {
        "label": f"{row.post.title}, {facts.owner(row.post)}",
        "url": whom.url("introduction", row.pk),
        "status": CHIPS[row.state],
        "status_text": state_words(whom, row),
        "hint": _("Dal %s") % day(row.since),
    }


def state_words(whom: Whom, row: Any) -> str:
    """Where an introduction, or one of its steps, stands: she reads it as told to her."""
    words = {
        "proposed": _("Aspetta la tua risposta"),
        "later": _("Ci pensi ancora"),
        "asked": _("Aspetta l'organizzazione"),
        "open": _("Vi siete presentati"),
        "closed": _("Conclusa"),
        "declined": _("Hai detto no"),
        "refused": _("L'organizzazione ha detto no"),
        "withdrawn": _("Ti sei ritirata o ritirato"),
        "expired": _("Scaduta"),
    }
    return words[row.state] if whom.own else capfirst(row.get_state_display())


def _card(whom: Whom, card: queries.Card) -> dict[str, Any]:
    return {
        "card": card,
        "line": facts.line(card.post),
        "interest": whom.url("interest", card.post.pk),
        "not_now": whom.url("not_now", card.post.pk),
    }


def _tasks(whom: Whom, mine: queries.Mine) -> list[dict[str, Any]]:
    told = mine.told
    limits = any(
        one is not None for one in (told.means, told.minutes, told.parts, told.contracts, told.licences)
    )
    rows = (
        ("know", _("I lavori che sai fare"), bool(told.trades)),
        ("lived", _("Casa, cura e volontariato"), bool(told.lived)),
        ("skills", _("Le cose che sai fare"), bool(told.skills)),
        ("limits", _("Quando e dove puoi"), limits),
        ("cv", _("Il curriculum"), bool(told.cv)),
    )
    return [
        {
            "label": label,
            "url": whom.url(name),
            "status": "done" if done else "later",
            "status_text": _("Scritto") if done else _("Ancora vuoto"),
        }
        for name, label, done in rows
    ]


@pair(methods=("POST",))
def search(request: HttpRequest, whom: Whom) -> HttpResponse:
    """*Cerca adesso*."""
    return press(
        request,
        lambda: actions.search_now(actor=whom.actor, person_ref=whom.person.pk),
        whom.url("home"),
        _("Fatto. Abbiamo guardato tutti gli annunci di oggi."),
    )


@pair(methods=("POST",))
def looking(request: HttpRequest, whom: Whom) -> HttpResponse:
    """Stop, or begin again."""
    wanted = request.POST.get("looking") == "1"
    return press(
        request,
        lambda: actions.set_looking(actor=whom.actor, person_ref=whom.person.pk, looking=wanted),
        whom.url("home"),
        _("Da stanotte cerchiamo anche per te.") if wanted else _("Fatto. Non cerchiamo più per te."),
    )


@pair(methods=("POST",))
def again(request: HttpRequest, whom: Whom) -> HttpResponse:
    """Show again what was put aside."""
    return press(
        request,
        lambda: actions.show_again(actor=whom.actor, person_ref=whom.person.pk),
        whom.url("home"),
        _("Alla prossima ricerca rivedi anche quelle messe da parte."),
    )


def _post_of(post_id: UUID) -> Any:
    post = posts.shown(posts.FOR_PERSONS).filter(pk=post_id).first()
    if post is None:
        raise Http404
    return post


@pair(methods=BOTH)
def interest(request: HttpRequest, whom: Whom, post_id: UUID) -> HttpResponse:
    """*Mi interessa*, or the desk's *Proponi* with what will be written to her."""
    post = _post_of(post_id)
    card = queries.board_of(whom.person, whom.refs, to_her=whom.own).card(post_id)
    if request.method == "POST":
        try:
            row = introduced.propose(
                actor=whom.actor,
                person_ref=whom.person.pk,
                post_id=post.pk,
                reasons=card.reasons if card else (),
                tell=request.POST.get("tell", "1") == "1",
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(whom.url("home"))
        if not whom.own:
            messages.success(request, _("Proposta. L'organizzazione non sa ancora niente."))
        return redirect(whom.url("introduction", row.pk))
    return whom.show(
        request, "matching/interest.html", post=post, line=facts.line(post), card=card,
        rows=facts.rows(post), action=whom.url("interest", post.pk),
    )  # fmt: skip


@pair(methods=BOTH)
def not_now(request: HttpRequest, whom: Whom, post_id: UUID) -> HttpResponse:
    """Why not, in one press."""
    post = _post_of(post_id)
    form = NotNowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        do = lambda: actions.not_now(  # noqa: E731
            actor=whom.actor, person_ref=whom.person.pk, post_id=post.pk, why=why
        )
        if attempt(form, do):
            messages.success(request, _("Va bene. Questa non la proponiamo più."))
            return redirect(whom.url("home"))
    return whom.show(request, "matching/not_now.html", form=form, post=post)


def labels(uris: Any) -> list[str]:
    """Names of concepts, those that are known."""
    names = vocabulary.labels(uris)
    return [names[uri] for uri in uris if uri in names]
