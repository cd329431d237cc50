"""Where is a person's whole timeline?"""

from django.urls import re_path

from joinedup.web.people import views

app_name = "people"
urlpatterns = [re_path(r"^people/(?P<person_id>[A-Za-z0-9_-]{1,40})/timeline/$", views.timeline, name="timeline")]
