"""Every write of mutual-aid groups."""

from jobcaffe.circles.actions.checks import answer_check, close_wave, open_wave
from jobcaffe.circles.actions.dates import cycle_days, cycle_plan, plan_cycle
from jobcaffe.circles.actions.entry import (
    accept_new_pact,
    accept_pact,
    ask,
    book_talk,
    decline,
    leave,
    open_requests,
    open_roster,
    set_standing,
    stay,
    talk_held,
    withdraw,
)
from jobcaffe.circles.actions.evenings import (
    add_hours,
    close_evening,
    correct_hours,
    mark_presences,
    names_in,
    note_presences,
    set_profile,
)
from jobcaffe.circles.actions.formation import (
    accept_proposal,
    discard_proposal,
    drop_pair,
    keep_apart,
    move_person,
    propose,
    propose_circle,
    store_answer,
)
from jobcaffe.circles.actions.keeping import archive, forget_due, forget_member
from jobcaffe.circles.actions.life import (
    appoint,
    appoint_substitute,
    create_circle,
    dismiss,
    move_on,
    update_circle,
    write_follow_up,
    write_pact,
)
from jobcaffe.circles.actions.sharing import (
    answer_match,
    change,
    close_help,
    open_shared,
    post_help,
    share,
    take_away,
    tell_how,
)
from jobcaffe.circles.actions.sheets import attach_photo, open_photo, sheet_code

__all__ = [
    "accept_new_pact", "accept_pact", "accept_proposal", "add_hours", "answer_check", "answer_match",
    "appoint", "appoint_substitute", "archive", "ask", "attach_photo", "book_talk", "change",
    "close_evening", "close_help",
    "close_wave", "correct_hours", "create_circle", "cycle_days", "cycle_plan", "decline", "discard_proposal",
    "dismiss",
    "drop_pair", "forget_due", "forget_member", "keep_apart", "leave", "mark_presences", "move_on",
    "move_person", "names_in", "note_presences", "open_photo", "open_requests", "open_roster", "open_shared",
    "open_wave",
    "plan_cycle",
    "post_help", "propose", "propose_circle", "set_profile", "set_standing", "share", "sheet_code", "stay",
    "store_answer",
    "take_away", "talk_held", "tell_how", "update_circle", "withdraw", "write_follow_up", "write_pact",
]  # fmt: skip
