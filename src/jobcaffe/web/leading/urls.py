"""Groups as who leads them sees them: life, pact, dates, hours."""

from django.urls import URLPattern

app_name = "leading"

urlpatterns: list[URLPattern] = []
