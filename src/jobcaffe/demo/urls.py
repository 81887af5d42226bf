"""Addresses of the demo; they exist only when the server was started as a demo."""

from django.urls import path

from jobcaffe.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.doors, name="doors"),
    path("demo/entra/<slug:key>/", views.enter, name="enter"),
]
