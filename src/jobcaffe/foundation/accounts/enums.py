"""The roles."""

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
