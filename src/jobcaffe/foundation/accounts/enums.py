"""The roles, and the ways in."""

from django.db import models


class Role(models.TextChoices):
    """Who somebody is in the house. Anonymous visitors have none."""

    MEMBER = "member", "Chi partecipa"
    DESK = "desk", "Sportello"
    FACILITATOR = "facilitator", "Chi guida un gruppo"
    LAB_LEADER = "lab_leader", "Conduttrice del laboratorio"
    ORGANISATION = "organisation", "Organizzazione"
    FAIR_VOLUNTEER = "fair_volunteer", "Volontario JOBFEST"
    COORDINATOR = "coordinator", "Regia"
    MUNICIPALITY = "municipality", "Comune"
    FUNDER = "funder", "Finanziatore"
    SYSADMIN = "sysadmin", "Amministratore di sistema"


class Way(models.TextChoices):
    """How somebody came in."""

    CODE = "code", "con il codice"
    LINK = "link", "con il link"
    CARD = "card", "con la tessera"
    PASSKEY = "passkey", "con la passkey"
    RECOVERY = "recovery", "con un codice di riserva"
    DEMO = "demo", "dalla pagina dei ruoli"


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
