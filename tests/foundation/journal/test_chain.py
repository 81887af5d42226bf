"""The journal tells when somebody touched it, and cannot be touched by accident."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from jobcaffe.foundation.db import guards
from jobcaffe.foundation.journal.actions import SYSTEM, Line, link, record, record_many
from jobcaffe.foundation.journal.models import Entry, Head
from jobcaffe.foundation.journal.verify import Mark, head, verify

pytestmark = pytest.mark.django_db


def write(count: int, subject: Any = None) -> None:
    """Rows to walk over."""
    with transaction.atomic():
        record_many(SYSTEM, [Line("person.read", reason=f"riga {n}", subject=subject) for n in range(count)])


def faulty_rows(outside: Mark | None = None) -> list[int]:
    """The numbers of the rows where the chain breaks."""
    return [fault.seq for fault in verify(outside).faults]


def test_an_untouched_journal_is_whole(rosa: Any) -> None:
    write(10, rosa)
    verdict = verify()
    assert verdict.whole
    assert (verdict.rows, verdict.mark) == (10, head())


def test_an_empty_journal_is_whole() -> None:
    assert verify().whole


@pytest.mark.parametrize(
    "change",
    [
        {"actor_name": "Altra persona"},
        {"reason": "un altro motivo"},
        {"action": "person.update"},
        {"subject_ref": None},
        {"subject_sealed": "A" * 40},
        {"fields": ["phone"]},
        {"mac": "0" * 64},
        {"actor_role": "funder"},
        {"object_ref": "1"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_one_changed_column_is_found_at_its_row(change: dict[str, Any], rosa: Any, unguarded: Any) -> None:
    write(9, rosa)
    with unguarded(guards.JOURNAL):
        Entry.objects.filter(seq=5).update(**change)
    assert faulty_rows()[0] == 5


def test_one_flipped_byte_is_found(unguarded: Any) -> None:
    write(5)
    reason = Entry.objects.get(seq=3).reason
    with unguarded(guards.JOURNAL):
        Entry.objects.filter(seq=3).update(reason=chr(ord(reason[0]) ^ 1) + reason[1:])
    assert faulty_rows() == [3]


def test_a_deleted_row_is_found(unguarded: Any) -> None:
    write(9)
    with unguarded(guards.JOURNAL):
        Entry.objects.filter(seq=4).delete()
    assert faulty_rows()[0] == 5


def test_a_planted_row_is_found(unguarded: Any) -> None:
    write(4)
    last = Entry.objects.get(seq=4)
    Entry.objects.create(seq=5, at=last.at, actor_name="x", action="person.read", mac="f" * 64)
    assert 5 in faulty_rows()


def test_two_swapped_rows_are_found(unguarded: Any) -> None:
    write(6)
    second, third = Entry.objects.get(seq=2), Entry.objects.get(seq=3)
    with unguarded(guards.JOURNAL):
        Entry.objects.filter(seq__in=[2, 3]).delete()
        second.seq, third.seq = 3, 2
        Entry.objects.bulk_create([second, third])
    assert faulty_rows()[0] == 2


def test_a_cut_tail_with_the_head_set_back_is_found_only_by_a_head_kept_outside(unguarded: Any) -> None:
    write(8)
    outside = head()
    kept = Entry.objects.get(seq=6)
    with unguarded(guards.JOURNAL):
        Entry.objects.filter(seq__gt=6).delete()
        Head.objects.update(seq=6, mac=kept.mac)
    assert faulty_rows() == []
    assert faulty_rows(outside) == [6]


def test_a_tail_written_anew_with_the_right_key_is_found_by_a_head_kept_outside(unguarded: Any) -> None:
    write(8)
    outside = head()
    with unguarded(guards.JOURNAL):
        Entry.objects.filter(seq__gt=6).delete()
        Head.objects.update(seq=6, mac=Entry.objects.get(seq=6).mac)
    write(2)
    assert faulty_rows() == []
    assert faulty_rows(outside) == [8]


def test_a_cut_tail_with_the_old_head_is_found(unguarded: Any) -> None:
    write(8)
    with unguarded(guards.JOURNAL):
        Entry.objects.filter(seq__gt=6).delete()
    assert faulty_rows() == [6]


def test_the_hmac_needs_the_key_that_is_not_in_the_database(settings: Any) -> None:
    write(1)
    entry = Entry.objects.get()
    right = link("", entry)
    settings.KEYS = type("Other", (), {"journal_key": b"0" * 32})()
    assert right == entry.mac
    assert link("", entry) != right


def refused(work: Callable[[], object]) -> bool:
    """Whether the database itself says no."""
    try:
        with transaction.atomic():
            work()
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def test_the_database_refuses_to_change_or_delete_a_row() -> None:
    write(3)
    assert refused(lambda: Entry.objects.filter(seq=2).update(reason="altro"))
    assert refused(lambda: Entry.objects.filter(seq=2).delete())
    assert refused(lambda: Entry.objects.all().delete())
    assert Entry.objects.count() == 3


def test_no_trigger_of_the_guards_is_missing() -> None:
    assert guards.missing(connection, guards.ALL) == []


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_write_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(SYSTEM, "person.read")


def test_a_row_falls_with_the_change_it_tells() -> None:
    def fail() -> None:
        with transaction.atomic():
            record(SYSTEM, "person.read")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (Entry.objects.count(), verify().whole) == (0, True)


def test_no_name_stands_in_the_row(rosa: Any) -> None:
    write(1, rosa)
    row = Entry.objects.values().get()
    assert "Brambilla" not in str(row)


def test_recording_costs_four_queries_with_a_person_and_three_without(
    rosa: Any, django_assert_num_queries: Any
) -> None:
    write(1, rosa)
    with transaction.atomic():
        with django_assert_num_queries(4):
            record(SYSTEM, "person.read", subject=rosa)
        with django_assert_num_queries(3):
            record(SYSTEM, "backup.make")


def test_three_hundred_rows_cost_as_many_queries_as_one(rosa: Any, django_assert_num_queries: Any) -> None:
    write(1, rosa)
    lines = [Line("person.list", subject=rosa)] * 300
    with transaction.atomic(), django_assert_num_queries(4):
        record_many(SYSTEM, lines)


@pytest.mark.django_db(transaction=True)
def test_the_chain_stays_whole_when_six_threads_append() -> None:
    errors: list[Exception] = []

    def append() -> None:
        try:
            for _ in range(15):
                with transaction.atomic():
                    record(SYSTEM, "person.read")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=append) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = verify()
    assert errors == []
    assert (verdict.rows, verdict.faults) == (90, ())
