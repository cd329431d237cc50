"""A team's members and their skills, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class MembersConfig(AppConfig):
    name = "joinedup.web.members"
    menu = (MenuItem("Team", "members:team", "members.view_team", order=40),)
