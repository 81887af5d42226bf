"""Every write about hours."""

from jobcaffe.hours.actions.accounts import (
    change_limits,
    consent_to_donate,
    invite,
    join,
    open_account,
    open_community,
)
from jobcaffe.hours.actions.funds import donate, grant, share_surplus
from jobcaffe.hours.actions.leaving import close_account
from jobcaffe.hours.actions.transfers import lesson, post, reverse, transfer

__all__ = [
    "change_limits",
    "close_account",
    "consent_to_donate",
    "donate",
    "grant",
    "invite",
    "join",
    "lesson",
    "open_account",
    "open_community",
    "post",
    "reverse",
    "share_surplus",
    "transfer",
]
