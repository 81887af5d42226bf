"""The template parts as tags; built in, so that no page loads them."""

from django import template

register = template.Library()
