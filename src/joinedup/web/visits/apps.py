"""Home-care rounds, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class VisitsConfig(AppConfig):
    name = "joinedup.web.visits"
    menu = (
        MenuItem("Rounds", "visits:today", "visits.plan_rounds", order=10),
        MenuItem("Weeks", "visits:this_week", "visits.plan_rounds", order=12),
        MenuItem("Time off", "visits:time_off", "visits.plan_rounds", order=15),
        MenuItem("Lengths of visits", "visits:lengths", "visits.plan_rounds", order=20),
        MenuItem("My round", "visits:round", "visits.walk_round", order=10),
    )
