"""Planning for a place: what leads see, ask and accept; what feeds the next run; what is audited and refused."""

import csv
import json
import re
from html import unescape

import pytest
from django.core.management import call_command

from joinedup.core.engine import Engine
from joinedup.core.plans.decisions import lists_of
from joinedup.web.governance.models import IsAppendOnly
from joinedup.web.people.models import Run
from joinedup.web.plans.models import Acceptance, Beginnings, Decision, Offer, Package, PackageEffect, PackageItem, Plan
from joinedup.web.plans.planning import actions, queries
from joinedup.web.plans.planning.presenters import limits
from joinedup.web.risk.models import Score
from tests.web.loaded import audited, signed_in_as, staff, take_into_care  # noqa: F401
from tests.web.plans.planned import planned_folder, small_place  # noqa: F401

ASK = {
    "offer": "falls_exercise",
    "neighbourhood": "",
    "places": "+100%",
    "funder": "",
    "money": "",
    "name": "More classes",
}


@pytest.fixture
def lead(signed_in_as):  # noqa: F811
    return signed_in_as("lead")


@pytest.fixture
def programme(signed_in_as):  # noqa: F811
    return signed_in_as("programme")


@pytest.fixture
def analyst(signed_in_as):  # noqa: F811
    return signed_in_as("analyst")


def words_of(response) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", response.content.decode())).split())


def asked(client, **changes):
    response = client.post("/planning/what-if/", {**ASK, **changes})
    assert response.status_code == 302, words_of(response)
    return Plan.objects.get(pk=int(response["Location"].strip("/").split("/")[-1]))


def test_a_lead_sees_limits_prices_unmet_need_and_who_pays(lead):
    text = words_of(lead.get("/planning/"))
    assert "No plan is accepted for this month yet" in text
    assert "With promises counted, no plan within these limits could do 0." in text
    assert "in nine draws of ten" in text
    assert re.search(
        r"One more place on '[^']+' in \w+ would be worth \d+\.\d{3}( events avoided a year\.|: not events alone)"
        r"|£1,000 more from",
        text,
    )
    assert "Swanage" in text
    assert "Kept" in text
    assert "Strength and balance exercise" in text
    assert "None claimed" in text  # capacity freed is not cash


def test_looking_is_audited(lead, audited):  # noqa: F811
    lead.get("/planning/")
    assert len(audited("plans.view_plan")) == 1


def test_the_page_names_nobody(lead):
    text = lead.get("/planning/").content.decode()
    assert not re.search(r"p[0-9a-f]{16}|Ada|Bertie|High Street", text)


def test_an_analyst_sees_rounded_counts_and_cannot_accept(analyst):
    text = words_of(analyst.get("/planning/"))
    assert "7 or fewer" in text
    assert "Look at accepting" not in text
    base = Plan.objects.get(is_base=True)
    assert analyst.post(f"/planning/{base.pk}/accept/", {"seen": "0"}).status_code == 403
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("username", ["nurse", "gp", "ig"])
def test_others_do_not_plan(signed_in_as, username):  # noqa: F811
    client = signed_in_as(username)
    assert client.get("/planning/").status_code == 403
    assert client.post("/planning/what-if/", ASK).status_code == 403
    assert client.get("/planning/side-by-side/?plan=1").status_code == 403


def test_a_what_if_stands_beside_the_plan_and_is_audited(lead, audited):  # noqa: F811
    plan = asked(lead)
    base = Plan.objects.get(is_base=True)
    assert plan.figures["worth"] >= base.figures["worth"]
    text = words_of(lead.get(f"/planning/{plan.pk}/"))
    assert "Changed: Strength and balance exercise +100%" in text
    assert "The run's plan More classes" in text
    assert "Lee Lead" in text
    entry = audited("plans.ask_what_if")[0]
    assert entry.detail == {"plan": plan.pk, "changes": ["falls_exercise=+100%"]}
    assert "More classes" in words_of(lead.get("/planning/"))


def test_less_money_spends_less(lead):
    plan = asked(lead, offer="", places="", funder="nhs_dorset", money="-50%", name="")
    base = Plan.objects.get(is_base=True)
    assert plan.figures["cost_pence"]["nhs_dorset"] <= 75_000 < base.figures["cost_pence"]["nhs_dorset"]
    assert plan.name == "NHS Dorset -50%"
    assert plan.lost > 0


