"""Referrals, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class ReferralsConfig(AppConfig):
    name = "joinedup.web.referrals"
    menu = (MenuItem("Referrals", "referrals:inbox", "referrals.use", order=25),)
