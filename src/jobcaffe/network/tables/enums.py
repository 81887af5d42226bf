"""Closed lists about coffees."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where the proposal of a coffee stands."""

    WAITING = "waiting", _("in attesa di risposta")
    AGREED = "agreed", _("fissato")
    NO_TIME = "no_time", _("nessun orario va bene")
    DECLINED = "declined", _("rifiutato")
    EXPIRED = "expired", _("scaduto senza risposta")


class Side(models.TextChoices):
    """Which of the two organisations answers."""

    FIRST = "first", _("la prima")
    SECOND = "second", _("la seconda")


class Outcome(models.TextChoices):
    """*Com'è andata?*"""

    TOGETHER = "together", _("Facciamo qualcosa insieme")
    AGAIN = "again", _("Ci rivediamo")
    USEFUL = "useful", _("È stato utile, per ora basta")
    MISSED = "missed", _("Non ci siamo visti")
