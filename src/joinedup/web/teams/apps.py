"""A team's pages, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class TeamsConfig(AppConfig):
    name = "joinedup.web.teams"
    menu = (
        MenuItem("Dashboard", "teams:dashboard", "teams.view_dashboard", order=10),
        MenuItem("Tasks", "teams:tasks", "teams.view_tasks", order=30),
        MenuItem("Meetings", "teams:meetings", "teams.meet", order=45),
    )
