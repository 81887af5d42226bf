"""Groups as a member sees them: asking, the pact, her group, leaving."""

from django.urls import URLPattern

app_name = "mygroup"

urlpatterns: list[URLPattern] = []
