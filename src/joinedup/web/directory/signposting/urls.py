"""Where do staff point people to services?"""

from django.urls import path, re_path

from joinedup.web.directory.signposting import views

PERSON = r"^people/(?P<person_id>[A-Za-z0-9_-]{1,40})/signposts"

urlpatterns = [
    re_path(rf"{PERSON}/$", views.signposts, name="signposts"),
    re_path(rf"{PERSON}/to/(?P<service_id>[0-9a-f-]{{36}})/$", views.point, name="point"),
    re_path(rf"{PERSON}/(?P<number>\d{{1,9}})/$", views.outcome, name="signpost_outcome"),
    path("signposts/", views.due, name="signposts_due"),
]
