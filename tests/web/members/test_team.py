"""A team has members of many employers; skills count once somebody else has verified them, for a while."""

from datetime import date, timedelta

import pytest

from joinedup.web.members.models import Membership, SkillRecord
from joinedup.web.members.queries import members_of, teams_of

pytestmark = pytest.mark.django_db
INSULIN = {"skill": "insulin", "level": "2"}


def soon() -> str:
    return (date.today() + timedelta(days=200)).isoformat()  # noqa: DTZ011, TID251


def verify(client, **form):
    number = SkillRecord.objects.get(ended_at=None).pk
    return client.post(f"/team/skills/{number}/verify/", form)


def test_members_are_the_staff_of_the_neighbourhood_and_those_added(signed_in_as, as_staff, at, audited):
    dentist = as_staff("dentist", username="dentist")
    lead = signed_in_as("lead")
    page = lead.get("/team/").content.decode()
    assert "Nora Nurse" in page
    assert "Wendy Wareham" not in page
    assert "5 members of 3 employers" in page
    for _ in range(2):
        lead.post("/team/add/", {"team": "swanage", "user": dentist.pk})
    assert Membership.objects.count() == 1
    now = Membership.objects.get().starts_at + timedelta(seconds=1)
    assert teams_of(dentist, at=now) == ["swanage"]
    assert dentist in members_of("swanage", at=now)
    assert audited("members.add")[0].detail == {"for": "dentist", "team": "swanage"}
    lead.post("/team/take-out/", {"team": "swanage", "user": dentist.pk})
    assert teams_of(dentist, at=now + timedelta(minutes=5)) == []


def test_only_the_lead_changes_the_team_and_only_their_own(signed_in_as, as_staff):
    dentist = as_staff("dentist", username="dentist")
    assert signed_in_as("lead").post("/team/add/", {"team": "wareham", "user": dentist.pk}).status_code == 404
    assert signed_in_as("nurse").post("/team/add/", {"team": "swanage", "user": dentist.pk}).status_code == 403
    analyst = as_staff("analyst", username="another_analyst")
    assert signed_in_as("lead").post("/team/add/", {"team": "swanage", "user": analyst.pk}).status_code == 409
    assert not Membership.objects.exists()


@pytest.mark.one_database
@pytest.mark.parametrize("user", ["", "x", "-1", "9" * 40, "\x00"])
def test_tampered_member_is_refused_in_words(signed_in_as, user):
    assert signed_in_as("lead").post("/team/add/", {"team": "swanage", "user": user}).status_code in (302, 409)


def test_skill_counts_once_verified_and_until_it_expires(signed_in_as, audited):
    nurse = signed_in_as("nurse")
    nurse.post("/team/skills/mine/", INSULIN)
    found = nurse.get("/team/skills/?skill=insulin&near=swanage").content.decode()
    assert "Their own word: not verified" in found
    assert "Can do it" not in found
    lead = signed_in_as("lead")
    assert verify(lead, expires_on="2020-01-01").status_code == 422
    assert verify(lead, expires_on="2999-01-01").status_code == 422
    assert verify(lead, expires_on="soon").status_code == 422
    assert verify(lead, expires_on=soon()).status_code == 302
    assert "Can do it" in lead.get("/team/skills/?skill=insulin&near=swanage").content.decode()
    assert audited("members.verify_skill")[0].detail["for"] == "nurse"
    SkillRecord.objects.update(expires_on=date(2021, 1, 1))
    assert "Expired on 1 January 2021" in lead.get("/team/skills/?skill=insulin").content.decode()


def test_a_new_level_has_to_be_verified_anew(signed_in_as):
    nurse = signed_in_as("nurse")
    nurse.post("/team/skills/mine/", INSULIN)
    verify(signed_in_as("lead"), expires_on=soon())
    signed_in_as("nurse").post("/team/skills/mine/", INSULIN)  # the same again changes nothing
    assert SkillRecord.objects.get(ended_at=None).verified_by is not None
    signed_in_as("nurse").post("/team/skills/mine/", {**INSULIN, "level": "3"})
    assert SkillRecord.objects.get(ended_at=None).verified_by is None
    assert SkillRecord.objects.count() == 2


def test_nobody_verifies_their_own_skill_or_somebody_elsewhere(signed_in_as):
    lead = signed_in_as("lead")
    lead.post("/team/skills/mine/", INSULIN)
    assert verify(lead, expires_on=soon()).status_code == 409
    SkillRecord.objects.all().delete()
    elsewhere = signed_in_as("elsewhere")
    elsewhere.post("/team/skills/mine/", INSULIN)
    assert verify(signed_in_as("lead"), expires_on=soon()).status_code == 404
    assert verify(signed_in_as("nurse"), expires_on=soon()).status_code == 403


def test_the_nearest_comes_first(signed_in_as, staff):
    for username in ("elsewhere", "nurse", "countywide"):
        SkillRecord.objects.create(
            user=staff(username),
            skill="insulin",
            level=2,
            said_at="2026-04-01T09:00Z",
            verified_by=staff("lead"),
            verified_at="2026-04-01T09:00Z",
            expires_on=soon(),
        )
    page = signed_in_as("nurse").get("/team/skills/?skill=insulin&near=swanage").content.decode()
    order = [page.index(name) for name in ("<strong>Nora Nurse", "<strong>Cory County", "<strong>Wendy Wareham")]
    assert order == sorted(order)
    assert "Wareham, about 7 km away" in page


def test_own_skill_is_taken_back_and_nobody_elses(signed_in_as):
    signed_in_as("nurse").post("/team/skills/mine/", INSULIN)
    number = SkillRecord.objects.get().pk
    assert signed_in_as("gp").post(f"/team/skills/{number}/take-back/").status_code == 404
    assert signed_in_as("nurse").post(f"/team/skills/{number}/take-back/").status_code == 302
    assert SkillRecord.objects.filter(ended_at=None).count() == 0


def test_odd_searches_are_pages_without_a_fault(signed_in_as):
    nurse = signed_in_as("nurse")
    for query in ("skill=x", "skill=%00", "near=%00", "near=" + "x" * 5000, "skill=insulin&near=nowhere"):
        assert nurse.get(f"/team/skills/?{query}").status_code == 200
    assert nurse.get("/team/?team=wareham").status_code == 404
    assert nurse.post("/team/skills/mine/", {"skill": "x", "level": "9"}).status_code == 422


def test_team_page_asks_the_tables_a_fixed_number_of_times(signed_in_as, django_assert_max_num_queries):
    lead = signed_in_as("lead")
    with django_assert_max_num_queries(14):
        lead.get("/team/")
    with django_assert_max_num_queries(13):
        lead.get("/team/skills/?skill=insulin")
