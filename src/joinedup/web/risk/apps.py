"""Scores and their reasons, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class RiskConfig(AppConfig):
    name = "joinedup.web.risk"
    menu = (MenuItem("People most at risk", "risk:list", "risk.view_list", order=20),)
