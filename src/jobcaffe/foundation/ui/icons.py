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
    "home": "it-pa",
    "info": "it-info-circle",
    "key": "it-key",
    "later": "it-minus-circle",
    "list": "it-list",
    "lock": "it-locked",
    "mail": "it-mail",
    "map": "it-map-marker",
    "pencil": "it-pencil",
    "people": "it-user",
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
    "work": "it-inbox",
}

# Drawn here: what the source has not.
DRAWN: dict[str, str] = {
    "cup": (
        '<path d="M4 8h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5V8zm13 1h1.5a3 3 0 0 1 0 6H17v-1.5h1.5a1.5 1.5 0 0 0 '
        "0-3H17V9zM7 2.5c1.2 1-.6 2 .3 3.5H6C5 4.500 6.600 3.500 5.800 2.500H7zm4.200 0c1.200 1-.600 2 "
        '.300 3.500h-1.300c-1-1.500.600-2.500-.200-3.500h1.200zM3 20.500h15V22H3v-1.500z"/>'
    ),
    "family": (
        '<path d="M7 4.500A2.500 2.500 0 1 1 7 9.500a2.500 2.500 0 0 1 0-5zm10 0a2.500 2.500 0 1 1 0 5 2.500 2.500 0 '
        "0 1 0-5zM12 11a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM2 19v-4.500A4.500 4.500 0 0 1 6.500 10.500c1 0 1.900.300 "
        "2.700.800a3.800 3.800 0 0 0-1 2.600A5 5 0 0 0 7 17.500V19H2zm20 0v-4.500a4.500 4.500 0 0 0-4.500-4c-1 0-1.900.300"
        '-2.700.800a3.800 3.800 0 0 1 1 2.600A5 5 0 0 1 17 17.500V19h5zM8.500 20v-1.500a3.500 3.500 0 0 1 7 0V20h-7z"/>'
    ),
    "group": (
        '<path d="M12 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM5 6.500a2.250 2.250 0 1 1 0 4.500 2.250 2.250 0 0 1 0-4.500zm14 '
        "0a2.250 2.250 0 1 1 0 4.500 2.250 2.250 0 0 1 0-4.500zM6.500 19v-2.500a5.500 5.500 0 0 1 11 0V19h-11zM1.500 "
        "18v-2A3.500 3.500 0 0 1 5 12.500c.700 0 1.300.200 1.800.500A7 7 0 0 0 5 16.500V18H1.500zm21 0v-2a3.500 3.500 0 0 0"
        '-3.500-3.500c-.700 0-1.300.200-1.800.500a7 7 0 0 1 1.800 3.500V18h3.500z"/>'
    ),
}

NAMES = frozenset(ICONS) | frozenset(DRAWN)
SPRITE = "build/icons.svg"
