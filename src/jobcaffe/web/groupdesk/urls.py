"""Requests for a group at the desk, up to the pact on paper."""

from django.urls import path

from jobcaffe.web.groupdesk import views

app_name = "groupdesk"
ONE = "<uuid:request_id>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("foglio/", views.paper, name="paper"),
    path("effetto/", views.effect, name="effect"),
    path("chiedi/<uuid:person_id>/", views.ask, name="ask"),
    path(ONE, views.detail, name="request"),
    path(f"{ONE}colloquio/", views.talk, name="talk"),
    path(f"{ONE}colloquio/fatto/", views.held, name="held"),
    path(f"{ONE}patto/", views.pact, name="pact"),
    path(f"{ONE}patto/firmato/", views.sign, name="sign"),
    path(f"{ONE}no/", views.decline, name="decline"),
    path(f"{ONE}ritira/", views.withdraw, name="withdraw"),
]
