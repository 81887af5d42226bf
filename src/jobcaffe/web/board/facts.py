"""What a post says, once for the page, the preview and the data for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from jobcaffe.exchange.posts import catalogue, occupations, rules, words
from jobcaffe.exchange.posts.enums import Direction, Licence, State
from jobcaffe.exchange.posts.models import Post

HOUSE = "Job Caffè"


@dataclass(frozen=True)
class Fact:
    """One line about a post: the step where it is written, its label, its words (empty: not said)."""

    step: int
    name: str
    label: str
    value: str


def owner(post: Post) -> str:
    """Who offers or looks for it."""
    return post.organisation.name if post.organisation else HOUSE


def kicker(post: Post) -> str:
    """``Offerta: lavoro``."""
    return f"{capfirst(post.get_direction_display())}: {post.get_sort_display()}"


def day(value: date | None) -> str:
    """``3 maggio 2026``; empty without a day."""
    return date_format(value, "j F Y").lower() if value else ""


def state(post: Post) -> tuple[str, str]:
    """The chip of a post and its words, for those who wrote it and for the house."""
    today = timezone.localdate()
    if post.state == State.DRAFT:
        return "later", _("Bozza")
    if post.state == State.CLOSED:
        return "done", _("Chiuso: %(result)s") % {"result": post.get_result_display()}
    if post.fresh_until and post.fresh_until < today:
        return "late", _("Non si vede più: è vecchio")
    if post.answer_by and post.answer_by < today:
        return "attention", _("Non si vede più: è scaduto")
    if rules.is_ageing(post, today):
        return "attention", _("È ancora buono?")
    return "done", _("In bacheca")


def _slots(post: Post) -> str:
    """The parts of the week by name; windows that are no whole part, by day and hour."""
    labels = [_(catalogue.slots()[code][0]) for code in catalogue.slots_of(post.windows)]
    return ". ".join(labels) or ", ".join(
        f"{WEEKDAYS[weekday]} {_hour(first)}-{_hour(last)}" for weekday, first, last in post.windows
    )


def _hour(half: int) -> str:
    return f"{half // 2}:{half % 2 * 30:02d}"


def _weekly(post: Post) -> str:
    hours = post.weekly_hours
    return ngettext("%(n)s ora", "%(n)s ore", hours) % {"n": hours} if hours else ""


def _measure(post: Post) -> str:
    law = words.age_rules().get(post.measure)
    if law is None or not (law.minimum or law.maximum):
        return ""
    if law.minimum and law.maximum:
        ages = _("da %(first)s a %(last)s anni") % {"first": law.minimum, "last": law.maximum}
    else:
        ages = _("da %(first)s anni") % {"first": law.minimum}
    return f"{ages} ({law.label}, {law.source})"


def _places(post: Post) -> str:
    taken = post.places_taken
    total = ngettext("%(n)s posto", "%(n)s posti", post.places) % {"n": post.places}
    return f"{total}, {_('ancora liberi: %(n)s') % {'n': post.places_left}}" if taken else total


SAID: dict[str, Any] = {
    "title": (lazy("Titolo"), lambda post: post.title),
    "text": (lazy("Che cosa c'è da sapere"), lambda post: post.text),
    "municipality": (lazy("Dove"), lambda post: post.municipality),
    "slots": (lazy("Orari"), _slots),
    "when": (lazy("Quando"), lambda post: post.when),
    "weekly_hours": (lazy("Ore alla settimana"), _weekly),
    "contract": (lazy("Contratto"), lambda post: capfirst(post.get_contract_display())),
    "requirements": (lazy("Che cosa serve"), lambda post: ". ".join(post.requirements)),
    "licences": (
        lazy("Patenti e attestati"),
        lambda post: ", ".join(str(Licence(code).label) for code in post.licences),
    ),
    "measure": (lazy("Età"), _measure),
    "places": (lazy("Posti"), _places),
    "starts_on": (lazy("Comincia"), lambda post: day(post.starts_on)),
    "ends_on": (lazy("Finisce"), lambda post: day(post.ends_on)),
    "answer_by": (lazy("Si risponde fino a"), lambda post: day(post.answer_by)),
}


def facts(post: Post) -> list[Fact]:
    """Every line of a post in the order of its steps, empty ones too."""
    kind = catalogue.kind_of(post.direction, post.sort)
    return [_fact(post, step, name) for step, names in enumerate(kind.steps) for name in names]


def _fact(post: Post, step: int, name: str) -> Fact:
    if name in SAID:
        label, value = SAID[name]
        return Fact(step, name, str(label), value(post) or "")
    ask = catalogue.asks()[name]
    return Fact(step, name, _(ask.label), _detail(ask, post.details.get(name)))


def _detail(ask: catalogue.Ask, value: Any) -> str:
    if ask.kind == "tick":
        return (_("Sì") if value else _("No")) if value is not None else ""
    if ask.kind == "choice":
        return _(dict(ask.options).get(value or "", ""))
    return "" if value is None else str(value)


def rows(post: Post) -> list[dict[str, str]]:
    """What the page lists under title and text: only what is said."""
    work = occupations.label(post)
    head = [{"label": _("Mestiere"), "value": work}] if work else []
    shown = [one for one in facts(post) if one.value and one.name not in {"title", "text"}]
    return head + [{"label": one.label, "value": one.value} for one in shown]


@dataclass(frozen=True)
class Line:
    """A post in a list."""

    id: Any
    title: str
    kicker: str
    owner: str
    where: str
    when: str
    left: str
    text: str
    chip: str
    state: str
    until: str
    looked: bool
    warnings: list[dict[str, Any]]
    reason: str
    house_says: str
    result: str
    is_open: bool
    is_draft: bool
    is_ageing: bool


def line(post: Post) -> Line:
    """A post for a card."""
    chip, words_of_state = state(post)
    return Line(
        id=post.pk,
        title=post.title or _("Senza titolo"),
        kicker=kicker(post),
        owner=owner(post),
        where=post.municipality,
        when=post.when or _slots(post),
        left=_places(post) if post.direction == Direction.OFFER else "",
        text=post.text,
        chip=chip,
        state=words_of_state,
        until=day(post.fresh_until),
        looked=post.looked_on is not None,
        warnings=post.warnings,
        reason=post.reason,
        house_says=post.details.get("house_says", ""),
        result=str(post.result_count) if post.result_count else "",
        is_open=post.state == State.OPEN,
        is_draft=post.state == State.DRAFT,
        is_ageing=rules.is_ageing(post, timezone.localdate()),
    )
