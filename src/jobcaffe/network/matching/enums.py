"""Closed lists about people and opportunities."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Where an experience was made. All count the same."""

    PAID = "paid", _("lavoro pagato")
    CARE = "care", _("cura di figli, anziani o altri")
    HOME = "home", _("lavori di casa")
    VOLUNTEER = "volunteer", _("volontariato o un gruppo")


class Move(models.TextChoices):
    """How she moves: the names of the kernel's means."""

    WALK = "walk", _("a piedi")
    BIKE = "bike", _("in bici")
    PUBLIC = "public", _("con i mezzi")
    CAR = "car", _("in auto")


class Why(models.TextChoices):
    """*Non adesso, perché…*"""

    HOURS = "hours", _("gli orari")
    DISTANCE = "distance", _("è lontano")
    NOT_FOR_ME = "not_for_me", _("non mi interessa")
    DONE = "done", _("l'ho già fatto")
    OTHER = "other", _("altro")


class Kind(models.TextChoices):
    """The kinds in which proposals are grouped, three at most in each."""

    WORK = "work", _("Lavoro")
    TRAINEESHIP = "traineeship", _("Tirocini e PCTO")
    TRAINING = "training", _("Corsi")
    GIVE = "give", _("Volontariato")
    HELP = "help", _("Consigli e aiuti")


class Trigger(models.TextChoices):
    """What started a search."""

    NIGHT = "night", _("la notte")
    HERSELF = "herself", _("Cerca adesso")
    DESK = "desk", _("lo sportello")
