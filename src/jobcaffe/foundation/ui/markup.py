"""Small pieces of markup that several parts share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.icons import NAMES, SPRITE

# State -> (icon, usual word). The same five everywhere.
STATES = {
    "done": ("done", _("Fatto")),
    "attention": ("attention", _("Attenzione")),
    "late": ("clock", _("In ritardo")),
    "todo": ("arrow-right", _("Da fare ora")),
    "later": ("later", _("Più avanti")),
}
NOTICES = {"info": "info", "success": "done", "attention": "attention", "danger": "attention"}
FORBIDDEN_ATTRIBUTES = frozenset({"style", "class"})


def part(name: str, /, **context: Any) -> SafeString:
    """Render ``parti/<name>.html``."""
    return render_to_string(f"parti/{name}.html", context)


def attributes(given: Mapping[str, object]) -> SafeString:
    """Extra attributes of a part: ``hx_get="…"`` → ``hx-get="…"``.

    Raises ``ValueError`` for classes, styles and inline handlers: only parts carry classes, and the
    security policy stops the others in the browser.
    """
    named = {key.replace("_", "-"): value for key, value in given.items() if value not in {"", None}}
    wrong = [key for key in named if key in FORBIDDEN_ATTRIBUTES or key.startswith("on")]
    if wrong:
        raise ValueError(f"attributes not allowed here: {wrong}")
    return flatatt(named)


def icon_markup(name: str, size: str = "") -> SafeString:
    """An icon of our sprite, silent for screen readers. Raises ``ValueError`` for an unknown name."""
    if name not in NAMES:
        raise ValueError(f"unknown icon {name!r}; there are: {', '.join(sorted(NAMES))}")
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" icon-{size}" if size else "",
        static(SPRITE),
        name,
    )


def chip_markup(kind: str, text: object = "") -> SafeString:
    """One of the five states: icon, word and colour. Raises ``ValueError`` for an unknown state."""
    if kind not in STATES:
        raise ValueError(f"unknown state {kind!r}; there are: {', '.join(STATES)}")
    icon, usual = STATES[kind]
    return format_html(
        '<span class="j-chip j-chip-{}">{}<span>{}</span></span>', kind, icon_markup(icon), text or usual
    )


def bar_markup(percent: float, status: str = "", *, mark: float | None = None) -> SafeString:
    """A bar from 0 to 100, drawn with attributes only; ``mark`` is a tick (a target) on it.

    It is silent: the same figures always stand beside it as text.
    """
    tick = (
        format_html('<rect class="j-tick" x="{}%" width="3" height="100%"/>', round(mark, 2)) if mark else ""
    )
    return format_html(
        '<svg class="j-bar j-bar-{}" aria-hidden="true" focusable="false" width="100%" height="14">'
        '<rect class="j-bar-ground" width="{}%" height="100%" rx="3"/>'
        '<rect class="j-bar-value" y="3" width="{}%" height="8" rx="2"/>{}</svg>',
        status or "plain",
        round(mark, 2) if mark else 100,
        round(max(0.0, min(100.0, percent)), 2),
        tick,
    )


EMPTY = mark_safe("")
