"""Where is the audit read?"""

from django.urls import path

from joinedup.web.governance import views

app_name = "governance"
urlpatterns = [path("audit/", views.audit, name="audit")]