def test_a_what_if_goes_on_from_another_and_the_last_word_on_a_limit_counts(lead):
    first = asked(lead)
    assert "What if more were different?" in words_of(lead.get(f"/planning/{first.pk}/"))
    second = asked(lead, on=first.pk, places="+50%", funder="nhs_dorset", money="-50%", name="")
    assert second.changes == ["falls_exercise=+50%", "nhs_dorset=-50%"]
    assert second.name == "More classes, Strength and balance exercise +50%, NHS Dorset -50%"
    third = asked(lead, on=second.pk, neighbourhood="swanage", places="+4")
    assert third.changes == ["falls_exercise=+50%", "nhs_dorset=-50%", "falls_exercise@swanage=+4"]
    assert third.figures["cost_pence"]["nhs_dorset"] <= 75_000
    base = Plan.objects.get(is_base=True)
    assert "What if more were different?" not in words_of(lead.get(f"/planning/{base.pk}/"))


def test_what_cannot_be_gone_on_from_is_said_where_it_was_asked(lead):
    first = asked(lead)
    response = lead.post("/planning/what-if/", {**ASK, "on": first.pk, "places": "lots"})
    assert response.status_code == 422
    assert "Changed: Strength and balance exercise +100%" in words_of(response)
    assert "Places: write an amount such as" in words_of(response)
    assert lead.post("/planning/what-if/", {**ASK, "on": "999999"}).status_code == 404
    assert lead.post("/planning/what-if/", {**ASK, "on": "first"}).status_code == 422
    assert Plan.objects.count() == 2


def test_what_ifs_stand_side_by_side(lead, audited):  # noqa: F811
    one, other = asked(lead), asked(lead, offer="", places="", funder="nhs_dorset", money="-50%", name="Half the money")
    looks = len(audited("plans.view_plan"))
    text = words_of(lead.get(f"/planning/side-by-side/?plan={one.pk}&plan={other.pk}"))
    assert "In a year The run's plan More classes Half the money" in text
    assert "Half the money : the budget of NHS Dorset -50%" in text
    assert len(audited("plans.view_plan")) == looks + 1


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("", "Select what-ifs to compare"),
        ("plan=x", "Select what-ifs from the list"),
        ("plan=99999999999999999999", "Select what-ifs from the list"),
        ("base", "Select what-ifs from the list"),
        ("five", "Select at most 4 what-ifs"),
    ],
)
def test_what_cannot_stand_side_by_side_says_why(lead, wanted, said):
    made = [asked(lead, places=f"+{places}", name="") for places in range(1, 6)]
    sent = {"base": f"plan={Plan.objects.get(is_base=True).pk}", "five": "&".join(f"plan={one.pk}" for one in made)}
    response = lead.get(f"/planning/side-by-side/?{sent.get(wanted, wanted)}")
    assert response.status_code == 422
    assert said in words_of(response)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"places": "lots"}, "Places: write an amount such as"),
        ({"places": ""}, "Say how much"),
        ({"offer": ""}, "Select what the amount is of"),
        ({"offer": "", "places": ""}, "Select an offer or a budget to change"),
        ({"offer": "massage"}, "Select an offer from the list"),
        ({"neighbourhood": "atlantis"}, "Select a neighbourhood from the list"),
        ({"funder": "bank", "money": "3"}, "Select a budget from the list"),
        ({"name": "x" * 81}, "Name must be 80 characters or fewer"),
        ({"places": "9" * 300}, "Places: write an amount such as"),
    ],
)
def test_a_what_if_that_makes_no_sense_says_why(lead, changes, said):
    response = lead.post("/planning/what-if/", {**ASK, **changes})
    assert response.status_code == 422
    assert said in words_of(response)
    assert Plan.objects.count() == 1


def test_accepting_the_runs_plan_keeps_its_proposals_and_says_who(programme, audited):  # noqa: F811
    base = Plan.objects.get(is_base=True)
    before = list(PackageItem.objects.order_by("person_id", "offer_id").values_list("person_id", "offer_id"))
    text = words_of(
        programme.post(f"/planning/{base.pk}/accept/", {"seen": "0", "note": "Board, 3 April"}, follow=True)
    )
    assert "is the month's plan" in text
    assert "The month's plan: “The run's plan”, accepted by" in text
    made = Acceptance.objects.get()
    assert [tuple(pair) for pair in made.proposals] == before
    assert made.note == "Board, 3 April"
    assert audited("plans.accept_plan")[0].detail["items"] == len(before)
    with pytest.raises(IsAppendOnly):
        made.delete()


