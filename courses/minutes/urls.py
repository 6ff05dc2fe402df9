from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("minute/", views.minute, name="minute"),
    path("minute/answer/", views.answer, name="minute_answer"),
    path("minute/plan/", views.plans, name="minute_plans"),
    path("minute/plan/add/", views.add, name="minute_plan_add"),
    path("minute/plan/write/", views.write, name="minute_write"),
    path("minute/plan/undo/<str:token>/", views.take_back, name="minute_plan_undo"),
    path("minute/plan/<int:pk>/", views.plan, name="minute_plan"),
    path("minute/plan/<int:pk>/withdraw/", views.withdraw, name="minute_plan_withdraw"),
]
