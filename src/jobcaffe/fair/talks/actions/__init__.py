"""What may be done with talks: book, wish, plan, meet, and the day itself."""

from jobcaffe.fair.talks.actions.booking import book, book_new, cancel_talk, give_back
from jobcaffe.fair.talks.actions.business import (
    answer_meeting,
    answer_meeting_by_link,
    ask_meeting,
    cancel_meeting,
    set_hours,
)
from jobcaffe.fair.talks.actions.planning import (
    drop_plan,
    make_plan,
    publish_plan,
    store_business,
    store_citizens,
)
from jobcaffe.fair.talks.actions.wishes import forbid, pin, raise_wish, set_wishes, wish_new

__all__ = [
    "answer_meeting", "answer_meeting_by_link", "ask_meeting", "book", "book_new", "cancel_meeting",
    "cancel_talk", "drop_plan", "forbid", "give_back", "make_plan", "pin", "publish_plan", "raise_wish",
    "set_hours", "set_wishes", "store_business", "store_citizens", "wish_new",
]  # fmt: skip
