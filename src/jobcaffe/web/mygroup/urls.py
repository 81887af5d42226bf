"""Groups as a member sees them: asking, the pact, her group, leaving."""

from django.urls import path

from jobcaffe.web.mygroup import views

app_name = "mygroup"
urlpatterns = [
    path("", views.home, name="home"),
    path("chiedi/", views.ask, name="ask"),
    path("ritira/", views.withdraw, name="withdraw"),
    path("no/", views.decline, name="decline"),
    path("<uuid:circle_id>/", views.group, name="group"),
    path("<uuid:circle_id>/accetto/", views.accept, name="accept"),
    path("<uuid:circle_id>/persone/", views.people, name="people"),
    path("<uuid:circle_id>/patto/", views.pact, name="pact"),
    path("<uuid:circle_id>/patto/si/", views.accept_new, name="accept_new"),
    path("<uuid:circle_id>/resto/", views.stay, name="stay"),
    path("<uuid:circle_id>/esco/", views.leave, name="leave"),
]
