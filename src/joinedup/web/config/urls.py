"""Which addresses are there? Those of every word with a urls.py, under the word's own pages."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from joinedup.web.config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    *(
        path("", include(f"joinedup.web.{word}.urls"))
        for word in settings.WORDS
        if find_spec(f"joinedup.web.{word}.urls")
    ),
]

handler400 = views.bad_request
handler403 = views.refused
handler404 = views.not_found
handler500 = views.fault
