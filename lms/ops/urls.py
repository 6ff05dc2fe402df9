from django.urls import path

from . import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:uid>/", views.job, name="job"),
    path("jobs/<uuid:uid>/cancel/", views.cancel, name="cancel_job"),
    path("jobs/<uuid:uid>/again/", views.again, name="job_again"),
    path("files/<uuid:uid>/", views.private_file, name="private_file"),
    path("notifications/", views.notifications, name="notifications"),
    path("health/", views.health, name="health"),
]
