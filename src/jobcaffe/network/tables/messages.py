"""What leaves for organisations about coffees, tables and agreements."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse

from jobcaffe.encounters.messages import where_words
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.network.tables.models import Agreement, Coffee, Table
from jobcaffe.network.tables.rules import of_side, other_side, token_of
from jobcaffe.organisations.messages import tell
from jobcaffe.organisations.models import Organisation
from jobcaffe.spaces.words import local


def link_of(coffee: Coffee, side: str) -> Callable[[str], str]:
    """The address where a side answers, for each to whom it is sent."""
    return lambda to: f"{settings.SITE_URL}{reverse('tables:answer', args=[token_of(coffee, side, to)])}"


def proposed(actor: Actor, coffee: Coffee, side: str, *, again: bool = False) -> None:
    """Ask one side which time is good."""
    context = {
        "other": of_side(coffee, other_side(side)).name,
        "until": coffee.answer_by,
        "purpose": coffee.purpose,
    }
    key = f"coffee:{coffee.pk}:{side}:{'again' if again else 'first'}"
    tell(actor, of_side(coffee, side), "coffee_proposed", context, key=key, link=link_of(coffee, side))


def agreed(actor: Actor, coffee: Coffee, encounter: Encounter) -> None:
    """Day, hour and place to both, with the link to the calendar."""
    for side in ("first", "second"):
        context = {
            "other": of_side(coffee, other_side(side)).name,
            "when": local(encounter.starts_at),
            "place": where_words(encounter),
        }
        tell(
            actor, of_side(coffee, side), "coffee_agreed", context, key=f"coffee:{coffee.pk}:{side}:agreed",
            link=link_of(coffee, side), until=encounter.starts_at,
        )  # fmt: skip


def how(actor: Actor, coffee: Coffee) -> None:
    """Ask both how it went, once."""
    for side in ("first", "second"):
        context = {"other": of_side(coffee, other_side(side)).name}
        tell(
            actor, of_side(coffee, side), "coffee_how", context, key=f"coffee:{coffee.pk}:{side}:how",
            link=link_of(coffee, side),
        )  # fmt: skip


def table_called(
    actor: Actor, table: Table, encounter: Encounter, organisations: Iterable[Organisation]
) -> None:
    """Tell the organisations of a table when and where it meets."""
    context = {"table": table.name, "when": local(encounter.starts_at), "place": where_words(encounter)}
    for one in organisations:
        tell(
            actor, one, "table_called", context, key=f"table:{encounter.pk}:{encounter.starts_at:%Y%m%d%H%M}",
            until=encounter.starts_at,
        )  # fmt: skip


def agreement_ending(actor: Actor, agreement: Agreement) -> None:
    """Tell the parties until when it holds."""
    context = {"agreement": agreement.name, "until": agreement.ends_on}
    for one in agreement.parties.all():
        tell(actor, one, "agreement_ending", context, key=f"agreement:{agreement.pk}:{agreement.ends_on}")
