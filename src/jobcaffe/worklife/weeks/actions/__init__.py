"""What she does with her own week, and what the house does at night."""

from jobcaffe.worklife.weeks.actions.cells import fill_day, remove_week, share_week, start_week
from jobcaffe.worklife.weeks.actions.counting import close_due, count_me, stop_counting
from jobcaffe.worklife.weeks.actions.household import (
    remove_item,
    save_item,
    save_letter,
    search,
    search_longer,
    store_search,
)
from jobcaffe.worklife.weeks.actions.keeping import forget_due, forget_home, forget_person, stop_counting_of

__all__ = [
    "close_due", "count_me", "fill_day", "forget_due", "forget_home", "forget_person", "remove_item",
    "remove_week", "save_item", "save_letter", "search", "search_longer", "share_week", "start_week",
    "stop_counting", "stop_counting_of", "store_search",
]  # fmt: skip
