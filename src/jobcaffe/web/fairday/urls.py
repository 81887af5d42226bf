"""Addresses under ``jobfest/giornata/``."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.fairday import views

app_name = "fairday"
TALK = "<slug:slug>/colloquio/<uuid:talk_id>/"
urlpatterns = [
    path("<slug:slug>/", views.tables, name="tables"),
    path("<slug:slug>/tavoli/", views.piece, name="piece"),
    path("<slug:slug>/schermo/", views.screen, name="screen"),
    path("<slug:slug>/piano/", views.replan_now, name="replan"),
    path("<slug:slug>/cerca/", views.find, name="find"),
    path("<slug:slug>/arrivi/<uuid:visitor_id>/", views.wish, name="wish"),
    path("<slug:slug>/annulla/<uuid:change_id>/", views.undo, name="undo"),
    path("<slug:slug>/stand/<uuid:stand_id>/", views.stand, name="stand"),
    path(TALK, views.talk, name="talk"),
    path(TALK + "premi/", views.press_talk, name="press"),
    path(TALK + "sposta/", views.move, name="move"),
    path(TALK + "scambia/", views.swap, name="swap"),
]
