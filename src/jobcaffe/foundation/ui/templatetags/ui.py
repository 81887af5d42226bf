"""Parts of a page: titles, cards, states, notices, lists. Built in, so that no page loads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui import tables
from jobcaffe.foundation.ui.markup import EMPTY, NOTICES, STATES, attributes, chip_markup, icon_markup, part
from jobcaffe.foundation.ui.phones import phone_words

register = template.Library()

BUTTONS = {
    "primary": "btn btn-primary",
    "secondary": "btn btn-outline-primary",
    "danger": "btn btn-danger",
    "plain": "btn j-btn-plain",
}


@register.filter
def number(value: object) -> str:
    """A number as people write it: 1.234,5."""
    return tables.number(value)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """``{% icon "calendar" %}``: decorative, so always beside a word."""
    return icon_markup(name, size)


@register.simple_tag
def chip(kind: str, text: object = "") -> SafeString:
    """``{% chip "done" "Fatto" %}``; without text the usual word of that state."""
    return chip_markup(kind, text)


@register.simple_block_tag
def title_bar(content: str, title: object, sub: object = "", kicker: object = "") -> SafeString:
    """The one h1 of a page, a line below it, and its buttons inside the block."""
    return part(
        "title_bar", title=title, sub=sub, kicker=kicker, content=content.strip() and mark_safe(content)
    )


@register.simple_block_tag
def hero(content: str, title: object, lead: object = "") -> SafeString:
    """The first thing of the public home: h1, a line, buttons inside, people around a table."""
    return part("hero", title=title, lead=lead, content=mark_safe(content))


@register.simple_tag
def lead(text: object) -> SafeString:
    """A paragraph that says what the page is about."""
    return format_html('<p class="j-lead">{}</p>', text)


@register.simple_tag
def muted(text: object) -> SafeString:
    """A quiet line: when, by whom, where the figure comes from."""
    return format_html('<p class="j-muted">{}</p>', text)


@register.simple_tag
def button(
    label: object,
    kind: str = "primary",
    name: str = "",
    value: object = "",
    icon: str = "",
    type: str = "submit",
    **attrs: object,
) -> SafeString:
    """``{% button "Salva" %}``: a verb first. Raises ``KeyError`` for an unknown kind."""
    extra = {"name": name, "value": value if name else "", **attrs}
    return format_html(
        '<button type="{}" class="{}"{}>{}<span>{}</span></button>',
        type,
        BUTTONS[kind],
        attributes(extra),
        icon_markup(icon) if icon else "",
        label,
    )


@register.simple_tag
def link_button(
    url: str, label: object, kind: str = "primary", icon: str = "", **attrs: object
) -> SafeString:
    """A link that looks like a button, for going somewhere."""
    return format_html(
        '<a href="{}" class="{}"{}>{}<span>{}</span></a>',
        url,
        BUTTONS[kind],
        attributes(attrs),
        icon_markup(icon) if icon else "",
        label,
    )


@register.simple_tag
def link(url: str, label: object, icon: str = "", **attrs: object) -> SafeString:
    """A link on its own line, tall enough for a thumb."""
    return format_html(
        '<a class="j-link" href="{}"{}>{}<span>{}</span></a>',
        url,
        attributes(attrs),
        icon_markup(icon) if icon else "",
        label,
    )


@register.simple_tag
def back_link(url: str, label: object) -> SafeString:
    """Where one came from, above the title; a landmark of its own, since it may stand outside main."""
    return format_html(
        '<nav class="j-back" aria-label="{}">{}</nav>', _("Indietro"), link(url, label, icon="arrow-left")
    )


@register.simple_tag
def phone(number: object, label: object = "") -> SafeString:
    """A telephone number that can be called with one touch."""
    text = str(number)
    return format_html(
        '<a class="j-phone" href="tel:{}">{}</a>', text.replace(" ", ""), label or phone_words(text)
    )


@register.simple_block_tag
def actions(content: str) -> SafeString:
    """A row of buttons; on a phone one below the other."""
    return format_html('<div class="j-actions">{}</div>', mark_safe(content))


@register.simple_block_tag
def hours(content: str) -> SafeString:
    """A grid of buttons as short as an hour: two or three in a row of a phone."""
    return format_html('<div class="j-hours">{}</div>', mark_safe(content))


@register.simple_block_tag
def columns(content: str) -> SafeString:
    """Children side by side where there is room, below each other where there is not."""
    return format_html('<div class="j-columns">{}</div>', mark_safe(content))


@register.simple_block_tag
def cards(content: str) -> SafeString:
    """A grid of cards or tiles."""
    return format_html('<div class="j-cards">{}</div>', mark_safe(content))


class SectionNode(template.Node):
    """A titled section: headings inside it are one level lower."""

    def __init__(
        self, title: FilterExpression, options: dict[str, FilterExpression], nodes: NodeList
    ) -> None:
        self.title, self.options, self.nodelist = title, options, nodes

    def render(self, context: Context) -> SafeString:
        """Markup of the section."""
        level: int = context.get("heading_level") or 2
        options = {key: value.resolve(context) for key, value in self.options.items()}
        with context.push(heading_level=level + 1):
            content = self.nodelist.render(context)
        return format_html(
            '<section class="j-section"{}><h{}>{}</h{}>{}</section>',
            attributes(options),
            level,
            conditional_escape(self.title.resolve(context)),
            level,
            content,
        )


@register.tag
def section(parser: Parser, token: Token) -> SectionNode:
    """``{% section "Titolo" id="" %}…{% endsection %}``."""
    title, *rest = token.split_contents()[1:]
    options = {}
    for bit in rest:
        key, separator, value = bit.partition("=")
        if not separator:
            raise template.TemplateSyntaxError("section takes a title and then name=value")
        options[key] = parser.compile_filter(value)
    nodes = parser.parse(("endsection",))
    parser.delete_first_token()
    return SectionNode(parser.compile_filter(title), options, nodes)


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: str,
    title: object = "",
    url: str = "",
    highlight: bool = False,
    kicker: object = "",
    icon: str = "",
) -> SafeString:
    """One thing with one heading link; ``highlight`` for the next thing to do."""
    return part(
        "card",
        title=title,
        url=url,
        highlight=highlight,
        kicker=kicker,
        icon=icon,
        level=context.get("heading_level", 2),
        content=mark_safe(content),
    )


@register.simple_tag
def tiles(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """Doors to places: dicts with ``url``, ``label``, ``icon`` and perhaps ``text``."""
    return part("tiles", items=list(items))


@register.simple_tag
def people(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """People with a face or their initials: dicts with ``name``, ``role``, perhaps ``photo`` and ``text``."""
    return part("people", items=[{**item, "initials": initials(str(item["name"]))} for item in items])


def initials(name: str) -> str:
    """``"Lucia Bianchi"`` → ``"LB"``."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.simple_tag
