from django.urls import path, re_path

from .views import customers, links, months

urlpatterns = [
    path("thanks/<str:token>/", customers.thanks, name="thanks"),
    path("thanks/<str:token>/wrong/", customers.wrong, name="thanks_wrong"),
    path("thanks/<str:token>/photo/", customers.photo, name="thanks_photo"),
    path("stars/", months.stars, name="stars"),
    path("stars/part/", months.part, name="star_part"),
    path("stars/counting/", months.terms, name="star_terms"),
    path("stars/counting/close/", months.close_last, name="star_close"),
    path("stars/card/<uuid:uid>/", links.card, name="vote_card"),
    path("stars/card/<uuid:uid>/new/", links.new_link, name="vote_link"),
    path("stars/words/<int:pk>/hide/", links.hide, name="hide_words"),
    path("stars/concerns/<int:pk>/", links.concern, name="concern"),
    re_path(r"^stars/(?P<month>\d{4}-\d{2})/$", months.month, name="star_month"),
    re_path(r"^stars/(?P<month>\d{4}-\d{2})/reward/$", months.reward, name="star_reward"),
]
