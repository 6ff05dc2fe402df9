"""Rooms are named by strings: the ground floor knows no room above it by import."""

from django.apps import apps
from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls

from lms.ui.views import editors_door

handler403 = "lms.ui.views.forbidden"
handler404 = "lms.ui.views.not_found"
handler500 = "lms.ui.views.broken"

ALL_ROOMS = [
    "lms.ui",
    "lms.ops",
    "lms.people",
    "lms.learning",
    "lms.home",
    "assessments.quizzes",
    "assessments.interviews",
    "assessments.quality",
    "roleplays",
    "courses.catalogue",
    "courses.plans",
    "courses.minutes",
    "gamification.points",
    "gamification.stars",
]
ROOMS = [room for room in ALL_ROOMS if apps.is_installed(room)]

urlpatterns = [
    path("cms/login/", editors_door),
    path("cms/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    *[path("", include(f"{room}.urls")) for room in ROOMS],
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}, name="media"),
]
