"""Plans of care, carers and eligibility, as a Django app."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "joinedup.web.care"