def test_accepting_a_what_if_puts_its_packages_in_place_and_back_again(lead, programme, monkeypatch):
    before = set(PackageItem.objects.values_list("person_id", "offer_id"))
    plan = asked(lead, offer="falls_exercise", places="0")
    programme.post(f"/planning/{plan.pk}/accept/", {"seen": "0"})
    now = set(PackageItem.objects.values_list("person_id", "offer_id"))
    assert "falls_exercise" in {offer for _, offer in before}
    assert "falls_exercise" not in {offer for _, offer in now}
    assert Package.objects.count() == len({person for person, _ in now})
    assert lists_know_who_has_a_package()
    effect = PackageEffect.objects.first()
    item = PackageItem.objects.get(person_id=effect.person_id, offer_id=effect.offer_id)
    assert item.why
    assert item.stays_share is not None
    page = lead.get("/planning/")
    assert "The month's plan: “More classes”" in words_of(page)
    monkeypatch.setattr(queries, "MOST_SHOWN", 1)
    asked(lead, offer="falls_exercise", places="1")  # however many are asked since
    assert tiles_of(lead.get("/planning/")) == tiles_of(page)
    base = Plan.objects.get(is_base=True)
    programme.post(f"/planning/{base.pk}/accept/", {"seen": "1"})
    again = set(PackageItem.objects.values_list("person_id", "offer_id"))
    assert again == before
    assert Acceptance.objects.count() == 2
    assert lists_know_who_has_a_package()


def test_a_what_if_asked_before_another_was_accepted_is_asked_again(lead, programme):
    first, second = asked(lead, places="0"), asked(lead, offer="", places="", funder="nhs_dorset", money="-50%")
    programme.post(f"/planning/{first.pk}/accept/", {"seen": "0"})
    now = set(PackageItem.objects.values_list("person_id", "offer_id"))
    response = programme.post(f"/planning/{second.pk}/accept/", {"seen": "1"})
    assert response.status_code == 409
    assert "was asked before another plan was accepted" in words_of(response)
    assert set(PackageItem.objects.values_list("person_id", "offer_id")) == now
    assert "from what was proposed when it was asked" in words_of(lead.get(f"/planning/{second.pk}/"))
    assert programme.post(f"/planning/{first.pk}/accept/", {"seen": "1"}).status_code == 302  # it is in force already
    assert set(PackageItem.objects.values_list("person_id", "offer_id")) == now


def test_a_what_if_is_accepted_as_it_was_shown(lead, programme):
    programme.post(f"/planning/{Plan.objects.get(is_base=True).pk}/accept/", {"seen": "0"})
    before = set(PackageItem.objects.values_list("person_id", "offer_id"))
    shown = asked(lead, places="0")
    assert programme.post(f"/planning/{shown.pk}/accept/", {"seen": "1"}).status_code == 302
    now = set(PackageItem.objects.values_list("person_id", "offer_id"))
    assert (len(now - before), len(before - now)) == (shown.gained, shown.lost)
    assert Plan.objects.get(pk=shown.pk).figures["mark"] == shown.figures["mark"]


def test_a_choice_that_is_not_the_one_shown_is_not_accepted(lead, programme):
    shown = asked(lead, places="0")
    before = set(PackageItem.objects.values_list("person_id", "offer_id"))
    Plan.objects.filter(pk=shown.pk).update(figures=shown.figures | {"mark": "another"})
    response = programme.post(f"/planning/{shown.pk}/accept/", {"seen": "0"})
    assert response.status_code == 409
    assert "gives another plan than the one shown" in words_of(response)
    assert set(PackageItem.objects.values_list("person_id", "offer_id")) == before


