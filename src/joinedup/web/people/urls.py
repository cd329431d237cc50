"""Where is a person found, and their whole timeline?"""

from django.urls import path, re_path

from joinedup.web.people import views
from joinedup.web.people.finding import views as finding
from joinedup.web.people.pages import PERSON

app_name = "people"
urlpatterns = [
    path("find/", finding.search, name="search"),
    re_path(rf"{PERSON}/timeline/$", views.timeline, name="timeline"),
]
