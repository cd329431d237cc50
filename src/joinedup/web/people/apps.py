"""The people of the place, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class PeopleConfig(AppConfig):
    name = "joinedup.web.people"
    menu = (MenuItem("Find a person", "people:search", "people.search", order=30),)
