"""How the group goes: anonymous answers with a drawn code, and what comes out."""

from django.urls import URLPattern

app_name = "checks"

urlpatterns: list[URLPattern] = []
