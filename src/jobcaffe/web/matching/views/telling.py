"""*Che cosa sai fare?* and the limits: by herself, or at the desk together with her."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jobcaffe.network.matching import actions, queries
from jobcaffe.network.matching.profiles import Told, Trade
from jobcaffe.vocabulary import queries as vocabulary
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.matching.forms import LimitsForm, LivedForm, PickForm, SkillsForm, WordsForm
from jobcaffe.web.matching.whom import BOTH, Whom, pair

CANDIDATES = 5


def save(form: Any, whom: Whom, **changes: Any) -> bool:
    """Write some of what she tells; a refusal becomes a mistake of the form."""
    return attempt(form, lambda: actions.tell(actor=whom.actor, person_ref=whom.person.pk, **changes))


def _candidates(words: str) -> list[tuple[str, str]]:
    """The nearest trades: the name, and the word that matched when it is another."""
    found = vocabulary.link(words, "occupation", k=CANDIDATES)
    return [(one.uri, _named(one.label, one.matched)) for one in found]


def _named(label: str, matched: str) -> str:
    return label if matched.lower() in label.lower() else f"{label} ({matched})"


@pair(methods=BOTH)
def know(request: HttpRequest, whom: Whom) -> HttpResponse:
    """Her trades, and a new one in her words: five candidates, one press."""
    told = queries.mine_of(whom.refs).told
    words = request.POST.get("words", "")
    if request.method == "POST" and "uri" in request.POST:
        pick = PickForm(request.POST, found=_candidates(words))
        if pick.is_valid() and _added(pick, whom, told):
            messages.success(request, _("Scritto. Ora segna che cosa sai fare."))
            return redirect(whom.url("skills"))
        return whom.show(request, "matching/pick.html", form=pick, words=words)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = _candidates(form.cleaned_data["words"])
        if found:
            first = {"words": words, "uri": found[0][0], "wished": True}
            return whom.show(
                request, "matching/pick.html", form=PickForm(found=found, initial=first), words=words
            )
        form.add_error("words", _("Non l'abbiamo trovato. Prova con un'altra parola."))
    return whom.show(request, "matching/know.html", form=form, trades=_trades(told))


def _added(form: PickForm, whom: Whom, told: Told) -> bool:
    data = form.cleaned_data
    fresh = Trade(
        words=data["words"], uri=data["uri"], done=data["done"], wished=data["wished"],
        years=data["years"], where=data["where"],
    )  # fmt: skip
    rest = tuple(one for one in told.trades if one.uri != fresh.uri)
    return save(form, whom, trades=(*rest, fresh))


def _trades(told: Told) -> list[dict[str, Any]]:
    names = vocabulary.labels(one.uri for one in told.trades)
    return [{"trade": one, "label": names.get(one.uri, one.words), "uri": one.uri} for one in told.trades]


@pair(methods=("POST",))
def drop(request: HttpRequest, whom: Whom) -> HttpResponse:
    """Take a trade off her list."""
    told, uri = queries.mine_of(whom.refs).told, request.POST.get("uri", "")
    left = tuple(one for one in told.trades if one.uri != uri)
    return press(
        request,
        lambda: actions.tell(actor=whom.actor, person_ref=whom.person.pk, trades=left),
        whom.url("know"),
        _("Tolto."),
    )


@pair(methods=BOTH)
def lived(request: HttpRequest, whom: Whom) -> HttpResponse:
    """Care, home and volunteering count as experience: plain questions."""
    told = queries.mine_of(whom.refs).told
    masculine = whom.person.sex == "M"
    questions = [
        (one.key, _(one.question_masculine if masculine else one.question))
        for one in vocabulary.experiences()
    ]
    form = LivedForm(
        request.POST if request.method == "POST" else None, questions=questions, initial={"lived": told.lived}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and save(form, whom, lived=tuple(form.cleaned_data["lived"]))
    ):
        return redirect(whom.url("skills"))
    return whom.show(request, "matching/lived.html", form=form)


@pair(methods=BOTH)
def skills(request: HttpRequest, whom: Whom) -> HttpResponse:
    """What these experiences usually teach, to tick."""
    told = queries.mine_of(whom.refs).told
    proposed = queries.proposed_skills(told)
    # The first time what her experiences teach is ticked: she takes away what she cannot do.
    known = told.skills or tuple(uri for uri in proposed if uri not in told.refused)
    form = SkillsForm(
        request.POST if request.method == "POST" else None, proposed=proposed, initial={"skills": known}
    )
    if request.method == "POST" and form.is_valid():
        ticked = tuple(form.cleaned_data["skills"])
        left = tuple(uri for uri in proposed if uri not in ticked)
        if save(form, whom, skills=ticked, refused=left):
            messages.success(request, _("Scritto."))
            return redirect(whom.url("limits"))
    return whom.show(request, "matching/skills.html", form=form, any=bool(proposed))


@pair(methods=BOTH)
def limits(request: HttpRequest, whom: Whom) -> HttpResponse:
    """What she needs of a work; then the search."""
    told = queries.mine_of(whom.refs).told
    form = LimitsForm(request.POST if request.method == "POST" else None, initial=LimitsForm.of(told))
    if request.method == "POST" and form.is_valid() and save(form, whom, **form.told()):
        if told.begun:
            return press(
                request,
                lambda: actions.search_now(actor=whom.actor, person_ref=whom.person.pk),
                whom.url("home"),
                _("Fatto. Ecco che cosa abbiamo trovato."),
            )
        return redirect(whom.url("know"))
    return whom.show(request, "matching/limits.html", form=form)
