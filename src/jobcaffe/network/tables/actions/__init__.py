"""Every write about coffees, tables and agreements, by subject. Callers import from here."""

from jobcaffe.network.tables.actions.agreements import (
    add_duty,
    attach_document,
    create_agreement,
    note_document_read,
    update_agreement,
    warn_ending,
)
from jobcaffe.network.tables.actions.coffees import (
    answer,
    answer_by_link,
    follow_up,
    propose,
    say_interest,
    tell_outcome,
    tell_outcome_by_link,
)
from jobcaffe.network.tables.actions.tables import (
    close_table,
    create_table,
    plan_meeting,
    save_minutes,
    take_down,
    update_table,
)

__all__ = [
    "add_duty",
    "answer",
    "answer_by_link",
    "attach_document",
    "close_table",
    "create_agreement",
    "create_table",
    "follow_up",
    "note_document_read",
    "plan_meeting",
    "propose",
    "save_minutes",
    "say_interest",
    "take_down",
    "tell_outcome",
    "tell_outcome_by_link",
    "update_agreement",
    "update_table",
    "warn_ending",
]
