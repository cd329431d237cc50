"""Where are uncertain joins reviewed, and where is it said how good the joins are?"""

from django.urls import path, re_path

from joinedup.web.people.pages import PERSON
from joinedup.web.review import views

PAIR = r"(?P<pair_id>[0-9a-z]{1,64})"
DECISION = r"(?P<decision_id>[0-9a-f-]{1,36})"

app_name = "review"
urlpatterns = [
    path("review/", views.queue, name="queue"),
    path("review/next/", views.next_pair, name="next"),
    path("review/decisions/", views.own_decisions, name="own_decisions"),
    path("review/decisions/all/", views.all_decisions, name="all_decisions"),
    re_path(rf"^review/decisions/{DECISION}/undo/$", views.undo, name="undo"),
    re_path(rf"^review/pairs/{PAIR}/$", views.pair, name="pair"),
    re_path(rf"^review/pairs/{PAIR}/decide/$", views.decide, name="decide"),
    path("joins/disagreements/", views.disagreements, name="disagreements"),
    re_path(rf"^joins/disagreements/{PAIR}/$", views.disagreement, name="disagreement"),
    re_path(rf"^joins/disagreements/{PAIR}/settle/$", views.settle, name="settle"),
    path("joins/quality/", views.quality, name="quality"),
    re_path(rf"{PERSON}/records/$", views.records, name="records"),
    re_path(rf"{PERSON}/records/report/$", views.report, name="report"),
]
