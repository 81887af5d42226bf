"""Parts that ask: forms, fields, what is to be mended, search. Built in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.widgets import ChoiceWidget
from django.middleware.csrf import get_token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from jobcaffe.foundation.ui.markup import EMPTY, attributes, part

register = template.Library()
AnyForm = forms.BaseForm | forms.BaseFormSet  # type: ignore[type-arg]  # not generic at run time


def _forms_of(source: AnyForm) -> list[forms.BaseForm]:
    return list(source.forms) if isinstance(source, forms.BaseFormSet) else [source]


def _target(bound: BoundField) -> str:
    """Where the link of a mistake leads: the control, or the first one of a group."""
    if not bound.use_fieldset:
        return bound.id_for_label or bound.auto_id
    # Answers in groups have numbers of two parts.
    choice = isinstance(bound.field.widget, ChoiceWidget) and bound.subwidgets
    return str(bound.subwidgets[0].id_for_label) if choice else f"{bound.auto_id}_0"


def mistakes(source: AnyForm) -> list[dict[str, str]]:
    """What is to be mended: ``{"target": id or "", "text": …}``, in the order of the page."""
    found = [{"target": "", "text": text} for text in _general(source)]
    for one in _forms_of(source):
        if source is not one:
            found += [{"target": "", "text": str(text)} for text in one.non_field_errors()]
        for bound in one:
            target = "" if bound.is_hidden else _target(bound)
            found += [{"target": target, "text": str(text)} for text in bound.errors]
    return found


def _general(source: AnyForm) -> list[str]:
    if isinstance(source, forms.BaseFormSet):
        return [str(one) for one in source.non_form_errors()]
    return [str(one) for one in source.non_field_errors()]


def _summary(source: AnyForm | None) -> SafeString:
    """Once a page: the first of ``error_summary`` and ``form`` shows it."""
    if source is None or not source.is_bound or getattr(source, "summary_shown", False):
        return EMPTY
    found = mistakes(source)
    if not found:
        return EMPTY
    source.summary_shown = True  # type: ignore[union-attr]
    return part("error_summary", mistakes=found)


@register.simple_tag
def error_summary(form: AnyForm | None = None) -> SafeString:
    """What is to be mended, with links; put first in main. Nothing when all is well."""
    return _summary(form)


@register.simple_tag
def field(bound: BoundField, width: str = "") -> SafeString:
    """Label, hint, mistake, control. ``width``: "half", "third", "year", "full"."""
    if bound.is_hidden:
        return mark_safe(str(bound))
    width = width or getattr(bound.field, "layout_width", "")
    return bound.render(context={"field": bound, "width": width})


@register.simple_tag
def fields(form: forms.BaseForm, *names: str) -> SafeString:
    """All visible fields, or those named, in a grid that uses the width of the page."""
    chosen: Iterable[BoundField] = [form[name] for name in names] if names else form.visible_fields()
    body = "".join(field(bound) for bound in chosen)
    return format_html('<div class="j-fields">{}</div>', mark_safe(body))


@register.simple_block_tag
def field_grid(content: str) -> SafeString:
    """Fields written one by one, side by side by their widths."""
    return format_html('<div class="j-fields">{}</div>', mark_safe(content))


@register.simple_block_tag
def counters(content: str) -> SafeString:
    """Counts beside each other, two on a telephone."""
    return format_html('<div class="j-counters">{}</div>', mark_safe(content))


@register.simple_tag
def here_list(rows: Iterable[Mapping[str, object]]) -> SafeString:
    """Everybody is here; a tap says who is not. Dicts with ``name``, ``key``, ``new``, ``absent``, ``sent``.

    A row that is not ``sent`` has no name in the form: who is missing never leaves the page.
    """
    return part("here_list", rows=list(rows))


@register.simple_tag
def agenda_ticks(steps: Iterable[tuple[int, str]]) -> SafeString:
    """Blocks of an evening with their minutes, to tick off; nothing of it is sent."""
    return part("agenda_ticks", steps=list(steps))


@register.simple_block_tag
def save_bar(content: str) -> SafeString:
    """The main button, always in sight at the foot of a long page, and what became of the last press."""
    return format_html('<div class="j-savebar"><p role="status" data-status></p>{}</div>', mark_safe(content))


@register.simple_block_tag
def field_group(content: str, legend: object, hint: object = "") -> SafeString:
    """Fields that belong together, under one legend."""
    return part("field_group", legend=legend, hint=hint, content=mark_safe(content))


@register.simple_block_tag(takes_context=True)
def form(
    context: Context,
    content: str,
    form: AnyForm | None = None,
    action: str = "",
    method: str = "post",
    autosave: str = "",
    multipart: bool = False,
    **attrs: object,
) -> SafeString:
    """``{% form form %}…{% endform %}``: the element, the token, what is to be mended, hidden fields.

    ``autosave`` is the address that keeps a draft of what is typed (staff pages).
    """
    several = multipart or bool(form is not None and form.is_multipart())
    options: dict[str, Any] = {
        "action": action,
        "method": method,
        "novalidate": True,
        "enctype": "multipart/form-data" if several else "",
        "data-autosave": autosave,
        **attrs,
    }
    return part(
        "form",
        attributes=attributes(options),
        token=_token(context) if method == "post" else "",
        summary=_summary(form),
        hidden=_hidden(form),
        autosave=autosave,
        content=mark_safe(content),
    )


def _token(context: Context) -> str:
    """The token that every form needs, also in a template included with ``only``, which has no variables."""
    request = getattr(context, "request", None) or context.get("request")
    return get_token(request) if request is not None else ""


def _hidden(source: AnyForm | None) -> SafeString:
    if source is None:
        return EMPTY
    pieces = [str(bound) for one in _forms_of(source) for bound in one.hidden_fields()]
    if isinstance(source, forms.BaseFormSet):
        pieces.insert(0, str(source.management_form))
    return mark_safe("".join(pieces))


@register.simple_tag
def search_box(
    action: str,
    name: str,
    value: object = "",
    label: object = "",
    hint: object = "",
    kept: Mapping[str, object] | None = None,
    **attrs: object,
) -> SafeString:
    """One box and its button, by GET, so that a search has an address; ``kept`` goes along with it."""
    return part(
        "search_box",
        action=action,
        name=name,
        value=value or "",
        label=label,
        hint=hint,
        kept=(kept or {}).items(),
        attributes=attributes(attrs),
    )


@register.filter
def is_optional(bound: BoundField) -> bool:
    """Whether the label says "(facoltativo)": the field may stay empty and is not a tick."""
    marked = getattr(bound.form, "mark_optional", True) and getattr(bound.field, "mark_optional", True)
    return bool(marked) and not bound.field.required and bound.widget_type != "checkbox"
