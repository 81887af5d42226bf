"""Closed lists about periods and reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who a report is for; each has its own rules of disclosure."""

    FUNDER = "funder", _("Finanziatore: numeri esatti")
    MUNICIPALITY = "municipality", _("Comune e pubblico: numeri arrotondati")


class Format(models.TextChoices):
    """The files of a report."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"
    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "CSV"


class Measure(models.TextChoices):
    """Which of an indicator's two numbers a correction is about."""

    PERIOD = "period", _("nel periodo")
    CUMULATIVE = "cumulative", _("dall'inizio")
