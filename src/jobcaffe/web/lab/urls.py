"""The lab: problems, ideas, experiments, what was learned."""

from django.urls import URLPattern

app_name = "lab"

urlpatterns: list[URLPattern] = []
