"""Closed lists about organisations."""

from django.db import models


class Kind(models.TextChoices):
    """What an organisation is."""

    COMPANY = "company", "azienda"
    SCHOOL = "school", "scuola"
    ASSOCIATION = "association", "associazione"
    COOPERATIVE = "cooperative", "cooperativa"
    PUBLIC_BODY = "public_body", "ente pubblico"
    UNION = "union", "sindacato"


class Stage(models.TextChoices):
    """How near the organisation is to the programme."""

    KNOWN = "known", "conosciuta"
    INTERESTED = "interested", "interessata"
    MEMBER = "member", "aderisce"
    LEFT = "left", "non aderisce più"
