"""Packages and what is decided about them, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class PlansConfig(AppConfig):
    name = "joinedup.web.plans"
    menu = (MenuItem("Planning", "plans:planning", "plans.view_plan", order=40),)
