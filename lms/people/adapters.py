from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse

from . import queries
from .actions import close_accounts
from .models import User


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation only, and stay until their last working day."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if user.is_active and queries.has_left(user):
            close_accounts()
            user.refresh_from_db(fields=["is_active"])
        return super().pre_login(request, user, **kwargs)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The company's own sign-in may let known people in by their e-mail; it creates nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
