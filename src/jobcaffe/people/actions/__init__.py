"""Every write about persons. Each leaves a journal row in its own transaction."""

from jobcaffe.people.actions.desk import (
    add_shift_note,
    arrive,
    call_next,
    close_shift_note,
    finish,
    save_draft,
    throw_draft_away,
)
from jobcaffe.people.actions.intake import Welcome, welcome_again, welcome_person
from jobcaffe.people.actions.profile import (
    answer_complaint,
    answer_questions,
    correct_answers,
    note_look_alikes,
    receive_complaint,
    save_section,
    set_pair_apart,
)
from jobcaffe.people.actions.records import (
    note_export,
    note_search,
    open_record,
    protect,
    set_contacts,
    set_status,
    touch,
    transfer,
    update_person,
)

__all__ = [
    "Welcome",
    "add_shift_note",
    "answer_complaint",
    "answer_questions",
    "arrive",
    "call_next",
    "close_shift_note",
    "correct_answers",
    "finish",
    "note_export",
    "note_look_alikes",
    "note_search",
    "open_record",
    "protect",
    "receive_complaint",
    "save_draft",
    "save_section",
    "set_contacts",
    "set_pair_apart",
    "set_status",
    "throw_draft_away",
    "touch",
    "transfer",
    "update_person",
    "welcome_again",
    "welcome_person",
]
