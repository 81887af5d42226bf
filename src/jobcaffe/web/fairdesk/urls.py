"""Preparing a fair: areas, stands, programme, volunteers, tasks, costs."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "fairdesk"
urlpatterns: list[URLPattern] = []
