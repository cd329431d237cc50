"""Where are the dashboard and a person's page?"""

from django.urls import path, re_path

from joinedup.web.people.pages import PERSON
from joinedup.web.teams import views
from joinedup.web.teams.meetings.views import action, meeting, minutes, person

app_name = "teams"
urlpatterns = [
    path("dashboard/", views.dashboard, name="dashboard"),
    re_path(rf"{PERSON}/$", views.person, name="person"),
    re_path(rf"{PERSON}/relationship/$", views.record_relationship, name="record_relationship"),
    path("caseload/", views.caseload, name="caseload"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/offers/<int:number>/arranged/", views.arranged, name="arranged"),
    path("tasks/actions/<int:number>/", action.action, name="action"),
    path("meetings/", meeting.meetings, name="meetings"),
    path("meetings/begin/", meeting.begin, name="begin_meeting"),
    path("meetings/<int:number>/", meeting.meeting, name="meeting"),
    path("meetings/<int:number>/attendance/", meeting.attendance, name="attendance"),
    path("meetings/<int:number>/people/<int:position>/", person.person, name="meeting_person"),
    path("meetings/<int:number>/close/", minutes.close, name="close_meeting"),
    path("meetings/<int:number>/minutes/", minutes.minutes, name="minutes"),
    re_path(rf"{PERSON}/meeting/$", meeting.ask, name="ask_for_meeting"),
]
