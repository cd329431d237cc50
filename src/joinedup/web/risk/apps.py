"""Scores and their reasons, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class RiskConfig(AppConfig):
    name = "joinedup.web.risk"
    menu = (
        MenuItem("People most at risk", "risk:list", "risk.view_list", order=20),
        MenuItem("Does the list help?", "risk:hold_out", "risk.view_hold_out", order=60),
        MenuItem("Models", "risk:models", "risk.view_models", order=70),
    )
