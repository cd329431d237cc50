"""Human review of uncertain joins, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class ReviewConfig(AppConfig):
    name = "joinedup.web.review"
    menu = (
        MenuItem("Uncertain joins", "review:queue", "review.decide_pair", order=30),
        MenuItem("Disagreements", "review:disagreements", "review.settle_pair", order=40),
        MenuItem("Quality of joins", "review:quality", "review.view_quality", order=45),
    )
