"""The people of the place, as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "joinedup.web.people"
