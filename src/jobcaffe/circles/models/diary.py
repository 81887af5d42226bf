"""The diary of what concerns members: kept apart from the house's journal."""

from __future__ import annotations

from django.db import models

from jobcaffe.circles.models.circle import Circle
from jobcaffe.foundation.journal.diary import DiaryRow


class DiaryEntry(DiaryRow):
    """One write or read about a member. Goes with the memberships, and is part of their digest."""

    circle = models.ForeignKey(Circle, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta(DiaryRow.Meta):
        abstract = False
