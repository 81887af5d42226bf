"""Addresses under ``bacheca/``."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.board.views import keeping, public, writing

app_name = "board"
urlpatterns = [
    path("", public.index, name="index"),
    path("annunci.json", public.feed, name="feed"),
    path("ancora/<str:token>/", public.fresh, name="fresh"),
    path("miei/", keeping.mine, name="mine"),
    path("gestione/", keeping.staff, name="staff"),
    path("nuovo/", writing.new, name="new"),
    path("nuovo/<slug:kind>/", writing.begin, name="begin"),
    path("<uuid:post_id>/", public.detail, name="detail"),
    path("<uuid:post_id>/scheda/", keeping.post, name="post"),
    path("<uuid:post_id>/che-cosa/", writing.step, {"number": 0}, name="what"),
    path("<uuid:post_id>/dove-e-quando/", writing.step, {"number": 1}, name="when"),
    path("<uuid:post_id>/che-cosa-serve/", writing.step, {"number": 2}, name="needed"),
    path("<uuid:post_id>/controlla/", writing.preview, name="preview"),
    path("<uuid:post_id>/copia/", writing.copy, name="copy"),
    path("<uuid:post_id>/butta/", writing.throw_away, name="throw_away"),
    path("<uuid:post_id>/ancora-buono/", keeping.renew, name="renew"),
    path("<uuid:post_id>/chiudi/", keeping.close, name="close"),
    path("<uuid:post_id>/visto/", keeping.look, name="look"),
    path("<uuid:post_id>/togli/", keeping.remove, name="remove"),
]
