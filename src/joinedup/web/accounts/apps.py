"""The staff and their ways of signing in, as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "joinedup.web.accounts"
