"""What members write for themselves or their group, and help between them."""

from django.urls import path

from jobcaffe.web.sharing import helps, views

app_name = "sharing"

urlpatterns = [
    path("io/scambi/", views.mine, name="mine"),
    path("io/scambi/parlarne/", views.talk, name="talk"),
    path("io/scambi/scritti/<uuid:contribution_id>/", views.saved, name="saved"),
    path("io/scambi/scritti/<uuid:contribution_id>/cambia/", views.change, name="change"),
    path("io/scambi/scritti/<uuid:contribution_id>/togli/", views.remove, name="remove"),
    path("io/scambi/aiuti/<uuid:help_id>/chiudi/", helps.close, name="close_help"),
    path("io/scambi/contatti/<uuid:match_id>/", helps.answer, name="answer_match"),
    path("io/scambi/contatti/<uuid:match_id>/come/", helps.how, name="tell_how"),
    path("io/scambi/<uuid:circle_id>/", views.home, name="home"),
    path("io/scambi/<uuid:circle_id>/racconta/", views.tell, name="tell"),
    path("io/scambi/<uuid:circle_id>/chiedi/", helps.need, name="need"),
    path("io/scambi/<uuid:circle_id>/offri/", helps.offer, name="offer"),
    path("gruppi/guida/gruppo/<uuid:circle_id>/racconti/", views.told, name="told"),
]
