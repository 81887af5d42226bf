"""Closed lists about promises and opinions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a promise stands on the wall."""

    WAITING = "waiting", _("da leggere")
    SHOWN = "shown", _("sul muro")
    HIDDEN = "hidden", _("tolta dal muro")


class Answer(models.TextChoices):
    """What became of it: one tap."""

    DONE = "done", _("Fatto")
    WORKING = "working", _("Ci stiamo lavorando")
    DROPPED = "dropped", _("Non si fa più")


class Useful(models.TextChoices):
    """*È stata utile?*"""

    YES = "yes", _("Sì")
    PARTLY = "partly", _("In parte")
    NO = "no", _("No")
