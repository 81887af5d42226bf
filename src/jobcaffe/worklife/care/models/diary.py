"""Who of the staff read the sheet of a household: its adults read it, and nobody else."""

from __future__ import annotations

from django.db import models

from jobcaffe.foundation.journal.diary import DiaryRow
from jobcaffe.worklife.care.models.pool import Pool


class DiaryEntry(DiaryRow):
    """One reading about an adult of a household."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="+")

    class Meta(DiaryRow.Meta):
        abstract = False
