"""Break-glass, objections and what was looked at, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class AccessConfig(AppConfig):
    name = "joinedup.web.access"
    menu = (
        MenuItem("Reviews of access", "access:alerts", "access.review_alerts", order=80),
        MenuItem("Objections", "access:objections", "access.decide_objection", order=82),
        MenuItem("Staff who live here", "access:staff_links", "access.link_staff", order=95),
    )
