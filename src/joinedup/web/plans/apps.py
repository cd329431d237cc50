"""Packages and what is decided about them, as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "joinedup.web.plans"
