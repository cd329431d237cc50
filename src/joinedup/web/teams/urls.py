"""Where are the dashboard and a person's page?"""

from django.urls import path, re_path

from joinedup.web.teams import views

PERSON = r"^people/(?P<person_id>[A-Za-z0-9_-]{1,40})"

app_name = "teams"
urlpatterns = [
    path("dashboard/", views.dashboard, name="dashboard"),
    re_path(rf"{PERSON}/$", views.person, name="person"),
    re_path(rf"{PERSON}/relationship/$", views.record_relationship, name="record_relationship"),
]
