from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "jobcaffe.foundation.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
