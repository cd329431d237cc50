"""Where is a person found, and their whole timeline?"""

from django.urls import path, re_path

from joinedup.web.people import views
from joinedup.web.people.finding import views as finding

app_name = "people"
urlpatterns = [
    path("find/", finding.search, name="search"),
    re_path(r"^people/(?P<person_id>[A-Za-z0-9_-]{1,40})/timeline/$", views.timeline, name="timeline"),
]
