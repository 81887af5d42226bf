"""The public calendar of groups, its feeds, and groups of other bodies."""

from django.urls import URLPattern

app_name = "groups"

urlpatterns: list[URLPattern] = []
