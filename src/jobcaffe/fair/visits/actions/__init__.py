"""Every write about who comes to a fair."""

from jobcaffe.fair.visits.actions.consents import set_consents
from jobcaffe.fair.visits.actions.door import (
    BATCH,
    Receipt,
    record_scans,
    register_device,
    turn_off_device,
    walk_in,
)
from jobcaffe.fair.visits.actions.forgetting import forget_person, forget_visitors
from jobcaffe.fair.visits.actions.naming import name_card, name_visitor
from jobcaffe.fair.visits.actions.seats import fill_seats, leave_seat, take_seat
from jobcaffe.fair.visits.actions.signing import (
    AlreadyIn,
    Details,
    ask_again,
    ask_ticket,
    cancel,
    come_back,
    confirm,
    link_person,
    send_ticket_again,
    sign_up,
)
from jobcaffe.fair.visits.messages import tell

__all__ = [
    "BATCH",
    "AlreadyIn",
    "Details",
    "Receipt",
    "ask_again",
    "ask_ticket",
    "cancel",
    "come_back",
    "confirm",
    "fill_seats",
    "forget_person",
    "forget_visitors",
    "leave_seat",
    "link_person",
    "name_card",
    "name_visitor",
    "record_scans",
    "register_device",
    "send_ticket_again",
    "set_consents",
    "sign_up",
    "take_seat",
    "tell",
    "turn_off_device",
    "walk_in",
]
