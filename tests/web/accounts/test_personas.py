"""In a demo anyone may sign in as invented staff; elsewhere that way in does not exist."""

from datetime import UTC, date, datetime
from html import unescape
from types import ModuleType

import pytest
from django.core.management import call_command
from django.urls import include, path

from joinedup.web.accounts.actions import StaffNotReadable, UnknownRole, load_staff
from joinedup.web.accounts.models import User
from joinedup.web.accounts.urls import addresses
from joinedup.web.governance.models import AuditEntry
from joinedup.web.governance.roles import Role
from joinedup.web.people.models import Neighbourhood, Organisation, Run

pytestmark = pytest.mark.django_db


def test_persona_signs_in_with_a_new_session_and_is_audited(client, as_staff):
    user = as_staff("social_worker")
    client.get("/sign-in/")
    client.session["x"] = 1
    before = client.session.session_key
    assert client.post("/sign-in/persona/", {"username": user.username}).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before
    assert AuditEntry.objects.get().detail == {"how": "persona"}


def test_page_lists_staff_by_role_without_the_inactive(client, as_staff):
    as_staff("gp", neighbourhood="purbeck")
    gone = as_staff("analyst")
    gone.is_active = False
    gone.save()
    html = client.get("/sign-in/").content.decode()
    assert "gp.purbeck" in html
    assert gone.username not in html


@pytest.mark.parametrize("username", ["nobody", "", "analyst.everywhere"])
def test_unknown_or_inactive_persona_cannot_sign_in(client, as_staff, username):
    gone = as_staff("analyst")
    gone.is_active = False
    gone.save()
    assert client.post("/sign-in/persona/", {"username": username}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_a_demo_the_view_is_not_found(client, as_staff, settings):
    settings.DEMO = False
    user = as_staff("gp")
    assert client.post("/sign-in/persona/", {"username": user.username}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_a_demo_the_address_is_not_there_and_nobody_is_listed(client, as_staff, settings):
    user = as_staff("gp")
    settings.DEMO = False
    urls = ModuleType("urls_outside_a_demo")
    urls.urlpatterns = [path("", include((addresses(is_demo=False), "accounts")))]
    assert "sign_in_as_persona" not in [address.name for address in addresses(is_demo=False)]
    settings.ROOT_URLCONF = urls
    assert client.post("/sign-in/persona/", {"username": user.username}).status_code == 404
    html = client.get("/sign-in/").content.decode()
    assert user.username not in html
    assert "Signing in is not set up" in html


def test_sign_in_page_sends_whoever_is_signed_in_onward(signed_in):
    assert signed_in("gp").get("/sign-in/?next=/robots.txt").headers["Location"] == "/robots.txt"


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_another_site(client, as_staff, onward):
    user = as_staff("gp")
    response = client.post("/sign-in/persona/", {"username": user.username, "next": onward})
    assert response.headers["Location"] == "/"


def test_staff_are_loaded_and_brought_up_to_date():
    row = {"username": "a", "name": "Invented A", "role": "gp", "organisation": "surgery", "neighbourhood": "purbeck"}
    assert load_staff([row]) == 1
    assert load_staff([row | {"role": "team_lead"}, row | {"username": "b", "neighbourhood": ""}]) == 2
    assert dict(User.objects.values_list("username", "role")) == {"a": "team_lead", "b": "gp"}


def test_staff_with_an_unknown_role_are_not_loaded():
    row = {"username": "a", "name": "A", "role": "magician", "organisation": "o", "neighbourhood": ""}
    with pytest.raises(UnknownRole, match="community_nurse"):
        load_staff([row])
    assert not User.objects.exists()


def test_staff_are_entered_from_a_file_with_their_subjects(tmp_path, capsys):
    file = tmp_path / "staff.csv"
    file.write_text("username,name,role,organisation,neighbourhood,subject\na,Invented A,gp,surgery,,subject-9\n")
    call_command("staff", str(file))
    assert User.objects.get(subject="subject-9").role == "gp"
    assert "1 member of staff" in capsys.readouterr().out


def test_staff_without_a_column_are_not_loaded():
    with pytest.raises(StaffNotReadable, match="no neighbourhood"):
        load_staff([{"username": "a", "name": "A", "role": "gp", "organisation": "o"}])


def test_list_without_subjects_leaves_those_known_alone(as_staff):
    user = as_staff("gp", username="a")
    user.subject = "subject-1"
    user.save()
    load_staff([{"username": "a", "name": "A", "role": "gp", "organisation": "o", "neighbourhood": ""}])
    user.refresh_from_db()
    assert (user.subject, user.organisation) == ("subject-1", "o")


def test_personas_say_in_words_where_they_work_and_what_each_role_sees(client, as_staff):
    Organisation.objects.create(code="invented_trust", name="The Invented Trust", kind="community_trust")
    Neighbourhood.objects.create(code="mid_purbeck", name="Middle of Purbeck")
    Run.objects.create(place_name="Dorset", as_at=date(2026, 4, 1), loaded_at=datetime(2026, 4, 2, tzinfo=UTC))
    as_staff("analyst")
    as_staff("community_nurse", neighbourhood="mid_purbeck")
    html = client.get("/sign-in/").content.decode()
    for words in ("The Invented Trust", "Middle of Purbeck", "All of Dorset", Role.ANALYST.sees):
        assert words in unescape(html)
    assert "invented_trust" not in html
    assert html.index("Community nurse") < html.index("Analyst")


def test_many_of_a_role_stand_behind_a_word(client, as_staff):
    for hood in "abcdefg":
        as_staff("team_lead", neighbourhood=hood)
    html = client.get("/sign-in/").content.decode()
    assert "3 more" in html
    assert html.count('name="username"') == 7
