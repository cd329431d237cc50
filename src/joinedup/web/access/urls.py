"""Where is a record opened by break-glass, an objection recorded, and a read looked into?"""

from django.urls import path, re_path

from joinedup.web.access.views import care, objections, reviews, seals
from joinedup.web.people.pages import PERSON

app_name = "access"
urlpatterns = [
    re_path(rf"{PERSON}/in-care-of/$", care.in_care_of, name="in_care_of"),
    re_path(rf"{PERSON}/break-glass/$", care.break_glass, name="break_glass"),
    re_path(rf"{PERSON}/break-glass/close/$", care.close_glass, name="close_glass"),
    re_path(rf"{PERSON}/objections/$", objections.objections_of, name="objections_of"),
    re_path(rf"{PERSON}/objections/withdraw/$", objections.withdraw, name="withdraw"),
    re_path(rf"{PERSON}/sealed/$", seals.sealed, name="sealed"),
    re_path(rf"{PERSON}/sealed/lift/$", seals.lift, name="lift"),
    re_path(rf"{PERSON}/who-looked/$", reviews.who_looked, name="who_looked"),
    path("access/reviews/", reviews.alerts, name="alerts"),
    path("access/reviews/<int:alert_id>/", reviews.review, name="review"),
    path("access/objections/", objections.objections, name="objections"),
    path("access/objections/<int:objection_id>/", objections.decide, name="decide"),
    path("access/staff-links/", reviews.staff_links, name="staff_links"),
]
