from django.urls import path

from . import views

urlpatterns = [
    path("", views.today, name="today"),
    path("today/panel/<str:name>/", views.today_panel, name="today_panel"),
    path("team/", views.teams, name="teams"),
    path("team/<int:pk>/", views.team, name="team"),
    path("team/<int:pk>/panel/<str:name>/", views.team_panel, name="team_panel"),
]
