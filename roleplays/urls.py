from django.urls import path

from . import guest_views, views

urlpatterns = [
    path("roleplay/", views.library, name="roleplays"),
    path("roleplay/<uuid:uid>/", views.scenario, name="roleplay"),
    path("roleplay/<uuid:uid>/paths/", views.paths, name="roleplay_paths"),
    path("roleplay/<uuid:uid>/start/", views.start, name="roleplay_start"),
    path("roleplay/run/<uuid:uid>/", views.run, name="roleplay_run"),
    path("roleplay/run/<uuid:uid>/debrief/", views.debrief, name="roleplay_debrief"),
    path("roleplay/run/<uuid:uid>/again/", views.again, name="roleplay_again"),
    path("roleplay/run/<uuid:uid>/ask/", views.ask, name="roleplay_ask"),
    path("roleplay/run/<uuid:uid>/suggest/", views.suggest, name="roleplay_suggest"),
    path("roleplay/run/<uuid:uid>/note/", views.note, name="roleplay_note"),
    path("roleplay/guest/<uuid:uid>/", guest_views.debrief, name="roleplay_guest"),
    path("talk/<str:token>/", guest_views.talk, name="guest_talk"),
]
