"""Closed lists about shared care."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PoolState(models.TextChoices):
    """Whether a pool goes on."""

    OPEN = "open", _("aperto")
    CLOSED = "closed", _("chiuso")


class Standing(models.TextChoices):
    """Where a family stands in a pool."""

    ASKED = "asked", _("ha chiesto di entrare")
    IN = "in", _("fa parte del gruppo")
    # It says nothing of how: taken back, not approved and gone look the same.
    OUT = "out", _("non ne fa parte")


class RunState(models.TextChoices):
    """Where a weekly proposal stands."""

    COMPUTING = "computing", _("in calcolo")
    READY = "ready", _("da guardare")
    PUBLISHED = "published", _("pubblicata")
    DISCARDED = "discarded", _("scartata")


class TurnState(models.TextChoices):
    """Where a turn stands."""

    PROPOSED = "proposed", _("da confermare")
    CONFIRMED = "confirmed", _("confermato")
    HELD = "held", _("fatto")
    MISSED = "missed", _("non fatto")
    OFF = "off", _("tolto")


class Outcome(models.TextChoices):
    """What a family says of the care its children received."""

    WAITING = "waiting", _("da dire")
    HELD = "held", _("fatto")
    MISSED = "missed", _("non fatto")


class SwapState(models.TextChoices):
    """Where the wish to swap a turn stands."""

    OPEN = "open", _("cerca cambio")
    TAKEN = "taken", _("cambio trovato")
    CLOSED = "closed", _("non serve più")
