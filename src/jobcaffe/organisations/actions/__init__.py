"""Every write about organisations, by subject. Callers import from here."""

from jobcaffe.organisations.actions.delegates import invite_delegate, revoke_delegate
from jobcaffe.organisations.actions.records import (
    EDITABLE,
    LooksLike,
    add_contact,
    add_organisation,
    remove_contact,
    update_organisation,
)

__all__ = [
    "EDITABLE",
    "LooksLike",
    "add_contact",
    "add_organisation",
    "invite_delegate",
    "remove_contact",
    "revoke_delegate",
    "update_organisation",
]
