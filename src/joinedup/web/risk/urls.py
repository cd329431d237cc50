"""Where are the list of people most at risk, the models behind it, and what came of it?"""

from django.urls import path, re_path

from joinedup.web.risk import views
from joinedup.web.risk.hold_out import views as hold_out
from joinedup.web.risk.monthly import views as monthly
from joinedup.web.risk.registry import views as registry

VERSION = r"^models/(?P<outcome>[a-z0-9_]{1,40})/(?P<version>[0-9a-f]{64})"

app_name = "risk"
urlpatterns = [
    path("most-at-risk/", views.most_at_risk, name="list"),
    path("most-at-risk/download/", views.download_list, name="download"),
    path("most-at-risk/number/", views.set_capacity, name="set_capacity"),
    path("most-at-risk/changes/", monthly.changes, name="changes"),
    path("comparison/", hold_out.comparison, name="hold_out"),
    path("comparison/switch/", hold_out.switch, name="switch_hold_out"),
    path("models/", registry.versions, name="models"),
    re_path(rf"{VERSION}/$", registry.version, name="model"),
    re_path(rf"{VERSION}/curves/$", registry.curves, name="curves"),
    re_path(rf"{VERSION}/sign/$", registry.sign, name="sign"),
]
