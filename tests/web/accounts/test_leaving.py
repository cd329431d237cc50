"""Somebody who leaves, or an employer, while signed in: sessions end at once, and care relationships."""

import pytest
from django.core.management import call_command
from django.test import Client

from joinedup.core.errors import CannotProceed
from joinedup.web.accounts.models import User
from joinedup.web.governance.actions import open_relationship
from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.governance.queries import has_relationship
from joinedup.web.notices.models import Choice

pytestmark = pytest.mark.django_db


def signed_in_as(user):
    client = Client()
    client.post("/sign-in/persona/", {"username": user.username})
    return client


@pytest.mark.parametrize(
    ("said", "reason"),
    [(["--remove-organisation", "closing"], "Their employer was removed"), (["--remove", "leaving"], "They left")],
    ids=["an employer", "one of its staff"],
)
def test_whoever_leaves_is_signed_out_and_others_are_not(as_staff, at, capsys, said, reason):
    leaving = as_staff("gp", organisation="closing", username="leaving")
    staying = as_staff("social_worker", organisation="council")
    theirs, other = signed_in_as(leaving), signed_in_as(staying)
    open_relationship(by=leaving, at=at, person_id="p1", ground="contact", reason="visits")
    call_command("staff", *said)
    assert capsys.readouterr().out == "1 member of staff can no longer sign in.\n"
    assert theirs.get("/your-notices/").status_code == 302
    assert other.get("/your-notices/").status_code == 200
    assert Client().post("/sign-in/persona/", {"username": leaving.username}).status_code == 404
    assert not has_relationship(leaving, "p1", at.replace(year=2027))
    assert CareRelationship.objects.get().end_reason == reason
    assert AuditEntry.objects.get(action="accounts.remove").username == leaving.username


def test_a_colleague_of_whoever_leaves_stays(as_staff):
    as_staff("gp", organisation="closing", username="leaving")
    colleague = signed_in_as(as_staff("gp", organisation="closing", username="staying"))
    call_command("staff", "--remove", "leaving")
    assert colleague.get("/your-notices/").status_code == 200


def test_session_does_not_come_back_to_life_when_they_do(as_staff):
    leaving = as_staff("gp", organisation="closing")
    theirs = signed_in_as(leaving)
    call_command("staff", "--remove-organisation", "closing")
    User.objects.update(is_active=True)
    assert theirs.get("/your-notices/").status_code == 302


def test_employer_of_nobody_is_a_sentence(db):
    with pytest.raises(CannotProceed, match="Nobody active works for 'nowhere'"):
        call_command("staff", "--remove-organisation", "nowhere")


def test_form_half_filled_when_the_employer_goes_is_not_carried_out(as_staff):
    leaving = as_staff("gp", organisation="closing")
    theirs = signed_in_as(leaving)
    call_command("staff", "--remove-organisation", "closing")
    assert theirs.post("/your-notices/", {"wanted": ["task"]}).status_code == 302
    assert not Choice.objects.exists()


def test_nobody_leaves_where_one_of_them_is_not_on_the_staff(as_staff):
    as_staff("gp", username="leaving")
    with pytest.raises(CannotProceed, match="No active member of staff has the username elsewhere"):
        call_command("staff", "--remove", "leaving", "elsewhere")
    assert User.objects.get(username="leaving").is_active
