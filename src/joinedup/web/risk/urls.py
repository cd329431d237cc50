"""Where is the list of people most at risk?"""

from django.urls import path

from joinedup.web.risk import views

app_name = "risk"
urlpatterns = [
    path("most-at-risk/", views.most_at_risk, name="list"),
    path("most-at-risk/download/", views.download_list, name="download"),
]
