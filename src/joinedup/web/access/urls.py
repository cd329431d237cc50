"""Where is a record opened by break-glass, an objection recorded, and a read looked into?"""

from django.urls import path, re_path

from joinedup.web.access import views

PERSON = r"^people/(?P<person_id>[A-Za-z0-9_-]{1,40})"

app_name = "access"
urlpatterns = [
    re_path(rf"{PERSON}/in-care-of/$", views.in_care_of, name="in_care_of"),
    re_path(rf"{PERSON}/break-glass/$", views.break_glass, name="break_glass"),
    re_path(rf"{PERSON}/break-glass/close/$", views.close_glass, name="close_glass"),
    re_path(rf"{PERSON}/objections/$", views.objections_of, name="objections_of"),
    re_path(rf"{PERSON}/objections/withdraw/$", views.withdraw, name="withdraw"),
    re_path(rf"{PERSON}/sealed/$", views.sealed, name="sealed"),
    re_path(rf"{PERSON}/sealed/lift/$", views.lift, name="lift"),
    re_path(rf"{PERSON}/who-looked/$", views.who_looked, name="who_looked"),
    path("access/reviews/", views.alerts, name="alerts"),
    path("access/reviews/<int:alert_id>/", views.review, name="review"),
    path("access/objections/", views.objections, name="objections"),
    path("access/objections/<int:objection_id>/", views.decide, name="decide"),
    path("access/staff-links/", views.staff_links, name="staff_links"),
]
