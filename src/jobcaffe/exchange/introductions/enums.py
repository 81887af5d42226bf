"""Closed lists about introductions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an introduction stands. The organisation reads only those of ``rules.SEEN``."""

    PROPOSED = "proposed", _("aspetta la persona")
    LATER = "later", _("ci pensa ancora")
    ASKED = "asked", _("aspetta l'organizzazione")
    OPEN = "open", _("si sono presentati")
    CLOSED = "closed", _("conclusa")
    DECLINED = "declined", _("la persona ha detto no")
    REFUSED = "refused", _("l'organizzazione ha detto no")
    WITHDRAWN = "withdrawn", _("la persona si è ritirata")
    EXPIRED = "expired", _("scaduta senza risposta")


class Side(models.TextChoices):
    """Who moved."""

    PERSON = "person", _("la persona")
    HOUSE = "house", _("lo sportello")
    PARTNER = "partner", _("l'organizzazione")


class Name(models.TextChoices):
    """Under which name she lets herself be seen."""

    FIRST = "first", _("Solo il mio nome")
    ALIAS = "alias", _("Il nome che uso nei gruppi")
    FULL = "full", _("Nome e cognome")


class Contact(models.TextChoices):
    """Which contact she lets be seen, after both have said yes."""

    PHONE = "phone", _("Il mio telefono")
    EMAIL = "email", _("La mia email")
    HOUSE = "house", _("Nessuno: mi avvisa il Job Caffè")


class Outcome(models.TextChoices):
    """What came of it."""

    JOB = "job", _("ha iniziato un lavoro")
    TRAINEESHIP = "traineeship", _("ha iniziato un tirocinio")
    TRAINING = "training", _("ha iniziato un corso o un PCTO")
    VOLUNTEERING = "volunteering", _("ha iniziato un volontariato")
    COMMISSION = "commission", _("ha avuto un lavoretto o una commessa")
    MET = "met", _("si sono incontrati, niente di più per ora")
    NOTHING = "nothing", _("non si sono incontrati")


class HowItWent(models.TextChoices):
    """*Com'è andata?*"""

    WELL = "well", _("bene")
    SO_SO = "so_so", _("così così")
    NOT_MET = "not_met", _("non ci siamo visti")
