"""Loading a run of the job into the database, as a Django app."""

from django.apps import AppConfig


class LoadingConfig(AppConfig):
    name = "joinedup.web.loading"
