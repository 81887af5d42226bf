"""Requests for a group at the desk, up to the pact on paper."""

from django.urls import URLPattern

app_name = "groupdesk"

urlpatterns: list[URLPattern] = []
