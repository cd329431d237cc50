"""Where are a team and its skills?"""

from django.urls import path

from joinedup.web.members import views

app_name = "members"
urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/add/", views.add, name="add"),
    path("team/take-out/", views.take_out, name="take_out"),
    path("team/skills/", views.who_can, name="who_can"),
    path("team/skills/mine/", views.say_skill, name="say_skill"),
    path("team/skills/<int:number>/take-back/", views.unsay_skill, name="unsay_skill"),
    path("team/skills/<int:number>/verify/", views.verify_skill, name="verify_skill"),
]
