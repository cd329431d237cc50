"""Notices by e-mail, as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "joinedup.web.notices"