def test_the_runs_own_plan_comes_back_as_it_was_or_not_at_all(lead, programme):
    base = Plan.objects.get(is_base=True)
    assert base.figures["mark"]
    programme.post(f"/planning/{asked(lead, places='0').pk}/accept/", {"seen": "0"})
    now = set(PackageItem.objects.values_list("person_id", "offer_id"))
    Plan.objects.filter(pk=base.pk).update(figures=base.figures | {"mark": "another"})
    assert programme.post(f"/planning/{base.pk}/accept/", {"seen": "1"}).status_code == 409
    assert set(PackageItem.objects.values_list("person_id", "offer_id")) == now
    Plan.objects.filter(pk=base.pk).update(figures=base.figures)
    assert programme.post(f"/planning/{base.pk}/accept/", {"seen": "1"}).status_code == 302


def tiles_of(response) -> list[str]:
    """The figures of the plan that is shown."""
    found = re.findall(r'class="app-summary-card__number">([^<]*)<', response.content.decode())
    assert found
    return found


def lists_know_who_has_a_package():
    said = set(Score.objects.filter(has_package=True).values_list("person_id", flat=True))
    scored = set(Score.objects.values_list("person_id", flat=True))
    return said == scored & set(Package.objects.values_list("person_id", flat=True))


def test_the_second_of_two_leads_is_told(programme):
    base = Plan.objects.get(is_base=True)
    programme.post(f"/planning/{base.pk}/accept/", {"seen": "0"})
    response = programme.post(f"/planning/{base.pk}/accept/", {"seen": "0", "note": "mine"})
    assert response.status_code == 409
    assert "Somebody accepted a plan while you were looking" in words_of(response)
    assert Acceptance.objects.count() == 1


@pytest.mark.parametrize(
    "sent", [{}, {"seen": "x"}, {"seen": "-1"}, {"seen": "0", "note": "x" * 501}, {"seen": "9" * 40}]
)
def test_an_acceptance_that_cannot_be_kept_is_not(programme, sent):
    base = Plan.objects.get(is_base=True)
    assert programme.post(f"/planning/{base.pk}/accept/", sent).status_code == 422
    assert not Acceptance.objects.exists()


def test_a_plan_that_is_not_there_is_not_found(lead, programme):
    assert lead.get("/planning/999999/").status_code == 404
    assert programme.post("/planning/999999/accept/", {"seen": "0"}).status_code == 404
    assert lead.get("/planning/what-if/").status_code == 405


def test_all_or_nothing(lead, staff, at, monkeypatch):  # noqa: F811
    plan = asked(lead, places="0")
    before = set(PackageItem.objects.values_list("person_id", "offer_id"))

    def fail(**_):
        raise RuntimeError("no audit")

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(RuntimeError, match="no audit"):
        actions.accept(plan, seen=0, note="", by=staff("lead"), at=at)
    assert set(PackageItem.objects.values_list("person_id", "offer_id")) == before
    assert not Acceptance.objects.exists()


def test_decisions_and_proposals_feed_the_next_choice(programme, staff, take_into_care, at, tmp_path):  # noqa: F811
    programme.post(f"/planning/{Plan.objects.get(is_base=True).pk}/accept/", {"seen": "0"})
    one, other = PackageItem.objects.order_by("person_id", "offer_id")[:2]
    for item, choice, reason in ((one, "accepted", "agreed"), (other, "declined", "not_wanted")):
        Decision.objects.create(
            person_id=item.person_id,
            offer_code=item.offer_id,
            version=1,
            choice=choice,
            reason=reason,
            note="private words",
            was_proposed=True,
            offer_name="x",
            decided_by=staff("nurse"),
            decided_at=at,
        )
    out = tmp_path / "packages.csv"
    call_command("export_package_decisions", out=out)
    text = out.read_text()
    assert "private words" not in text
    import pyarrow as pa

    rows = list(csv.DictReader(text.splitlines()))
    assert {row["choice"] for row in rows} == {"proposed", "accepted", "declined"}
    with Engine(memory_gigabytes=1, threads=1) as engine:
        lists = {
            row["person_id"]: row for row in lists_of(pa.Table.from_pylist(rows), engine, as_at=at.date()).to_pylist()
        }
    assert one.offer_id in lists[one.person_id]["receives"]
    assert other.offer_id in lists[other.person_id]["refused"]


def test_a_run_without_a_plan_says_so(lead):
    Plan.objects.all().delete()
    assert "There is no plan to look at" in words_of(lead.get("/planning/"))
    assert "There is no plan to look at" in words_of(lead.post("/planning/what-if/", ASK))


