"""The roles, and the ways in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who somebody is in the house. Anonymous visitors have none."""

    MEMBER = "member", _("Chi partecipa")
    DESK = "desk", _("Sportello")
    FACILITATOR = "facilitator", _("Chi guida un gruppo")
    LAB_LEADER = "lab_leader", _("Conduttrice del laboratorio")
    ORGANISATION = "organisation", _("Organizzazione")
    FAIR_VOLUNTEER = "fair_volunteer", _("Volontario JOBFEST")
    COORDINATOR = "coordinator", _("Regia")
    MUNICIPALITY = "municipality", _("Comune")
    FUNDER = "funder", _("Finanziatore")
    SYSADMIN = "sysadmin", _("Amministratore di sistema")


class Way(models.TextChoices):
    """How somebody came in."""

    CODE = "code", _("con il codice")
    LINK = "link", _("con il link")
    CARD = "card", _("con la tessera")
    PASSKEY = "passkey", _("con la passkey")
    RECOVERY = "recovery", _("con un codice di riserva")
    DEMO = "demo", _("dalla pagina dei ruoli")


class CodePurpose(models.TextChoices):
    """What a sent code is for: a code for one thing opens nothing else."""

    SIGN_IN = "sign-in", "Entrare"
    CONTACT = "contact", "Confermare un contatto nuovo"


STAFF_ROLES = frozenset(
    {
        Role.DESK,
        Role.FACILITATOR,
        Role.LAB_LEADER,
        Role.COORDINATOR,
        Role.MUNICIPALITY,
        Role.FUNDER,
        Role.SYSADMIN,
    }
)
