"""Addresses of the labs."""

from django.urls import path

from jobcaffe.web.lab import inside, leading, learned, services, views

app_name = "lab"

urlpatterns = [
    path("", views.home, name="home"),
    path("altri/", views.others, name="others"),
    path("imparato/", learned.learned, name="learned"),
    path("imparato.csv", learned.learned_file, name="learned_file"),
    path("pubblico/", learned.published, name="published"),
    path("sportello/<uuid:person_id>/", learned.desk, name="desk"),
    path("conduzione/", leading.lead, name="lead"),
    path("conduzione/nuovo/", leading.new, name="new"),
    path("conduzione/<uuid:lab_id>/", leading.manage, name="manage"),
    path("conduzione/<uuid:lab_id>/modifica/", leading.edit, name="edit"),
    path("conduzione/<uuid:lab_id>/chiudi/", leading.close, name="close"),
    path("conduzione/<uuid:lab_id>/persone/", leading.people, name="people"),
    path("conduzione/<uuid:lab_id>/incontro/", leading.new_meeting, name="new_meeting"),
    path("conduzione/<uuid:lab_id>/fogli/", leading.papers, name="papers"),
    path("conduzione/richieste/<uuid:membership_id>/", leading.answer, name="answer"),
    path("conduzione/persone/<uuid:membership_id>/esce/", leading.left, name="left"),
    path("conduzione/incontri/<uuid:encounter_id>/posti/", leading.child_places, name="child_places"),
    path("conduzione/incontri/<uuid:encounter_id>/bambini/", leading.child_sheet, name="child_sheet"),
    path("conduzione/prove/<uuid:experiment_id>/chi-aiuta/", services.partner, name="partner"),
    path("conduzione/prove/<uuid:experiment_id>/sala/", services.room, name="trial_room"),
    path("conduzione/prove/<uuid:experiment_id>/spesa/", services.budget, name="budget"),
    path("conduzione/prove/<uuid:experiment_id>/chi-legge/", services.clear, name="clear"),
    path("problemi/<uuid:problem_id>/anche-per-me/", inside.support, name="support"),
    path("problemi/<uuid:problem_id>/togli/", inside.drop_problem, name="drop_problem"),
    path("idee/<uuid:idea_id>/proviamola/", inside.try_idea, name="try_idea"),
    path("idee/<uuid:idea_id>/togli/", inside.drop_idea, name="drop_idea"),
    path("prove/<uuid:experiment_id>/", inside.trial, name="trial"),
    path("prove/<uuid:experiment_id>/risultato/", inside.result, name="result"),
    path("prove/<uuid:experiment_id>/decidi/", inside.decide, name="decide"),
    path("prove/<uuid:experiment_id>/cambia/", inside.change, name="change"),
    path("incontri/<uuid:encounter_id>/bambini/", views.children, name="children"),
    path("incontri/<uuid:encounter_id>/bambini/togli/", views.free, name="free"),
    path("<uuid:lab_id>/", views.room, name="room"),
    path("<uuid:lab_id>/chiedi/", views.ask, name="ask"),
    path("<uuid:lab_id>/esco/", views.leave, name="leave"),
    path("<uuid:lab_id>/media/", inside.mean, name="mean"),
    path("<uuid:lab_id>/problemi/", inside.problems, name="problems"),
    path("<uuid:lab_id>/problemi/nuovo/", inside.new_problem, name="new_problem"),
    path("<uuid:lab_id>/idee/", inside.ideas, name="ideas"),
    path("<uuid:lab_id>/idee/nuova/", inside.new_idea, name="new_idea"),
    path("<uuid:lab_id>/prove/nuova/", inside.new_trial, name="new_trial"),
]
