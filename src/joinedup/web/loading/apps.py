from django.apps import AppConfig


class LoadingConfig(AppConfig):
    name = "joinedup.web.loading"
