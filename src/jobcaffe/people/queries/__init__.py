"""Every read about persons. Starts from :func:`visible_to`."""

from jobcaffe.people.queries.desk import Queue, drafts_of, queue, shift_notes
from jobcaffe.people.queries.persons import (
    Found,
    can_be_gated,
    caseload,
    export_rows,
    load_by_operator,
    not_reached_since,
    protected_records,
    retention_due,
    search,
    stays_closed,
    visible_to,
)
from jobcaffe.people.queries.profile import (
    answers_of,
    complaints_for,
    duplicate_hints,
    merges_of,
    section_of,
    sections_of,
    waves_due,
)

__all__ = [
    "Found",
    "Queue",
    "answers_of",
    "can_be_gated",
    "caseload",
    "complaints_for",
    "drafts_of",
    "duplicate_hints",
    "export_rows",
    "load_by_operator",
    "merges_of",
    "not_reached_since",
    "protected_records",
    "queue",
    "retention_due",
    "search",
    "section_of",
    "sections_of",
    "shift_notes",
    "stays_closed",
    "visible_to",
    "waves_due",
]
