"""Every write of encounters, presences, sheets, sign-ups and calendars."""

from jobcaffe.encounters.actions.attendance import (
    add_organisation,
    add_person,
    add_walk_in,
    open_roster,
    take_attendance,
)
from jobcaffe.encounters.actions.feeds import create_feed, read_feed, revoke_feed
from jobcaffe.encounters.actions.forgetting import forget_sign_ups
from jobcaffe.encounters.actions.planning import (
    Details,
    cancel_encounter,
    create_encounter,
    move_encounter,
    update_encounter,
)
from jobcaffe.encounters.actions.registers import attach_scan, mismatch, note_scan_read, print_register
from jobcaffe.encounters.actions.series import (
    Choice,
    Occurrence,
    SeriesBlocked,
    create_series,
    plan_series,
)
from jobcaffe.encounters.actions.sign_ups import (
    NoSeat,
    cancel_sign_up,
    drop_sign_up,
    match_sign_up,
    sign_up,
)

__all__ = [
    "Choice",
    "Details",
    "NoSeat",
    "Occurrence",
    "SeriesBlocked",
    "add_organisation",
    "add_person",
    "add_walk_in",
    "attach_scan",
    "cancel_encounter",
    "cancel_sign_up",
    "create_encounter",
    "create_feed",
    "create_series",
    "drop_sign_up",
    "forget_sign_ups",
    "match_sign_up",
    "mismatch",
    "move_encounter",
    "note_scan_read",
    "open_roster",
    "plan_series",
    "print_register",
    "read_feed",
    "revoke_feed",
    "sign_up",
    "take_attendance",
    "update_encounter",
]
