"""Closed lists about paths and outcomes."""

from django.db import models


class Area(models.TextChoices):
    """What part of life a goal is about."""

    WORK = "work", "Lavoro"
    LEARNING = "learning", "Imparare"
    FAMILY = "family", "Famiglia e tempi"
    HEALTH = "wellbeing", "Stare bene"
    PEOPLE = "people", "Le altre persone"
    MONEY = "money", "Soldi e casa"
    VENTURE = "venture", "Una mia attività"


class GoalState(models.TextChoices):
    """Where a goal stands, as the person says."""

    OPEN = "open", "ci sto lavorando"
    REACHED = "reached", "raggiunto"
    CHANGED = "changed", "cambiato"
    LEFT = "left", "lasciato"


class OutcomeKind(models.TextChoices):
    """What came of it."""

    JOB = "job", "lavoro"
    TRAINEESHIP = "traineeship", "tirocinio"
    TRAINING = "training", "formazione"
    VENTURE = "venture", "attività propria"
    VOLUNTEERING = "volunteering", "volontariato"
    OTHER = "other", "altro"


class Still(models.TextChoices):
    """What a follow-up found."""

    YES = "yes", "sì, continua"
    CHANGED = "changed", "è cambiato"
    NO = "no", "no, è finito"
    UNKNOWN = "unknown", "non l'abbiamo trovata"
