"""Tells Django of this room."""

from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    """Occupations and skills."""

    name = "jobcaffe.vocabulary"
    label = "vocabulary"
    default_auto_field = "django.db.models.BigAutoField"
