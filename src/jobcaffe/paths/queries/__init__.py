"""Every read about paths and outcomes. Starts from the persons whom the reader may open."""

from jobcaffe.paths.queries.paths import (
    Counters,
    counters,
    follow_ups_due,
    follow_ups_of,
    goals_of,
    goals_visible_to,
    merged_refs,
    open_path_of,
    outcomes_of,
    outcomes_visible_to,
    paths_visible_to,
    persons_of,
    stalled,
    steps_without_goal,
)
from jobcaffe.paths.queries.seen import who_has_seen

__all__ = [
    "Counters",
    "counters",
    "follow_ups_due",
    "follow_ups_of",
    "goals_of",
    "goals_visible_to",
    "merged_refs",
    "open_path_of",
    "outcomes_of",
    "outcomes_visible_to",
    "paths_visible_to",
    "persons_of",
    "stalled",
    "steps_without_goal",
    "who_has_seen",
]
