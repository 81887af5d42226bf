"""QR codes as SVG text, drawn on the server."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe


def svg(text: str, *, title: str) -> SafeString:
    """An ``<svg>`` of the QR code of ``text``, error correction M, with a title for screen readers.

    It has a view box and no fixed size, so that the page decides how large it is.
    """
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=4,
        title=title,
        svgclass="",
        lineclass="",
    )
    return mark_safe(out.getvalue().decode())


def card_url(card: str) -> str:
    """The address that the QR code of a card holds."""
    return str(settings.SITE_URL) + reverse("accounts:card_link", args=[card])


def card_svg(card: str) -> SafeString:
    """The QR code of a card."""
    return svg(card_url(card), title="Codice QR della tessera")
