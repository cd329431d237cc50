"""Where are the pages open to everybody?"""

from django.urls import path, re_path

from joinedup.web.directory.public.views import browsing, finding, needs, services, site

KEY = r"(?P<service_id>[0-9a-f-]{36})"

urlpatterns = [
    path("find-help/", finding.home, name="home"),
    path("find-help/results/", finding.results, name="results"),
    path("find-help/suggest/", finding.suggest, name="suggest"),
    re_path(rf"^find-help/services/{KEY}/$", services.service, name="service"),
    re_path(rf"^find-help/services/{KEY}/wrong/$", services.suggest_change, name="suggest_change"),
    path("find-help/topics/", browsing.topics, name="topics"),
    path("find-help/topics/<slug:code>/", browsing.topic, name="topic"),
    path("find-help/kinds/<slug:code>/", browsing.kind, name="kind"),
    path("find-help/a-to-z/", browsing.a_to_z, name="a_to_z"),
    path("find-help/a-to-z/<str:letter>/", browsing.a_to_z, name="a_to_z_letter"),
    path("find-help/carers/", needs.carers, name="carers"),
    path("find-help/check/", needs.check, name="check"),
    path("find-help/check/help/", needs.check_help, name="check_help"),
    path("find-help/list/", services.shortlist, name="shortlist"),
    path("find-help/about/", site.about, name="about"),
    path("find-help/accessibility/", site.accessibility, name="accessibility"),
    path("find-help/embed/", site.embed, name="embed"),
]
