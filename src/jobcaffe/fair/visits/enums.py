"""Closed lists about who comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a sign-up stands."""

    EXPECTED = "expected", _("atteso")
    CANCELLED = "cancelled", _("ha disdetto")


class Way(models.TextChoices):
    """How the sign-up came."""

    WEB = "web", _("dalla pagina")
    DESK = "desk", _("allo sportello")
    PAPER = "paper", _("dal modulo di carta")
    DOOR = "door", _("alla porta")


class SeatState(models.TextChoices):
    """Where a seat of a workshop stands."""

    HELD = "held", _("posto tenuto")
    WAITING = "waiting", _("in lista d'attesa")
    LEFT = "left", _("lasciato")
    OFF = "off", _("annullato")


class ScanKind(models.TextChoices):
    """What was done at the door. ``UNDO`` takes back the scan whose nonce it names."""

    IN = "in", _("è entrato")
    OUT = "out", _("è uscito")
    WALK_IN = "walk_in", _("è arrivato senza iscriversi")
    UNDO = "undo", _("annullato")
