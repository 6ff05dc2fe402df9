from django.urls import path, re_path

from . import views

urlpatterns = [
    path("learn/", views.serve, name="learn"),
    path("learn/search/", views.search, name="learn_search"),
    path("course/<uuid:uid>/", views.course, name="course"),
    path("course/<uuid:uid>/start/", views.start, name="course_start"),
    path("lesson/<uuid:uid>/", views.lesson, name="lesson"),
    path("lesson/<uuid:uid>/opened/", views.opened, name="lesson_opened"),
    path("lesson/<uuid:uid>/done/", views.done, name="lesson_done"),
    path("lesson/<uuid:uid>/answer/<str:check>/", views.answer, name="check_answer"),
    re_path(r"^learn/((?:[\w\-]+/)*)$", views.serve, name="wagtail_serve"),
]
