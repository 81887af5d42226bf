"""Closed lists about labs and their experiments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Where somebody stands with a lab."""

    ASKED = "asked", _("ha chiesto")
    MEMBER = "member", _("partecipa")
    LEFT = "left", _("è uscita")


class Field(models.TextChoices):
    """What an experiment is about. The first two renew a service."""

    CARE = "care", _("un servizio di cura")
    EDUCATION = "education", _("un servizio educativo o la scuola")
    TIMES = "times", _("gli orari e gli spostamenti")
    WORK = "work", _("il lavoro e le micro-attività")
    OTHER = "other", _("altro")


SERVICES = (Field.CARE, Field.EDUCATION)


class Worked(models.TextChoices):
    """Whether an experiment worked."""

    YES = "yes", _("sì")
    PARTLY = "partly", _("in parte")
    NO = "no", _("no")


class Choice(models.TextChoices):
    """What is done after a result."""

    CONTINUE = "continue", _("andiamo avanti")
    CHANGE = "change", _("cambiamo qualcosa")
    STOP = "stop", _("ci fermiamo")


class Stage(models.TextChoices):
    """Where an experiment stands. It follows from its rows and the day: nobody writes it."""

    RUNNING = "running", _("in corso")
    DUE = "due", _("com'è andata?")
    TOLD = "told", _("c'è il risultato")
    CONTINUES = "continues", _("va avanti")
    CHANGED = "changed", _("cambiata")
    STOPPED = "stopped", _("finita")


class Audience(models.TextChoices):
    """Who reads what an experiment taught."""

    LAB = "lab", _("solo il laboratorio")
    PROGRAMME = "programme", _("chi partecipa al programma")
    PUBLIC = "public", _("tutti, sul sito")
