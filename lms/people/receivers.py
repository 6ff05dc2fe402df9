from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.http import HttpRequest

from .actions import password_chosen, set_up_groups
from .models import User


def groups_after_migrate(app_config: AppConfig, **kwargs: Any) -> None:
    """Once, after the last app: rights are rows that every app's own receiver creates."""
    with_models = [config for config in apps.get_app_configs() if config.models_module is not None]
    if app_config == with_models[-1]:
        set_up_groups()


def a_password_it_is(request: HttpRequest, user: User, **kwargs: Any) -> None:
    password_chosen(person=user)


post_migrate.connect(groups_after_migrate, dispatch_uid="people.groups")
for signal in (password_changed, password_set, password_reset):
    signal.connect(a_password_it_is, dispatch_uid="people.password")
