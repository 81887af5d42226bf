"""Tells Django of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who signs in, and how."""

    name = "jobcaffe.foundation.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        from jobcaffe.foundation.accounts import checks  # noqa: F401
