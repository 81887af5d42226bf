"""Reading talks, wishes, timetables and meetings."""

from jobcaffe.fair.talks.queries.booking import (
    Opening,
    free_slots,
    free_tables,
    now_slot,
    openings,
    sheets,
    table_sheet,
    talk_of,
    talks_of,
    visible_to,
    waiting_slots,
)

__all__ = [
    "Opening", "free_slots", "free_tables", "now_slot", "openings", "sheets", "table_sheet", "talk_of",
    "talks_of", "visible_to", "waiting_slots",
]  # fmt: skip