def test_a_persons_page_says_what_came_nearest_and_what_would_change(signed_in_as, take_into_care):  # noqa: F811
    nurse = signed_in_as("nurse")
    own = PackageItem.objects.filter(person__neighbourhood=nurse.user.neighbourhood, stays_share__isnull=False)
    item = own.exclude(person__package__next_best="").exclude(would_change="").first()
    take_into_care(nurse.user, item.person_id)
    text = words_of(nurse.get(f"/people/{item.person_id}/"))
    assert "Nearest to being proposed:" in text
    assert "What would change this:" in text
    assert "of 100 draws of what the effects may be" in text


def test_limits_that_collide_are_said_in_words(staff):  # noqa: F811
    of_place = {"limit": "capacity", "offer": "a", "neighbourhood": "swanage", "funder": None}
    of_money = {"limit": "budget", "offer": None, "neighbourhood": None, "funder": "icb"}
    rows = [
        of_place | {"needed": 5.0, "available": 4.0, "people": 1},
        of_money | {"needed": 900.0, "available": 300.0, "people": 9},
        {"limit": "right", "offer": "a", "reason": "It is not known which organisation pays.", "people": 1},
    ]
    known = limits.Names({"a": "Carer's assessment"}, {"swanage": "Swanage"}, {"icb": "NHS Dorset"})
    rounded = limits.collision_words(rows, known, staff("analyst"))
    assert rounded == [
        "Carer's assessment in Swanage: more needed than the 4 there. People whose right is not met: 7 or fewer.",
        "The budget of NHS Dorset: more needed than the £3 there. People whose right is not met: 10.",
        "Carer's assessment: It is not known which organisation pays. People whose right is not met: 7 or fewer.",
    ]
    carer = staff("nurse")
    carer.neighbourhood = "swanage"
    assert limits.collision_words(rows, known, carer) == [
        "Carer's assessment in Swanage: 5 places needed, 4 there. People whose right is not met: 1.",
        *rounded[1:],
    ]


def test_loading_a_run_keeps_acceptances_and_replaces_plans(lead, programme, planned_folder, at):  # noqa: F811
    from joinedup.web import loading

    asked(lead)
    programme.post(f"/planning/{Plan.objects.get(is_base=True).pk}/accept/", {"seen": "0"})
    loading.load(*planned_folder, at=at)
    assert Plan.objects.count() == 1
    assert Acceptance.objects.count() == 1
    assert Offer.objects.exists()
    assert Run.objects.exists()
    assert "No plan is accepted for this month yet" in words_of(lead.get("/planning/"))


def test_an_offer_the_place_does_not_have_yet_may_be_tried(lead):
    base, beginnings = Plan.objects.get(is_base=True), Beginnings.objects.get()
    assert "(none here yet)" not in lead.get("/planning/").content.decode()
    settings = json.loads(beginnings.settings)
    settings["limits"]["capacities"] = [row for row in settings["limits"]["capacities"] if row[0] != "falls_exercise"]
    beginnings.settings = json.dumps(settings)
    beginnings.save()
    base.limits = [row for row in base.limits if row["offer"] != "falls_exercise"]
    base.save()
    assert "(none here yet)" in lead.get("/planning/").content.decode()
    none = asked(lead, offer="falls_exercise", neighbourhood="swanage", places="0", name="Nothing new")
    some = asked(lead, offer="falls_exercise", neighbourhood="swanage", places="40", name="Something new")
    assert some.figures["avoided"]["fall"] > none.figures["avoided"].get("fall", 0)


def test_what_the_place_decided_about_weighing_stands_on_the_page_with_the_reason(lead):
    before = words_of(lead.get("/planning/"))
    assert "How packages are weighed here" not in before
    assert "the place's own figures" not in before
    base = Plan.objects.get(is_base=True)
    base.figures |= {"weighed": {"why": "Board, 3 March", "decide_by": "cautious", "weights": {"fall": 0.5}}}
    base.figures |= {"event_values": {"care_home": {"capacity_pence": 0, "cash_pence": 2_100_000, "source": "Finance"}}}
    base.save()
    text = words_of(lead.get("/planning/"))
    assert "How packages are weighed here" in text
    assert "Decided by a cautious value of effects" in text
    assert "falls 0.5" in text
    assert "£21,000 in cash (Finance)" in text
    assert "Why Board, 3 March" in text
