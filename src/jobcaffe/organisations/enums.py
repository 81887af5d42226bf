"""Closed lists about organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an organisation is."""

    COMPANY = "company", _("azienda")
    SCHOOL = "school", _("scuola")
    ASSOCIATION = "association", _("associazione")
    COOPERATIVE = "cooperative", _("cooperativa")
    PUBLIC_BODY = "public_body", _("ente pubblico")
    UNION = "union", _("sindacato")


class Stage(models.TextChoices):
    """How near the organisation is to the programme."""

    KNOWN = "known", _("conosciuta")
    INTERESTED = "interested", _("interessata")
    MEMBER = "member", _("aderisce")
    LEFT = "left", _("non aderisce più")
