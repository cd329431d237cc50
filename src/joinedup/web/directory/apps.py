"""The directory of services, as a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "joinedup.web.directory"