def empty(text: object, url: str = "", label: object = "") -> SafeString:
    """An empty place: what it is, why it is empty, one action."""
    return part("empty", text=text, url=url, label=label)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: object = "", role: str = "") -> SafeString:
    """Something to know. Raises ``KeyError`` for an unknown kind."""
    return part("notice", kind=kind, icon=NOTICES[kind], title=title, role=role, content=mark_safe(content))


@register.simple_block_tag
def details(content: str, title: object, open: bool = False) -> SafeString:
    """Something that opens on request."""
    return format_html(
        '<details class="j-details"{}><summary>{}</summary><div class="j-details-body">{}</div></details>',
        attributes({"open": open}),
        title,
        mark_safe(content),
    )


@register.simple_tag
def task_list(tasks: Iterable[Mapping[str, Any]]) -> SafeString:
    """Things to do in any order: dicts with ``label``, ``url``, ``status``; ``hint``, ``status_text``."""
    rows = [
        {**task, "chip": chip_markup(task["status"], task.get("status_text", ""))}
        if task.get("status") in STATES
        else {**task, "chip": task.get("status", "")}
        for task in tasks
    ]
    return part("task_list", tasks=rows)


@register.simple_tag
def breadcrumbs(*steps: object) -> SafeString:
    """``{% breadcrumbs "Sportello" url "Franco" %}``: label, address, label, address, …, label of here."""
    *before, here = steps
    pairs = list(zip(before[::2], before[1::2], strict=True))
    return part("breadcrumbs", pairs=pairs, here=here)


@register.simple_tag
def big_code(code: object, label: object = "") -> SafeString:
    """A code to read aloud or copy by hand."""
    return format_html(
        '<p class="j-code">{}<strong>{}</strong></p>',
        format_html("<span>{}</span> ", label) if label else "",
        code,
    )


@register.simple_tag
def qr(drawing: SafeString) -> SafeString:
    """A QR code drawn by ``accounts.qr``, as large as a telephone reads it well."""
    return format_html('<div class="j-qr">{}</div>', drawing)


@register.simple_tag
def bullets(items: Iterable[object]) -> SafeString:
    """A plain list."""
    return format_html(
        '<ul class="j-bullets">{}</ul>', format_html_join("", "<li>{}</li>", ((item,) for item in items))
    )


@register.simple_block_tag
def print_sheet(
    content: str, title: object, code: object = "", size: str = "A4", brand: bool = True
) -> SafeString:
    """One sheet of paper; ``brand=False`` for one that must not say where its writer goes.

    Raises ``KeyError`` unless ``size`` is A4 or A5.
    """
    kind = {"A4": "a4", "A5": "a5"}[size]
    return part("print_sheet", title=title, code=code, kind=kind, brand=brand, content=mark_safe(content))


@register.simple_block_tag
def big_screen(content: str, title: object, kicker: object = "") -> SafeString:
    """A page for a screen on a wall: letters that are read from five metres, nothing else."""
    return format_html(
        '<section class="j-screen"><h1>{}<small>{}</small></h1>{}</section>',
        title,
        kicker,
        mark_safe(content),
    )


@register.simple_block_tag
def big_note(content: str, text: object, by: object = "", hidden: object = "") -> SafeString:
    """One note of a big screen: its words, a line below, who signs it. Kept empty when ``hidden``."""
    return format_html(
        '<article class="j-screen-note" data-note{}><p data-text>{}</p><p data-when>{}</p>'
        "<p data-by>{}</p></article>",
        attributes({"hidden": bool(hidden)}),
        text,
        mark_safe(content),
        by,
    )


@register.simple_tag(takes_context=True)
def exit_fast(context: Context) -> SafeString:
    """A way out that leaves at once, for pages that may be read over somebody's shoulder."""
    request = context.get("request")
    return part("exit_fast", nonce=getattr(request, "csp_nonce", "") if request else EMPTY)
