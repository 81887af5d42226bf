"""Channels, states and scopes of notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a notice reaches somebody."""

    MAIL = "mail", _("E-mail")
    SMS = "sms", _("SMS")
    LETTER = "letter", _("Lettera")


class State(models.TextChoices):
    """Where a notice is."""

    QUEUED = "queued", _("In partenza")
    SENT = "sent", _("Partito")
    FAILED = "failed", _("Non partito")
    PRINTED = "printed", _("Stampata")
    HELD = "held", _("Fermo")


class Scope(models.TextChoices):
    """What somebody may stop receiving."""

    SERVICE = "service", _("Promemoria dei tuoi incontri e dei tuoi passi")
    FOLLOW_UP = "follow_up", _("Domande su come va dopo qualche mese")
    NEWS = "news", _("Inviti e novità del Job Caffè")


class Hold(models.TextChoices):
    """Why a notice does not leave."""

    NONE = "", ""
    OPTED_OUT = "opted_out", _("La persona non vuole questi messaggi")
    BOUNCED = "bounced", _("Il recapito non funziona più")
    NO_CONTACT = "no_contact", _("Manca il recapito")
    CONFIDENTIAL = "confidential", _("Un messaggio riservato non si stampa")
    EXPIRED = "expired", _("Il messaggio non serviva più")
    FORGOTTEN = "forgotten", _("I dati della persona sono stati cancellati")
