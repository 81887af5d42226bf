"""*Con chi vuoi parlare?*: up to eight organisations, when one is there; the hours come from the plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import actions, queries, rules
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.fairtalks.forms import NameForm, WishForm
from jobcaffe.web.fairtalks.shared import BOTH, carried, day_words, fair_or_404, mine_url
from jobcaffe.web.fairtalks.suggesting import suggestions
from jobcaffe.web.fairtalks.views.booking import within_limits
from jobcaffe.web.page import page
from jobcaffe.web.public.seats import too_many


def _initial(visitor: Visitor | None) -> dict[str, Any]:
    if visitor is None:
        return {}
    return {
        "wanted": [str(one.stand_id) for one in queries.wishes_of(visitor)],
        "refused": [str(one) for one in queries.refused_of(visitor)],
        "starts": "" if visitor.from_slot is None else str(visitor.from_slot),
        "ends": "" if visitor.to_slot is None else str(visitor.to_slot),
    }


@page("public.sign_up", methods=BOTH)
@never_cache
def wishes(request: HttpRequest, slug: str) -> HttpResponse:
    """One page: organisations, hours, and for somebody new a name and a telephone."""
    fair = fair_or_404(request, slug)
    visitor = carried(request, fair)
    if not rules.can_wish(fair):
        return redirect("fairtalks:choose", slug)
    form = WishForm(request.POST or None, fair=fair, initial=_initial(visitor))
    who = None if visitor else NameForm(request.POST or None)
    proposed = suggestions(request, fair, visitor)
    if request.method == "POST" and form.is_valid() and (who is None or who.is_valid()):
        if who is not None and not within_limits(request, who):
            return too_many(request)
        why = {stand: lines for stand, (_name, lines) in proposed.items()}
        if attempt(who or form, lambda: _save(fair, form, who, visitor, why)):
            if visitor is None:
                return redirect("fairvisit:sent", slug)
            messages.success(request, _("Fatto. Ti scriviamo gli orari appena sono pronti."))
            return redirect(mine_url(visitor))
    context = {
        "form": form,
        "who": who,
        "fair": fair,
        "day": day_words(fair),
        "most": rules.WISHES,
        "proposed": [{"name": name, "reasons": lines} for name, lines in proposed.values()],
        "back": mine_url(visitor) if visitor else "",
    }
    return render(request, "fairtalks/wishes.html", context)


def _save(
    fair: Fair, form: WishForm, who: NameForm | None, visitor: Visitor | None, why: dict[Any, list[str]]
) -> None:
    if visitor is not None:
        before = [one.stand_id for one in queries.wishes_of(visitor)]
        actions.set_wishes(
            actor=PUBLIC, visitor=visitor, wanted=form.in_order(before), refused=form.not_with(),
            window=form.window(), reasons=why,
        )  # fmt: skip
        return
    if who is None or who.trapped:
        raise Refused(_("Qualcosa non ha funzionato. Chiamaci: scriviamo noi."))
    actions.wish_new(
        actor=PUBLIC, fair=fair, details=who.details(), wanted=form.in_order([]), refused=form.not_with(),
        window=form.window(), request_key=who.cleaned_data["request_key"],
    )  # fmt: skip
