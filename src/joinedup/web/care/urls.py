"""Where are a person's plan, their carers, and the test of the Care Act?"""

from django.urls import re_path

from joinedup.web.care.carers import views as carers
from joinedup.web.care.eligibility import views as eligibility
from joinedup.web.care.plan.views import agreeing, copies, editing, plan
from joinedup.web.people.pages import PERSON

PLAN = rf"{PERSON}/plan"
ITEM = r"(?P<item_id>[A-Za-z0-9_-]{1,66})"
VERSION = r"(?P<version_id>\d{1,18})"
TEST = rf"{PERSON}/eligibility/(?P<test>adult|carer)"

app_name = "care"
urlpatterns = [
    re_path(rf"{PLAN}/$", plan.plan, name="plan"),
    re_path(rf"{PLAN}/history/$", plan.history, name="history"),
    re_path(rf"{PLAN}/history/{VERSION}/$", plan.version, name="version"),
    re_path(rf"{PLAN}/compare/$", plan.compare, name="compare"),
    re_path(rf"{PLAN}/print/$", copies.printed, name="print"),
    re_path(rf"{PLAN}/plan\.pdf$", copies.pdf, name="pdf"),
    re_path(rf"{PLAN}/sign/$", agreeing.sign, name="sign"),
    re_path(rf"{PLAN}/bring-in/{VERSION}/$", agreeing.bring_in, name="bring_in"),
    re_path(rf"{PLAN}/about-me/$", editing.about_me, name="about_me"),
    re_path(rf"{PLAN}/add/(?P<kind>[a-z_]{{1,20}})/$", editing.add, name="add"),
    re_path(rf"{PLAN}/item/{ITEM}/$", editing.edit, name="edit"),
    re_path(rf"{PLAN}/item/{ITEM}/remove/$", editing.remove, name="remove"),
    re_path(rf"{PLAN}/item/{ITEM}/done/$", editing.done, name="done"),
    re_path(rf"{PERSON}/caring/$", carers.caring, name="caring"),
    re_path(rf"{PERSON}/caring/add/$", carers.add, name="add_carer"),
    re_path(rf"{PERSON}/caring/(?P<other_id>[A-Za-z0-9_-]{{1,40}})/end/$", carers.end, name="end_caring"),
    re_path(rf"{TEST}/$", eligibility.assess, name="assess"),
    re_path(rf"{TEST}/decide/$", eligibility.decide, name="decide_eligibility"),
]
