"""Where are inboxes, referrals, and the page of a link?"""

from django.urls import path, re_path

from joinedup.web.people.pages import PERSON
from joinedup.web.referrals.outside import views as outside
from joinedup.web.referrals.views import inbox, referral, sending

DEED = r"(?P<deed>accept|decline|hand-back|transfer|send-on|withdraw|finish|undo)"
KEY = r"(?P<key>[0-9a-f-]{36})"

app_name = "referrals"
urlpatterns = [
    path("referrals/", inbox.inbox, name="inbox"),
    path("referrals/filters/", inbox.save_filter, name="save_filter"),
    path("referrals/filters/<int:number>/remove/", inbox.remove_filter, name="remove_filter"),
    path("referrals/met/", sending.refer_met, name="refer_met"),
    re_path(rf"^referrals/{KEY}/$", referral.referral, name="referral"),
    re_path(rf"^referrals/{KEY}/link/$", referral.send_link, name="send_link"),
    re_path(rf"^referrals/{KEY}/link/end/$", referral.end_links, name="end_links"),
    re_path(rf"^referrals/{KEY}/{DEED}/$", referral.do, name="do"),
    re_path(rf"{PERSON}/refer/$", sending.refer, name="refer"),
    path("referral/here/", outside.here, name="outside_here"),
    path("referral/leave/", outside.leave, name="outside_leave"),
    re_path(r"^referral/here/(?P<deed>accept|decline|hand-back|finish)/$", outside.do, name="outside_do"),
    path("referral/link/<str:token>/", outside.link, name="outside_link"),
    path("referral/link/<str:token>/again/", outside.again, name="outside_again"),
]
