"""A small economic activity: six tasks and honest numbers."""

from django.urls import path

from jobcaffe.web.venture import figures, numbers, views

app_name = "venture"

urlpatterns = [
    path("", views.home, name="home"),
    path("scala/", numbers.ladder, name="ladder"),
    path("cifre/", figures.home, name="figures"),
    path("cifre/<int:year>/<str:parameter_id>/", figures.check, name="figure"),
    path("<uuid:venture_id>/", views.plan, name="plan"),
    path("<uuid:venture_id>/togli/", views.remove, name="remove"),
    path("<uuid:venture_id>/numeri/", numbers.numbers, name="numbers"),
    path("<uuid:venture_id>/numeri/accetto/", numbers.accept, name="accept"),
    path("<uuid:venture_id>/stampa/", numbers.sheet, name="sheet"),
    path("<uuid:venture_id>/<slug:task>/", views.task, name="task"),
]
