"""Where are items of a package decided on, and others added?"""

from django.urls import re_path

from joinedup.web.plans import views

PERSON = r"^people/(?P<person_id>[A-Za-z0-9_-]{1,40})/package"
OFFER = r"(?P<code>[a-z0-9_]{1,60})"

app_name = "plans"
urlpatterns = [
    re_path(rf"{PERSON}/add/$", views.add, name="add"),
    re_path(rf"{PERSON}/{OFFER}/decide/$", views.decide, name="decide"),
    re_path(rf"{PERSON}/{OFFER}/undo/$", views.undo, name="undo"),
]
