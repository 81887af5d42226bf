"""A messy workbook of 5,000 rows: our import beside the loop that everybody writes first.

    python bench/imports.py [--rows N] [--seed S]

The workbook is the one of the tests: a title above the headings, empty rows, twins, every way to
write a date and a telephone. "ours" reads it, says what each row would do, writes persons with
encrypted contacts, first talks and journal rows, 200 rows a transaction. "a form a row" reads with
openpyxl and gives each row to a Django form whose ``save`` writes one person, all in one
transaction, and skips what is already there by name and year. One core, a fresh SQLite file.

"unexplained": rows that are in the file and of which nothing says what became of them.
Gate: ours takes less than 10 s (exit 1).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["JOBCAFFE_HOME"] = tempfile.mkdtemp(prefix="jobcaffe-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "jobcaffe.config.settings"
# The workbook lives with the tests, beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))
SECONDS = 10
HEADINGS_IN_LINE = 3
NEW, KNOWN, REFUSED = "new", "known", "refused"


def ours(content: bytes) -> dict[str, int]:
    """Preview, then apply."""
    from jobcaffe.foundation.imports import actions
    from jobcaffe.foundation.journal.actions import SYSTEM
    from jobcaffe.people.imports import PeopleImport

    batch = actions.preview(actor=SYSTEM, spec=PeopleImport(), name="elenco.xlsx", content=content)
    counts = actions.apply(actor=SYSTEM, spec=PeopleImport(), batch_id=batch.pk).counts
    return {NEW: counts["new"], KNOWN: counts["same"] + counts["changed"], REFUSED: counts["wrong"]}


def a_form_a_row(content: bytes) -> dict[str, int]:
    """The loop of the tutorials; who does not fit is passed over."""
    import openpyxl
    from django import forms
    from django.db import transaction

    from jobcaffe.people.models import Person

    class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
        class Meta:
            model = Person
            fields = ["first_name", "last_name", "phone", "birth_year", "sex", "municipality"]

    counts = dict.fromkeys([NEW, KNOWN], 0)
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    with transaction.atomic():
        for last, first, phone, born, sex, town, *_rest in sheet.iter_rows(
            min_row=HEADINGS_IN_LINE + 1, values_only=True
        ):
            year = getattr(born, "year", born)
            fields = PersonForm.Meta.fields
            form = PersonForm(dict(zip(fields, [first, last, phone, year, sex, town], strict=True)))
            if not form.is_valid():
                continue
            data = form.cleaned_data
            if Person.objects.filter(
                first_name=data["first_name"], last_name=data["last_name"], birth_year=data["birth_year"]
            ).exists():
                counts[KNOWN] += 1
                continue
            form.save()
            counts[NEW] += 1
    return counts


def measured(method: Callable[[bytes], dict[str, int]], content: bytes) -> tuple[dict[str, int], float]:
    """What became of the rows, and the seconds it took."""
    began = time.perf_counter()
    counts = method(content)
    return counts, time.perf_counter() - began


def empty() -> None:
    """A new database."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    connection.close()
    for path in Path(settings.HOME).glob("jobcaffe.sqlite3*"):
        path.unlink()
    call_command("migrate", verbosity=0, skip_checks=True)


def main() -> int:
    """Print the table; 1 when ours is too slow or leaves a row unexplained."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    import django

    django.setup()
    from tests.foundation.imports.test_imports import messy_people

    content, rows = messy_people(options.rows, options.seed)
    print(f"{rows} rows, {len(content) // 1024} kB\n")
    print(f"{'':24}{'seconds':>9}{'new':>7}{'known':>7}{'refused':>9}{'unexplained':>13}{'again: new':>12}")
    good = True
    methods: list[tuple[str, Callable[[bytes], dict[str, int]]]] = [
        ("ours", ours),
        ("a form a row", a_form_a_row),
    ]
    for name, method in methods:
        empty()
        counts, seconds = measured(method, content)
        again, _seconds = measured(method, content)
        lost = rows - sum(counts.values())
        print(
            f"{name:24}{seconds:9.2f}{counts[NEW]:7}{counts[KNOWN]:7}{_shown(counts):>9}{lost:13}{again[NEW]:12}"
        )
        if name == "ours":
            good = seconds < SECONDS and lost == 0 and again[NEW] == 0
    return 0 if good else 1


def _shown(counts: dict[str, Any]) -> str:
    return str(counts.get(REFUSED, "–"))


if __name__ == "__main__":
    sys.exit(main())
