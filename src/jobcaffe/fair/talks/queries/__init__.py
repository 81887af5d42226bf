"""Reading talks, wishes, timetables and meetings."""

from jobcaffe.fair.talks.queries.booking import (
    Opening,
    free_slots,
    free_tables,
    now_slot,
    openings,
    own_stands,
    sheets,
    table_sheet,
    talk_of,
    talks_of,
    visible_to,
    waiting_slots,
)
from jobcaffe.fair.talks.queries.meetings import (
    accepted,
    by_link,
    meetings,
    meetings_of,
    other,
    standing,
    to_meet,
)
from jobcaffe.fair.talks.queries.plans import (
    Certificate,
    Gathering,
    certificate,
    current_talks,
    digest_of_meetings,
    figures_of,
    instance_of,
    is_old,
    kept_apart,
    left_out,
    names_of,
    notes_of,
    places_of,
    plan_of,
    plans,
    published,
    refused_of,
    what_there_is,
    wishes_of,
)

__all__ = [
    "Certificate", "Gathering", "Opening", "accepted", "by_link", "certificate", "current_talks",
    "digest_of_meetings",
    "figures_of", "free_slots", "free_tables", "instance_of", "is_old", "kept_apart", "left_out",
    "meetings", "meetings_of",
    "names_of", "notes_of", "now_slot", "openings", "other", "own_stands", "places_of", "plan_of",
    "plans", "published",
    "refused_of", "sheets", "standing", "table_sheet", "talk_of", "talks_of", "to_meet", "visible_to",
    "waiting_slots", "what_there_is", "wishes_of",
]  # fmt: skip
