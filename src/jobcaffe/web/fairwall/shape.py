"""What the pages say of a promise."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges import queries
from jobcaffe.fair.pledges.enums import Answer
from jobcaffe.fair.pledges.models import Pledge
from jobcaffe.spaces.words import date_words

CHIPS = {Answer.DONE: "done", Answer.WORKING: "attention", Answer.DROPPED: "later", "": "todo"}


def fair_or_404(request: HttpRequest, slug: str) -> Fair:
    """The fair when it is to be read."""
    try:
        return events.fair_of(request.user, slug)
    except Fair.DoesNotExist:
        raise Http404 from None


def day(pledge: Pledge) -> str:
    """``23 dicembre 2026``."""
    return date_words(pledge.due_on, "j F Y")


def row(pledge: Pledge) -> dict[str, Any]:
    """One promise as it stands on the wall. No contact, no visitor, no code."""
    return {
        "text": capfirst(pledge.text),
        "with": pledge.with_whom,
        "by": queries.signed(pledge),
        "until": day(pledge),
    }


def large(pledge: Pledge) -> dict[str, Any]:
    """The same for the screen: with whom and until when on one line."""
    said = {"whom": pledge.with_whom, "until": day(pledge)}
    line = _("con %(whom)s, entro il %(until)s") if pledge.with_whom else _("entro il %(until)s")
    return {"text": capfirst(pledge.text), "by": queries.signed(pledge), "when": line % said}


def came(outcome: str) -> dict[str, str]:
    """The chip of what became of it."""
    label = str(Answer(outcome).label) if outcome else _("Non lo sappiamo ancora")
    return {"chip": CHIPS[outcome], "said": label}


def answers() -> list[dict[str, str]]:
    """The three buttons."""
    icons = {Answer.DONE: "done", Answer.WORKING: "clock", Answer.DROPPED: "close"}
    return [{"value": one.value, "label": str(one.label), "icon": icons[one]} for one in Answer]
