"""What every template knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """The name of the house and whether this is the demo."""
    return {"DEMO": settings.DEMO}
