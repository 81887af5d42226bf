"""Every write about promises, contacts at stands, opinions, and the end of a fair."""

from jobcaffe.fair.pledges.actions.answering import answer, answer_by_link, ask_due
from jobcaffe.fair.pledges.actions.closing import close, count_late, encounter_of
from jobcaffe.fair.pledges.actions.contacts import open_contacts, write_contact
from jobcaffe.fair.pledges.actions.forgetting import forget_due, forget_person
from jobcaffe.fair.pledges.actions.opinions import say_opinion, thank
from jobcaffe.fair.pledges.actions.promising import hide, promise, show

__all__ = [
    "answer",
    "answer_by_link",
    "ask_due",
    "close",
    "count_late",
    "encounter_of",
    "forget_due",
    "forget_person",
    "hide",
    "open_contacts",
    "promise",
    "say_opinion",
    "show",
    "thank",
    "write_contact",
]
