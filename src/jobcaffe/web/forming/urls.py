"""Waiting list, formation and life of the groups, for the coordinator."""

from django.urls import URLPattern

app_name = "forming"

urlpatterns: list[URLPattern] = []
