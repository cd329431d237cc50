"""Where do staff point people to services?"""

from django.urls import path, re_path

from joinedup.web.directory.signposting import views
from joinedup.web.people.pages import PERSON

urlpatterns = [
    re_path(rf"{PERSON}/signposts/$", views.signposts, name="signposts"),
    re_path(rf"{PERSON}/signposts/to/(?P<service_id>[0-9a-f-]{{36}})/$", views.point, name="point"),
    re_path(rf"{PERSON}/signposts/(?P<number>\d{{1,9}})/$", views.outcome, name="signpost_outcome"),
    path("signposts/", views.due, name="signposts_due"),
]
