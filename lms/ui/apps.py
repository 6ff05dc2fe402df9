from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "lms.ui"
    label = "ui"
