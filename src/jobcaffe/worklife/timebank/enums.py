"""Closed lists about the time bank."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingKind(models.TextChoices):
    """What a listing does."""

    OFFER = "offer", _("offerta")
    NEED = "need", _("richiesta")


class Part(models.TextChoices):
    """Which side of an exchange."""

    GIVER = "giver", _("dà")
    RECEIVER = "receiver", _("riceve")


class ExchangeState(models.TextChoices):
    """Where an exchange stands. Hours move when who received confirms."""

    ASKED = "asked", _("aspetta un sì")
    AGREED = "agreed", _("d'accordo")
    DONE = "done", _("da confermare")
    CONFIRMED = "confirmed", _("confermato")
    DISPUTED = "disputed", _("non torna")
    REVERSED = "reversed", _("stornato")
    CANCELLED = "cancelled", _("annullato")


class SuggestionState(models.TextChoices):
    """Where a suggested swap or circle stands."""

    OPEN = "open", _("aspetta i sì")
    AGREED = "agreed", _("tutti d'accordo")
    DROPPED = "dropped", _("lasciata")
