from django.urls import path

from . import views

urlpatterns = [
    path("stars/board/", views.board, name="board"),
    path("stars/board/name/", views.name_on_board, name="name_on_board"),
    path("stars/board/corrections/", views.corrections, name="point_corrections"),
    path("stars/board/corrections/<int:pk>/", views.take_points_back, name="take_points_back"),
]
