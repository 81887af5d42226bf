"""Every write about organisations, by subject. Callers import from here."""

from jobcaffe.organisations.actions.checks import answer_check, ask, ask_all
from jobcaffe.organisations.actions.contacts import (
    add_contact,
    give_consent,
    remove_contact,
    withdraw_consent,
)
from jobcaffe.organisations.actions.delegates import invite_delegate, revoke_delegate
from jobcaffe.organisations.actions.joining import ask_to_join
from jobcaffe.organisations.actions.locations import remove_location, save_location
from jobcaffe.organisations.actions.merging import keep_apart, merge_organisations
from jobcaffe.organisations.actions.records import (
    EDITABLE,
    OWN,
    LooksLike,
    add_organisation,
    confirm,
    update_organisation,
)
from jobcaffe.organisations.actions.stages import set_stage

__all__ = [
    "EDITABLE",
    "OWN",
    "LooksLike",
    "add_contact",
    "add_organisation",
    "answer_check",
    "ask",
    "ask_all",
    "ask_to_join",
    "confirm",
    "give_consent",
    "invite_delegate",
    "keep_apart",
    "merge_organisations",
    "remove_contact",
    "remove_location",
    "revoke_delegate",
    "save_location",
    "set_stage",
    "update_organisation",
    "withdraw_consent",
]
