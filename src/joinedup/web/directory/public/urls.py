"""Where are the pages open to everybody?"""

from django.urls import path, re_path

from joinedup.web.directory.public import views

KEY = r"(?P<service_id>[0-9a-f-]{36})"

urlpatterns = [
    path("find-help/", views.home, name="home"),
    path("find-help/results/", views.results, name="results"),
    path("find-help/suggest/", views.suggest, name="suggest"),
    re_path(rf"^find-help/services/{KEY}/$", views.service, name="service"),
    re_path(rf"^find-help/services/{KEY}/wrong/$", views.suggest_change, name="suggest_change"),
    path("find-help/topics/", views.topics, name="topics"),
    path("find-help/topics/<slug:code>/", views.topic, name="topic"),
    path("find-help/kinds/<slug:code>/", views.kind, name="kind"),
    path("find-help/a-to-z/", views.a_to_z, name="a_to_z"),
    path("find-help/a-to-z/<str:letter>/", views.a_to_z, name="a_to_z_letter"),
    path("find-help/carers/", views.carers, name="carers"),
    path("find-help/check/", views.check, name="check"),
    path("find-help/check/help/", views.check_help, name="check_help"),
    path("find-help/list/", views.shortlist, name="shortlist"),
    path("find-help/about/", views.about, name="about"),
    path("find-help/accessibility/", views.accessibility, name="accessibility"),
    path("find-help/embed/", views.embed, name="embed"),
]
