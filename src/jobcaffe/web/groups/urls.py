"""The public calendar of groups, its feeds, and groups of other bodies."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.groups import feeds, outside, views

app_name = "groups"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    # The number is that of the feed's shape: a field that changes its meaning gets a new address.
    path("v1/gruppi.json", feeds.feed, name="feed"),
    path("v1/gruppi.ics", feeds.ics, name="ics"),
    path("altri/", outside.listing, name="outside"),
    path("altri/gestione/", outside.manage, name="outside_manage"),
    path("altri/gestione/nuovo/", outside.add, name="outside_add"),
    path("altri/gestione/<uuid:outside_id>/", outside.edit, name="outside_edit"),
    path("altri/gestione/<uuid:outside_id>/conferma/", outside.confirm, name="outside_confirm"),
    path("altri/gestione/<uuid:outside_id>/togli/", outside.retire, name="outside_retire"),
    path("<uuid:circle_id>/", views.group, name="group"),
]
