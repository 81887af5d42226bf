"""Waiting list, formation and life of the groups, for the coordinator."""

from django.urls import path

from jobcaffe.web.forming import circles, home, pairs, proposals

app_name = "forming"

urlpatterns = [
    path("", home.home, name="home"),
    path("facilitatori/", home.facilitators, name="facilitators"),
    path("prova/", proposals.preview, name="preview"),
    path("proposte/", proposals.listed, name="proposals"),
    path("proposte/nuova/", proposals.new, name="propose"),
    path("proposte/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path("proposte/<uuid:proposal_id>/accetta/", proposals.accept, name="accept"),
    path("proposte/<uuid:proposal_id>/scarta/", proposals.discard, name="discard"),
    path("proposte/persone/<int:placement_pk>/", proposals.move, name="move"),
    path("tenere-separati/", pairs.pairs, name="pairs"),
    path("tenere-separati/nuova/", pairs.new, name="apart"),
    path("tenere-separati/<uuid:pair_id>/togli/", pairs.drop, name="drop_pair"),
    path("nuovo/", circles.new, name="new"),
    path("dopo/<int:follow_up_pk>/", circles.follow_up, name="follow_up"),
    path("<uuid:circle_id>/", circles.circle, name="circle"),
    path("<uuid:circle_id>/modifica/", circles.edit, name="edit"),
    path("<uuid:circle_id>/guida/", circles.appoint, name="appoint"),
    path("<uuid:circle_id>/guida/<uuid:user_pk>/togli/", circles.dismiss, name="dismiss"),
    path("<uuid:circle_id>/passo/", circles.step, name="step"),
    path("<uuid:circle_id>/date/", circles.plan, name="plan"),
    path("<uuid:circle_id>/grazie/", circles.thanks, name="thanks"),
]
