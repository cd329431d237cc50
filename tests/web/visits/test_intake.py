"""A provider's file and its days come in: whole or not at all, with a sentence that names nobody."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from joinedup.core.visits import RoundsWrong
from joinedup.web.visits.intake.actions import load_day, load_provider, load_usual_days
from joinedup.web.visits.intake.provider_file import ProviderFileWrong, read_providers
from joinedup.web.visits.models import Carer, Client, LengthDecision, Publication, Revision
from tests.web.visits.provided import CARERS, PROVIDER, TODAY, TOMORROW, VISITS, a_day, a_provider


def test_days_of_the_usual_week_are_planned_and_published(provider):
    states = Revision.objects.filter(organisation=PROVIDER)
    assert [(one.on, one.number, one.unplanned) for one in states.order_by("on")] == [
        (TODAY, 1, {}),
        (TOMORROW, 1, {}),
    ]
    assert Publication.objects.filter(organisation=PROVIDER).count() == 2
    assert {call[1] for call in states.first().calls} == {one["id"] for one in VISITS}


def test_a_day_that_has_rounds_is_left_as_it_is(provider, now):
    assert load_usual_days(a_provider(), TODAY, 3, by=None, at=now(8)) == 1  # only the third is new


def test_whoever_is_not_in_the_file_any_more_has_left(provider, now):
    load_provider(a_provider(people=CARERS[:2]), by=None, at=now(8))
    assert set(Carer.objects.filter(organisation=PROVIDER, is_active=True).values_list("code", flat=True)) == {
        "ann",
        "ben",
    }


def test_a_client_is_found_in_the_index_by_nhs_number(provider, now):
    from joinedup.web.people.models import Person

    Person.objects.create(person_id="p1", nhs_number="9990000018")
    known = a_provider().model_dump(mode="json")
    known["clients"][0]["nhs_number"] = "9990000018"
    load_provider(type(a_provider()).model_validate(known), by=None, at=now(8))
    found = Client.objects.filter(organisation=PROVIDER).order_by("code").values_list("person_id", flat=True)
    assert list(found) == ["p1", "", ""]


def test_lengths_agreed_before_are_used(provider, now, as_staff):
    who = as_staff("home_care_scheduler", organisation=PROVIDER)
    LengthDecision.objects.create(
        organisation=PROVIDER,
        visit="c1-lunch",
        planned_minutes=30,
        proposed_minutes=50,
        visits_seen=9,
        is_accepted=True,
        decided_by=who,
        decided_at=now(8),
    )
    made = load_day(a_day(), organisation=PROVIDER, on=date(2026, 4, 20), by=who, at=now(9))
    assert {one["id"]: one["minutes"] for one in made.file.document["visits"]}["c1-lunch"] == 50


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"carers": [*CARERS, {**CARERS[0], "id": "zoe"}]}, "names the carer 'zoe'"),
        ({"visits": [*VISITS, {**VISITS[0], "id": "x", "person": "c9", "place": "c1"}]}, "names the client 'c9'"),
        ({"visits": [*VISITS, {**VISITS[0], "id": "a/b"}]}, "'a/b'"),
        ({"visits": [*VISITS, VISITS[0]]}, "given twice"),
    ],
)
def test_a_day_that_does_not_fit_changes_nothing(provider, now, change, words):
    with pytest.raises(RoundsWrong, match=words):
        load_day(a_day(**change), organisation=PROVIDER, on=date(2026, 4, 20), by=None, at=now(8))
    assert not Revision.objects.filter(on=date(2026, 4, 20)).exists()


def test_commands_load_providers_and_days(provider, now, tmp_path, capsys):
    now(8)
    file = tmp_path / "providers.json"
    said = {"joinedup": "home-care providers", "providers": [a_provider().model_dump(mode="json", exclude_none=True)]}
    file.write_text(json.dumps(said), encoding="utf-8")
    call_command("load_home_care", str(file), "--from", "2026-05-01", "--days", "2", "--then", "3")
    assert "hearth: 3 carers, 3 clients, 2 days, 3 days to plan" in capsys.readouterr().out
    entered = Revision.objects.filter(organisation=PROVIDER, how=Revision.How.ENTERED)
    assert [(one.on.day, one.calls, len(one.unplanned)) for one in entered.order_by("on")] == [
        (3, [], 5),
        (4, [], 5),
        (5, [], 5),
    ]
    day = tmp_path / "day.json"
    day.write_text(json.dumps(a_day()), encoding="utf-8")
    call_command("load_rounds", str(day), "--organisation", PROVIDER, "--on", "2026-05-09")
    assert "6 calls, 0 visits unplanned" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("load_rounds", str(day))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("{}", "joinedup: field required"),
        ('{"joinedup": "home-care providers", "providers": []}', "providers: tuple should have at least 1 item"),
        (
            '{"joinedup": "home-care providers", "providers": [{"organisation": "x", "carers": [], "clients": ['
            '{"id": "c", "name": "Secret Name", "address": "", "latitude": 999, "longitude": 0}]}]}',
            "providers, entry 1, clients, entry 1, latitude",
        ),
    ],
)
def test_a_file_that_is_none_is_a_sentence_without_what_it_said(tmp_path, text, words):
    file = tmp_path / "providers.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProviderFileWrong, match=words) as found:
        read_providers(file)
    assert "Secret Name" not in str(found.value)
    with pytest.raises(ProviderFileWrong, match="cannot be opened"):
        read_providers(tmp_path / "none.json")


def test_an_invented_place_begins_with_three_days_and_a_past_and_keeps_what_was_changed(
    provider, now, as_staff, tmp_path
):
    from types import SimpleNamespace

    from joinedup.web.loading import home_care
    from joinedup.web.visits.lengths.queries import proposals
    from joinedup.web.visits.models import CallEvent

    for name in ("ann", "ben", "cal"):
        as_staff("home_care_worker", organisation=PROVIDER, username=name)
    file = tmp_path / "home_care.json"
    said = {"joinedup": "home-care providers", "providers": [a_provider().model_dump(mode="json", exclude_none=True)]}
    file.write_text(json.dumps(said), encoding="utf-8")
    place = SimpleNamespace(home_care_path=file, is_invented=True)
    counts = home_care.load(place, at=now(8))
    assert (counts["home_care_carer"], counts["home_care_client"], counts["rounds_day"]) == (3, 3, 1)
    assert counts["call_event"] == CallEvent.objects.count() == 5 * home_care.home_care_past.DAYS * 2
    assert home_care.load(place, at=now(9)) | {"rounds_day": 0, "call_event": 0} == counts | {
        "rounds_day": 0,
        "call_event": 0,
    }
    assert CallEvent.objects.count() == counts["call_event"]
    entered = Revision.objects.filter(organisation=PROVIDER, how=Revision.How.ENTERED)
    assert (entered.count(), entered.latest("on").on) == (16, date(2026, 4, 19))  # to the end of the week after next
    assert isinstance(proposals(PROVIDER, on=TODAY), list)
    assert home_care.load(SimpleNamespace(home_care_path=None), at=now(9)) == {}
