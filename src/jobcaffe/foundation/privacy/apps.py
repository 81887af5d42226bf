"""The privacy app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _write_proofs(sender: AppConfig, using: str, **kwargs: Any) -> None:
    from jobcaffe.foundation.privacy.keycheck import write_proofs

    write_proofs(using)


class PrivacyConfig(AppConfig):
    """Keys, consents, erasure; and the system checks of the foundation."""

    name = "jobcaffe.foundation.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks; a fresh database gets the proofs of its keys when it is migrated."""
        from jobcaffe.foundation import checks  # noqa: F401  registers by being imported

        post_migrate.connect(_write_proofs, sender=self, dispatch_uid="privacy.keycheck")
