from django.urls import path

from . import views

urlpatterns = [
    path("", views.today, name="today"),
    path("team/", views.teams, name="teams"),
    path("team/<int:pk>/", views.team, name="team"),
]
