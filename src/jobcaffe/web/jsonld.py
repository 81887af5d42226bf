"""Data for machines inside a page (JSON-LD, schema.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

# "<" and "&" of a title must not end the script element they are written in.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script_json(data: Mapping[str, object]) -> SafeString:
    """The data as JSON that can stand inside ``<script type="application/ld+json">``."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))
