"""Where do schedulers plan rounds, and where do carers walk theirs?"""

from django.urls import path, re_path

from joinedup.web.visits.lengths import views as lengths
from joinedup.web.visits.planning import clients, replans, time_off, views, weeks
from joinedup.web.visits.walking import views as walking

DAY = r"(?P<on>\d{4}-\d{2}-\d{2})"
MONDAY = r"(?P<monday>\d{4}-\d{2}-\d{2})"
PLAN = r"(?P<number>\d{1,12})"
VISIT = r"(?P<visit>[^/]{1,100})"

app_name = "visits"
urlpatterns = [
    path("rounds/", views.today, name="today"),
    path("lengths-of-visits/", lengths.lengths, name="lengths"),
    re_path(rf"^lengths-of-visits/{VISIT}/decide/$", lengths.decide, name="decide_length"),
    path("rounds/clients/add/", clients.add, name="add_client"),
    re_path(r"^rounds/clients/(?P<code>[^/]{1,100})/$", clients.client, name="client"),
    path("time-off/", time_off.time_off, name="time_off"),
    re_path(r"^time-off/(?P<number>\d{1,12})/remove/$", time_off.remove, name="remove_time_off"),
    path("weeks/", weeks.this_week, name="this_week"),
    re_path(rf"^weeks/{MONDAY}/$", weeks.week, name="week"),
    re_path(rf"^weeks/{MONDAY}/pay/$", weeks.pay, name="pay"),
    re_path(rf"^weeks/{MONDAY}/publish/$", weeks.publish, name="publish_week"),
    re_path(rf"^weeks/{MONDAY}/plan/$", weeks.plan, name="plan_week"),
    re_path(rf"^weeks/{MONDAY}/plan/{PLAN}/$", weeks.week_plan, name="week_plan"),
    re_path(rf"^weeks/{MONDAY}/plan/{PLAN}/accept/$", weeks.accept, name="accept_week"),
    re_path(rf"^weeks/{MONDAY}/plan/{PLAN}/drop/$", weeks.drop, name="drop_week"),
    re_path(rf"^weeks/{MONDAY}/plan/{PLAN}/again/$", weeks.again, name="plan_week_again"),
    re_path(rf"^weeks/{MONDAY}/plan/{PLAN}/{DAY}/$", weeks.week_plan_day, name="week_plan_day"),
    re_path(rf"^rounds/{DAY}/$", views.day, name="day"),
    re_path(rf"^rounds/{DAY}/late/$", views.late, name="late"),
    re_path(rf"^rounds/{DAY}/publish/$", views.publish, name="publish"),
    re_path(rf"^rounds/{DAY}/undo/$", views.undo, name="undo"),
    re_path(rf"^rounds/{DAY}/who-can-take/$", clients.who_can_take, name="who_can_take"),
    re_path(rf"^rounds/{DAY}/replan/$", replans.ask, name="ask_replan"),
    re_path(rf"^rounds/{DAY}/replan/(?P<number>\d{{1,12}})/$", replans.replan, name="replan"),
    re_path(rf"^rounds/{DAY}/replan/(?P<number>\d{{1,12}})/accept/$", replans.accept, name="accept_replan"),
    re_path(rf"^rounds/{DAY}/replan/(?P<number>\d{{1,12}})/drop/$", replans.drop, name="drop_replan"),
    re_path(rf"^rounds/{DAY}/replan/(?P<number>\d{{1,12}})/again/$", replans.again, name="replan_again"),
    re_path(rf"^rounds/{DAY}/visits/{VISIT}/$", views.visit, name="visit"),
    path("my-round/", walking.my_round, name="round"),
    re_path(rf"^my-round/{DAY}/$", walking.my_round, name="round_of_day"),
    re_path(rf"^my-round/{DAY}/{VISIT}/(?P<kind>arrived|left|running-late)/$", walking.tell, name="tell"),
]
