"""Where are items of a package decided on and others added, and where is a month planned?"""

from django.urls import path, re_path

from joinedup.web.people.pages import PERSON
from joinedup.web.plans import views
from joinedup.web.plans.planning import views as planning

OFFER = r"(?P<code>[a-z0-9_]{1,60})"

app_name = "plans"
urlpatterns = [
    path("planning/", planning.planning, name="planning"),
    path("planning/what-if/", planning.ask, name="ask"),
    path("planning/side-by-side/", planning.side_by_side, name="side_by_side"),
    path("planning/<int:number>/", planning.compare, name="compare"),
    path("planning/<int:number>/accept/", planning.accept, name="accept"),
    re_path(rf"{PERSON}/package/add/$", views.add, name="add"),
    re_path(rf"{PERSON}/package/{OFFER}/decide/$", views.decide, name="decide"),
    re_path(rf"{PERSON}/package/{OFFER}/undo/$", views.undo, name="undo"),
]
