from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "joinedup.web.accounts"
