"""What must hold before anybody can come in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from jobcaffe.foundation.accounts import webauthn


@register()
def passkeys_can_be_made(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """Passkeys are not made a duty where no browser can make one."""
    if not settings.STAFF_NEED_PASSKEY or webauthn.possible():
        return []
    return [
        Error(
            "Staff must add a passkey, but no browser makes one for this address: nobody could work.",
            hint="Give JOBCAFFE_URL a name with https, or take JOBCAFFE_STAFF_PASSKEY away.",
            id="accounts.E001",
        )
    ]
