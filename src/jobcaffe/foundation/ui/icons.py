"""The icons that may be used, and where each comes from in the sprite of Bootstrap Italia."""

from __future__ import annotations

# Our name -> name in the source sprite. The built sprite carries only these, under our names.
ICONS: dict[str, str] = {
    "arrow-left": "it-arrow-left",
    "arrow-right": "it-arrow-right",
    "attention": "it-warning-circle",
    "calendar": "it-calendar",
    "card": "it-card",
    "chart": "it-chart-line",
    "chat": "it-comment",
    "check": "it-check",
    "clock": "it-clock",
    "close": "it-close",
    "done": "it-check-circle",
    "download": "it-download",
    "exit": "it-logout",
    "external": "it-external-link",
    "file": "it-file",
    "help": "it-help-circle",
    "info": "it-info-circle",
    "key": "it-key",
    "later": "it-minus-circle",
    "list": "it-list",
    "lock": "it-locked",
    "mail": "it-mail",
    "map": "it-map-marker",
    "pencil": "it-pencil",
    "phone": "it-telephone",
    "plus": "it-plus-circle",
    "print": "it-print",
    "refresh": "it-refresh",
    "search": "it-search",
    "settings": "it-settings",
    "share": "it-share",
    "star": "it-star-outline",
    "tool": "it-tool",
    "trash": "it-delete",
    "upload": "it-upload",
    "user": "it-user",
    "eye": "it-password-visible",
}

# Drawn here (``assets/icons``): what the source has not.
DRAWN = ("cup", "family", "home", "organisation", "people", "work")

NAMES = frozenset(ICONS) | frozenset(DRAWN)
SPRITE = "build/icons.svg"
