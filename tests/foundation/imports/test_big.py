"""Five thousand rows as people keep them: every one accounted for, and the second time nothing changes."""

from __future__ import annotations

import time

import pytest

from jobcaffe.foundation.imports.models import Batch
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.people.imports import PeopleImport
from jobcaffe.people.models import Intake, Person
from tests.foundation.imports.test_imports import messy_people, run

pytestmark = pytest.mark.django_db
ROWS = 5_000
# Of the processor, so that a busy machine is no mistake of the import.
SECONDS = 10


def verdicts(batch: Batch) -> int:
    """Rows with a verdict."""
    counts = batch.counts
    return int(counts["new"] + counts["same"] + counts["changed"] + counts["wrong"])


def test_five_thousand_messy_rows_are_all_accounted_for_and_a_second_time_change_nothing() -> None:
    content, rows = messy_people(ROWS, seed=5)
    began = time.process_time()
    first = run(PeopleImport(), "elenco.xlsx", content)
    seconds = time.process_time() - began
    assert (first.counts["rows"], verdicts(first), first.rows.count()) == (rows, rows, rows)
    assert first.counts["new"] > ROWS * 0.8
    assert min(first.counts["same"], first.counts["wrong"]) > 0
    persons = Person.objects.count()
    assert persons == first.counts["new"]
    assert Intake.objects.count() == persons
    # Every person is told in the journal, and every refused row says why.
    assert Entry.objects.filter(action="import.person", object_type="people.person").count() >= persons
    assert not first.rows.filter(verdict="wrong", reason="").exists()

    second = run(PeopleImport(), "elenco.xlsx", content)
    assert (second.counts["new"], second.counts["changed"]) == (0, 0)
    assert second.counts["same"] + second.counts["wrong"] == rows
    assert (Person.objects.count(), Intake.objects.count()) == (persons, persons)
    assert seconds < SECONDS


def test_a_row_more_is_noticed() -> None:
    content, rows = messy_people(200, seed=6)
    batch = run(PeopleImport(), "elenco.xlsx", content)
    batch.rows.filter(verdict="new").first().delete()  # type: ignore[union-attr]
    assert batch.rows.count() != rows
