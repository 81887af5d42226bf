"""Every write about paths and outcomes; and what touches a person in all rooms at once."""

from jobcaffe.paths.actions.erasing import erase_person
from jobcaffe.paths.actions.leaving import leave
from jobcaffe.paths.actions.merging import merge_persons, unmerge
from jobcaffe.paths.actions.outcomes import correct_outcome, record_follow_up, record_outcome
from jobcaffe.paths.actions.paths import (
    add_goal,
    add_step,
    close_path,
    open_path,
    reword_goal,
    set_goal_state,
)

__all__ = [
    "add_goal",
    "add_step",
    "close_path",
    "correct_outcome",
    "erase_person",
    "leave",
    "merge_persons",
    "open_path",
    "record_follow_up",
    "record_outcome",
    "reword_goal",
    "set_goal_state",
    "unmerge",
]
