from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("hiring/", views.hiring, name="hiring"),
    path("hiring/openings/add/", views.add_opening, name="add_opening"),
    path("hiring/opening/<uuid:uid>/", views.opening, name="opening"),
    path("hiring/opening/<uuid:uid>/edit/", views.edit_opening, name="edit_opening"),
    path("hiring/opening/<uuid:uid>/close/", views.close_opening, name="close_opening"),
    path("hiring/opening/<uuid:uid>/candidate/", views.add_candidate, name="add_candidate"),
    path("hiring/opening/<uuid:uid>/kit.pdf", views.kit_paper, name="kit_paper"),
    path("hiring/candidate/<uuid:uid>/", views.candidate, name="candidate"),
    path("hiring/candidate/<uuid:uid>/edit/", views.edit_candidate, name="edit_candidate"),
    path("hiring/candidate/<uuid:uid>/interviewer/", views.ask_interviewer, name="ask_interviewer"),
    path("hiring/candidate/<uuid:uid>/close/", views.close_panel, name="close_panel"),
    path("hiring/candidate/<uuid:uid>/panel/", views.panel, name="panel"),
    path("hiring/candidate/<uuid:uid>/hire/", views.hire, name="hire"),
    path("hiring/candidate/<uuid:uid>/refuse/", views.refuse, name="refuse"),
    path("hiring/candidate/<uuid:uid>/withdraw/", views.withdraw, name="withdraw_candidate"),
    path("hiring/candidate/<uuid:uid>/erase/", views.erase, name="erase_candidate"),
    path("hiring/candidate/<uuid:uid>/talk/", views.give_talk, name="give_talk"),
    path("hiring/talk/<uuid:uid>/back/", views.take_back_talk, name="take_back_talk"),
    path("hiring/interview/<uuid:uid>/", views.interview, name="interview"),
    path("hiring/interview/<uuid:uid>/<int:number>/", views.question, name="interview_question"),
    path("hiring/interview/<uuid:uid>/submit/", views.submit, name="submit_ratings"),
    path("hiring/interview/<uuid:uid>/scorecard.pdf", views.scorecard_paper, name="scorecard_paper"),
    path("hiring/interview/<uuid:uid>/plan/", views.plan_interview, name="plan_interview"),
    path("hiring/interview/<uuid:uid>/release/", views.release_interviewer, name="release_interviewer"),
]
