"""Two workers write the same import at the same moment: each row is written once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports import actions as imports
from jobcaffe.foundation.imports.models import Batch
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.people.imports import PeopleImport
from jobcaffe.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 120
WORKERS = 3


class Slow(PeopleImport):
    """Gives every worker the time to read before anybody has written."""

    def create(self, rows: Any, actor: Any) -> list[str]:
        threading.Event().wait(0.2)
        return super().create(rows, actor)


def test_three_workers_on_one_import_write_each_row_once() -> None:
    text = "Cognome;Nome;Telefono\n" + "".join(f"Prova{n};Anna;3331{n:06d}\n" for n in range(ROWS))
    batch = imports.preview(actor=SYSTEM, spec=PeopleImport(), name="a.csv", content=text.encode())
    start, mistakes = threading.Barrier(WORKERS), []

    def work() -> None:
        try:
            start.wait()
            imports.apply(actor=SYSTEM, spec=Slow(), batch_id=batch.pk)
        except Refused:
            pass  # came when all was done
        except Exception as error:
            mistakes.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    batch.refresh_from_db()
    assert (mistakes, Person.objects.count(), batch.state) == ([], ROWS, Batch.State.APPLIED)
