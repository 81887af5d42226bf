"""Closed lists about paths and outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.TextChoices):
    """What part of life a goal is about."""

    WORK = "work", _("Lavoro")
    LEARNING = "learning", _("Imparare")
    FAMILY = "family", _("Famiglia e tempi")
    HEALTH = "wellbeing", _("Stare bene")
    PEOPLE = "people", _("Le altre persone")
    MONEY = "money", _("Soldi e casa")
    VENTURE = "venture", _("Una mia attività")


class GoalState(models.TextChoices):
    """Where a goal stands, as the person says."""

    OPEN = "open", _("ci sto lavorando")
    REACHED = "reached", _("raggiunto")
    CHANGED = "changed", _("cambiato")
    LEFT = "left", _("lasciato")


class OutcomeKind(models.TextChoices):
    """What came of it."""

    JOB = "job", _("lavoro")
    TRAINEESHIP = "traineeship", _("tirocinio")
    TRAINING = "training", _("formazione")
    VENTURE = "venture", _("attività propria")
    VOLUNTEERING = "volunteering", _("volontariato")
    OTHER = "other", _("altro")


class Still(models.TextChoices):
    """What a follow-up found."""

    YES = "yes", _("sì, continua")
    CHANGED = "changed", _("è cambiato")
    NO = "no", _("no, è finito")
    UNKNOWN = "unknown", _("non l'abbiamo trovata")
