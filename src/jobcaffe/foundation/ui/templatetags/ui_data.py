"""Parts that show figures and lists: tables, tiles, charts, summaries, pages of a list. Built in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields as dataclass_fields
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.utils.safestring import SafeString

from jobcaffe.foundation.ui.charts import Chart
from jobcaffe.foundation.ui.markup import bar_markup, chip_markup, part
from jobcaffe.foundation.ui.tables import Table, Tile, number

register = template.Library()
TILE_NAMES = [one.name for one in dataclass_fields(Tile)]


@register.simple_tag
def data_table(table: Table) -> SafeString:
    """A :class:`~jobcaffe.foundation.ui.tables.Table`; on a phone each row is a small card."""
    return part("data_table", table=table, caption_id=f"t{abs(hash(str(table.caption))) % 10**8}")


def _tile(source: object) -> Tile:
    """A tile from a tile, a dict or any object with the same names."""
    if isinstance(source, Tile):
        return source
    if isinstance(source, Mapping):
        return Tile(**{name: source[name] for name in TILE_NAMES if name in source})
    return Tile(**{name: getattr(source, name) for name in TILE_NAMES if hasattr(source, name)})


@register.simple_tag(takes_context=True)
def kpi(context: Context, tile: object) -> SafeString:
    """A figure out of its target, with its state; opens the rows behind it."""
    one = _tile(tile)
    return part(
        "kpi",
        tile=one,
        value=number(one.value),
        target=number(one.target) if one.target is not None else "",
        bar=bar_markup(one.bar, one.status) if one.target else "",
        chip=chip_markup(one.status, one.status_text) if one.status else "",
        level=context.get("heading_level", 2),
    )


@register.simple_tag(takes_context=True)
def schedule(context: Context, hours: Iterable[Mapping[str, Any]], query: str = "") -> SafeString:
    """A programme by hour: dicts with ``label`` and ``rows`` (``anchor``, ``when``, ``title``, ``url``,
    ``text``, ``facts``, ``off``; and for the script ``audiences``, ``area``, ``starts``, ``ends``).

    ``query`` is the question that the list answers, so that the script knows what it shows.
    """
    level = context.get("heading_level", 2)
    return part("schedule", hours=list(hours), query=query, level=level)


@register.simple_tag
def figure(chart: Chart) -> SafeString:
    """A chart with its title, its words and always its table."""
    return chart.html()


@register.simple_tag
def progress(value: float, total: float, label: object, poll: str = "") -> SafeString:
    """How far a piece of work is; with ``poll`` the page asks that address again until it ends."""
    share = round(100 * value / total) if total else 0
    return part(
        "progress", value=value, total=total, label=label, share=share, bar=bar_markup(share), poll=poll
    )


@register.simple_tag
def summary_list(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """What was answered: dicts with ``label``, ``value``, ``change_url``; empty says "Non indicato"."""
    return part("summary_list", rows=[{**row, "shown": _shown(row.get("value"))} for row in rows])


def _shown(value: object) -> object:
    if isinstance(value, list | tuple | set):
        return ", ".join(str(one) for one in value)
    if value is None:
        return ""
    return value


@register.simple_tag
def dl(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """Names and what they are: dicts with ``label`` and ``value``."""
    return summary_list(rows)


@register.simple_tag(takes_context=True)
def pager(context: Context, page_obj: Page[Any]) -> SafeString:
    """The pages of a list, keeping what was searched; nothing when there is one page."""
    if page_obj.paginator.num_pages == 1:
        return SafeString("")
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def address(page: int) -> str:
        if query is None:
            return f"?page={page}"
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    return part(
        "pager",
        page=page_obj,
        before=address(page_obj.previous_page_number()) if page_obj.has_previous() else "",
        after=address(page_obj.next_page_number()) if page_obj.has_next() else "",
    )
