"""Every write of labs."""

from jobcaffe.worklife.labs.actions.board import (
    add_idea,
    add_problem,
    support,
    take_away_idea,
    take_away_problem,
)
from jobcaffe.worklife.labs.actions.entry import answer, ask, leave, mark_left, open_roster
from jobcaffe.worklife.labs.actions.keeping import forget_due, forget_person
from jobcaffe.worklife.labs.actions.means import write_means
from jobcaffe.worklife.labs.actions.meetings import (
    NEUTRAL,
    bring_children,
    free_places,
    plan_meeting,
    set_child_places,
)
from jobcaffe.worklife.labs.actions.shaping import close_lab, create_lab, update_lab
from jobcaffe.worklife.labs.actions.trials import (
    clear_learned,
    decide,
    set_budget,
    set_partner,
    start_experiment,
    take_room,
    tell_result,
)

__all__ = [
    "NEUTRAL", "add_idea", "add_problem", "answer", "ask", "bring_children", "clear_learned", "close_lab",
    "create_lab", "decide", "forget_due", "forget_person", "free_places", "leave", "mark_left", "open_roster",
    "plan_meeting", "set_budget", "set_child_places", "set_partner", "start_experiment", "support",
    "take_away_idea", "take_away_problem", "take_room", "tell_result", "update_lab",
    "write_means",
]  # fmt: skip
