"""Groups as who leads them sees them: life, pact, dates, hours."""

from django.urls import path

from jobcaffe.web.leading import hours, life, planning, views

app_name = "leading"

urlpatterns = [
    path("", views.home, name="home"),
    path("profilo/", views.profile, name="profile"),
    path("gruppo/<uuid:circle_id>/", views.group, name="group"),
    path("gruppo/<uuid:circle_id>/nomi/", views.people, name="people"),
    path("persona/<uuid:membership_id>/", views.standing, name="standing"),
    path("gruppo/<uuid:circle_id>/passi/", life.steps, name="steps"),
    path("gruppo/<uuid:circle_id>/ingresso/", life.door, name="door"),
    path("gruppo/<uuid:circle_id>/patto/", life.pact, name="pact"),
    path("gruppo/<uuid:circle_id>/patto/<int:pact_version>/", life.pact_sheet, name="pact_sheet"),
    path("gruppo/<uuid:circle_id>/presenze/", life.presences, name="presences"),
    path("gruppo/<uuid:circle_id>/date/", planning.dates, name="dates"),
    path("serata/<uuid:encounter_id>/sostituzione/", planning.substitute, name="substitute"),
    path("ore/", hours.hours, name="hours"),
    path("ore/scrivi/", hours.add, name="hours_add"),
    path("ore/serata/<uuid:encounter_id>/", hours.of_evening, name="hours_evening"),
    path("ore/<uuid:hours_id>/correggi/", hours.correct, name="hours_correct"),
    path("ore/foglio/", hours.sheet, name="hours_sheet"),
    path("ore/foglio.pdf", hours.sheet_pdf, name="hours_pdf"),
    path("ore/costi/", hours.costs, name="costs"),
    path("ore/costi.csv", hours.costs_csv, name="costs_csv"),
]
