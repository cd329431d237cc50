"""Permissions, relationships and audit, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class GovernanceConfig(AppConfig):
    name = "joinedup.web.governance"
    menu = (MenuItem("Audit", "governance:audit", "governance.view_audit", order=90),)
