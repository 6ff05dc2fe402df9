from django.urls import path

from . import views

urlpatterns = [
    path("quiz/<uuid:uid>/", views.quiz, name="quiz"),
    path("quiz/<uuid:uid>/start/", views.start, name="quiz_start"),
    path("quiz/<uuid:uid>/results/", views.results, name="quiz_results"),
    path("quiz/attempt/<uuid:uid>/", views.attempt, name="quiz_attempt"),
    path("quiz/attempt/<uuid:uid>/review/", views.review, name="quiz_review"),
    path("quiz/attempt/<uuid:uid>/submit/", views.submit, name="quiz_submit"),
    path("quiz/attempt/<uuid:uid>/result/", views.result, name="quiz_result"),
]
