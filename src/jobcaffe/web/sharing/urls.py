"""What members write for themselves or their group, and help between them."""

from django.urls import path

from jobcaffe.web.sharing import helps, views

app_name = "sharing"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("parlarne/", views.talk, name="talk"),
    path("scritti/<uuid:contribution_id>/", views.saved, name="saved"),
    path("scritti/<uuid:contribution_id>/cambia/", views.change, name="change"),
    path("scritti/<uuid:contribution_id>/togli/", views.remove, name="remove"),
    path("aiuti/<uuid:help_id>/chiudi/", helps.close, name="close_help"),
    path("contatti/<uuid:match_id>/", helps.answer, name="answer_match"),
    path("contatti/<uuid:match_id>/come/", helps.how, name="tell_how"),
    path("<uuid:circle_id>/", views.home, name="home"),
    path("<uuid:circle_id>/racconta/", views.tell, name="tell"),
    path("<uuid:circle_id>/chiedi/", helps.need, name="need"),
    path("<uuid:circle_id>/offri/", helps.offer, name="offer"),
    path("<uuid:circle_id>/per-chi-guida/", views.told, name="told"),
]
