"""What she writes about her activity, under her own key; the figures of the law that staff checked."""

from __future__ import annotations

from django.db import models

from jobcaffe.foundation.privacy.sealed import Sealed


class Venture(Sealed):
    """One small activity: ``{"name": text, task: {field: text}, …, "accepted": year of the figures}``."""

    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)


class CheckedFigure(models.Model):
    """A figure of a year that somebody compared with its source; it stands before the shipped one.

    ``value`` as the files write it: euro, or percent of 100.
    """

    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    source = models.CharField(max_length=300)
    checked_on = models.DateField()

    class Meta:
        ordering = ["year", "code"]
        constraints = [models.UniqueConstraint(fields=["year", "code"], name="checked_figure_once")]
