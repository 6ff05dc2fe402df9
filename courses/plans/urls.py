from django.urls import path

from . import views

urlpatterns = [
    path("plan/", views.own, name="plan"),
    path("plan/<uuid:uid>/", views.of_person, name="plan_of"),
    path("plan/give/<uuid:uid>/", views.give, name="plan_give"),
    path("plan/<int:pk>/withdraw/", views.withdraw, name="plan_withdraw"),
    path("plan/<int:pk>/restore/", views.restore, name="plan_restore"),
    path("plan/step/<int:pk>/sign/", views.sign, name="plan_sign"),
    path("plan/step/<int:pk>/sign/back/", views.unsign, name="plan_unsign"),
    path("plan/step/<int:pk>/day/", views.more, name="plan_more"),
    path("plan/step/<int:pk>/day/back/", views.less, name="plan_less"),
]
