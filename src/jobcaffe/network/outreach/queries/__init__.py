"""Every read about campaigns, by subject. Callers import from here."""

from jobcaffe.network.outreach.queries.campaigns import (
    addressees,
    campaign_of,
    letters_of,
    mailing_of,
    matching,
    running_campaigns,
    skipped,
    target_words,
    visible_to,
)
from jobcaffe.network.outreach.queries.cards import (
    card_of,
    due,
    held_by,
    latest_touches,
    mine_today,
    numbers_to_find,
    refusing,
    to_write,
    undoable,
    visible_cards,
)
from jobcaffe.network.outreach.queries.funnel import Funnel, Reached, export_rows, funnel, recap, week_of

__all__ = [
    "Funnel",
    "Reached",
    "addressees",
    "campaign_of",
    "card_of",
    "due",
    "export_rows",
    "funnel",
    "held_by",
    "latest_touches",
    "letters_of",
    "mailing_of",
    "matching",
    "mine_today",
    "numbers_to_find",
    "recap",
    "refusing",
    "running_campaigns",
    "skipped",
    "target_words",
    "to_write",
    "undoable",
    "visible_cards",
    "visible_to",
    "week_of",
]
