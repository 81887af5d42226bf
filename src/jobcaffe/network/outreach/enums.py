"""Closed lists about campaigns."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far an organisation has come in a campaign, in this order."""

    TO_CONTACT = "to_contact", _("da contattare")
    CONTACTED = "contacted", _("contattata")
    INTERESTED = "interested", _("interessata")
    JOINED = "joined", _("aderisce al programma")
    ORGANISING = "organising", _("gruppo organizzatore del primo evento")
    JOBFEST = "jobfest", _("JOBFEST")


class Standing(models.TextChoices):
    """Whether there is still something to do with it."""

    OPEN = "open", _("aperta")
    NOT_NOW = "not_now", _("non adesso")
    NO = "no", _("non interessata")
    WRONG_NUMBER = "wrong_number", _("numero sbagliato")
    NEVER = "never", _("non contattare")


class Next(models.TextChoices):
    """What is done next."""

    CALL = "call", _("telefonare")
    MAIL = "mail", _("scrivere un'e-mail")
    NUMBER = "number", _("trovare il numero giusto")
    NONE = "none", _("niente")


class Way(models.TextChoices):
    """How somebody was reached."""

    CALL = "call", _("telefonata")
    MET = "met", _("di persona")
    MAIL = "mail", _("e-mail")
    LETTER = "letter", _("lettera")


class Reach(models.TextChoices):
    """What an organisation does not want any more."""

    ALL = "all", _("nessun contatto")
    WRITING = "writing", _("né e-mail né lettere")


class MailingState(models.TextChoices):
    """Where a merged mailing is."""

    DRAFT = "draft", _("bozza")
    LEAVING = "leaving", _("in partenza")
    DONE = "done", _("partita")


ORDER = [stage.value for stage in Stage]
CALLABLE = (Standing.OPEN.value, Standing.NOT_NOW.value)
