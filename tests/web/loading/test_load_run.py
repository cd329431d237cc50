"""A run goes in whole, and what people did before stays."""

import shutil
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from joinedup.core.errors import CannotProceed
from joinedup.core.plans import library
from joinedup.core.teams.referrals import kind_of
from joinedup.web import loading
from joinedup.web.accounts.models import User
from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.loading import rows
from joinedup.web.loading.lineage import end_of
from joinedup.web.people.models import FormerId, Neighbourhood, Person, Run, TimelineEntry, UnpaidCarer
from joinedup.web.plans.models import Decision, LocalHelp, Offer, PackageItem
from joinedup.web.referrals.queries import kind_here
from joinedup.web.risk.models import Reason, Score
from tests.web import small_run

LATER = datetime(2026, 5, 2, 6, tzinfo=UTC)


def test_every_row_of_the_run_is_in_the_database(small_place, run_folder):
    run, _ = run_folder
    for name, model in (
        ("link/person", Person),
        ("link/timeline", TimelineEntry),
        ("link/events/unpaid_carer", UnpaidCarer),
        ("risk/score", Score),
        ("risk/reason", Reason),
        ("plans/package_item", PackageItem),
    ):
        assert model.objects.count() == pq.read_metadata(run / f"{name}.parquet").num_rows, name


def test_values_are_those_of_the_files(small_place):
    person = Person.objects.get(person_id=small_run.person_id(0))
    assert (person.nhs_number, person.age_years, person.frailty) == ("9990000000", 58, "")
    assert person.has_unpaid_carer
    assert Person.objects.get(person_id=small_run.person_id(7)).frailty == "severe"
    score = Score.objects.get(person=person, outcome="admission_or_death")
    assert score.probability == small_run.probability(0, "admission_or_death")
    assert score.intercept == -2.0


def test_main_reason_is_the_one_that_raises_most(small_place):
    above = Score.objects.filter(is_above_threshold=True)
    assert set(above.values_list("main_reason", flat=True)) == {"falls_24m"}
    below = Score.objects.filter(is_above_threshold=False)
    assert set(below.values_list("main_reason", flat=True)) == {""}


def test_population_counts_the_living(small_place):
    assert sum(Neighbourhood.objects.values_list("population", flat=True)) == small_run.PEOPLE - 1


def test_run_knows_its_outcomes_and_their_reasons(small_place):
    run = Run.objects.get()
    assert set(run.outcomes) == set(small_run.THRESHOLDS)
    assert next(iter(run.outcomes)) == "admission_or_death"  # scored for most people, so shown first
    assert run.outcomes["fall"] == ["function", "health", "person", "social"]
    assert run.thresholds["fall"] == 0.25


def test_thresholds_are_those_the_run_was_made_with(db, run_folder, tmp_path):
    run, place = run_folder
    shutil.copytree(place.parent, tmp_path / "county")
    changed = tmp_path / "county" / "place.toml"
    changed.write_text(place.read_text(encoding="utf-8").replace("fall = 0.25", "fall = 0.9"), encoding="utf-8")
    loading.load(run, changed, at=LATER)
    assert Run.objects.get().thresholds["fall"] == 0.25


def test_targets_of_referrals_come_from_the_place_file(db, run_folder, tmp_path):
    run, place = run_folder
    shutil.copytree(place.parent, tmp_path / "county")
    changed = tmp_path / "county" / "place.toml"
    section = '[referrals]\nwhy = "Agreed in May"\ntargets.pharmacy = {answered_hours = 72}\n\n[thresholds]'
    changed.write_text(place.read_text(encoding="utf-8").replace("[thresholds]", section, 1), encoding="utf-8")
    loading.load(run, changed, at=LATER)
    here = kind_here("pharmacy")
    assert (here.seen_hours, here.answered_hours, here.reason) == (48, 72, "Agreed in May")
    loading.load(run, place, at=LATER)
    assert kind_here("pharmacy") == kind_of("pharmacy")


def test_loading_again_replaces_the_run_and_keeps_what_people_did(small_place, run_folder, staff, take_into_care, at):
    nurse, person = staff("nurse"), Person.objects.get(person_id=small_run.person_id(0))
    take_into_care(nurse, person.person_id)
    decision = {"version": 1, "choice": "accepted", "was_proposed": True, "offer_name": "x", "decided_at": at}
    Decision.objects.create(person_id=person.person_id, offer_code="falls_exercise", decided_by=nurse, **decision)
    before = {model: model.objects.count() for model in (Person, Score, Reason, TimelineEntry, User, AuditEntry)}
    loading.load(*run_folder, at=LATER)
    assert Run.objects.get().loaded_at == LATER
    assert {model: model.objects.count() for model in before} == before
    assert Decision.objects.count() == CareRelationship.objects.count() == 1


def test_run_without_a_needed_table_changes_nothing(small_place, run_folder, tmp_path):
    run, place = run_folder
    shutil.copytree(run, tmp_path / "run")
    (tmp_path / "run" / "risk" / "score.parquet").unlink()
    with pytest.raises(CannotProceed, match="has no risk/score"):
        loading.load(tmp_path / "run", place, at=LATER)
    assert Person.objects.count() == small_run.PEOPLE


def test_run_that_fails_half_way_leaves_the_earlier_one(small_place, run_folder, tmp_path):
    run, place = run_folder
    shutil.copytree(run, tmp_path / "run")
    broken = tmp_path / "run" / "plans" / "package_item.parquet"
    table = pq.read_table(broken)
    twice = pa.concat_tables([table, table])  # an offer twice in one package
    pq.write_table(twice, broken)
    with pytest.raises(Exception, match=r"(?i)unique"):
        loading.load(tmp_path / "run", place, at=LATER)
    assert Run.objects.get().loaded_at != LATER


def test_run_before_plans_and_carers_can_be_loaded(db, run_folder, tmp_path):
    run, place = run_folder
    shutil.copytree(run, tmp_path / "run")
    shutil.rmtree(tmp_path / "run" / "plans")
    shutil.rmtree(tmp_path / "run" / "link" / "events")
    counts = loading.load(tmp_path / "run", place, at=LATER)
    assert (counts["package"], counts["unpaid_carer"], counts["person"]) == (0, 0, small_run.PEOPLE)


def test_catalogue_has_every_offer_with_its_evidence(small_place):
    exercise = Offer.objects.get(code="falls_exercise")
    assert exercise.name != exercise.code
    assert "Sherrington" in exercise.source


def test_merged_ids_lead_to_the_person_who_remained(small_place):
    assert FormerId.objects.get(former_id="pold0000000000001").person_id == small_run.person_id(0)


def test_chain_of_merges_ends_and_a_ring_does_not_hang():
    assert end_of("a", {"a": "b", "b": "c"}) == "c"
    assert end_of("a", {"a": "b", "b": "a"}) in {"a", "b"}


def test_staff_are_loaded_only_for_an_invented_place(db, run_folder, tmp_path):
    run, place = run_folder
    shutil.copytree(place.parent, tmp_path / "county")
    real = tmp_path / "county" / "place.toml"
    real.write_text(place.read_text(encoding="utf-8").replace("is_invented = true", ""), encoding="utf-8")
    assert loading.load(run, real, at=LATER)["staff"] == 0
    assert User.objects.count() == 0


def test_catalogue_says_what_an_offer_costs_here_and_who_pays(small_place):
    person = Person.objects.get(pk=small_run.person_id(0))
    review, home_care = Offer.objects.get(code="medicines_review"), Offer.objects.get(code="home_care_review")
    assert review.cost_pence == library().cost_pence(next(o for o in library().offers if o.code == review.code)) > 0
    assert review.payer_for(person) == "nhs_dorset"
    assert home_care.payer_for(person) == "dorset_council"
    assert home_care.payer_for(Person(local_authority="Elsewhere")) == ""
    assert Offer.objects.get(code="reablement").cost_pence is None  # only the place can say, and this one does not


def test_councils_word_on_a_carer_is_the_latest_before_the_run(run_folder, tmp_path, db):
    run = shutil.copytree(run_folder[0], tmp_path / "run")
    said = {"organisation": "dorset_council", "client_type": "service user", "file": "cld.csv"}
    events = [
        {**said, "person_id": small_run.person_id(n), "starts_on": day, "has_unpaid_carer": word, "line": line}
        for line, (n, day, word) in enumerate(
            [
                (6, date(2025, 1, 1), False),
                (6, date(2025, 9, 1), True),
                (9, date(2025, 1, 1), True),
                (9, date(2025, 9, 1), False),
                (12, date(2026, 4, 1), True),
            ]
        )
    ]
    pq.write_table(pa.Table.from_pylist(events), run / "link" / "events" / "social_care_event.parquet")
    loading.load(run, run_folder[1], at=LATER)
    helped = Person.objects.exclude(carer_said_by="")
    assert [(one.pk, one.carer_said_on) for one in helped] == [(small_run.person_id(6), date(2025, 9, 1))]
    assert helped.get().has_unpaid_carer


def test_people_most_at_risk_without_a_package_have_local_help_too(small_place):
    without = set(
        Score.objects.filter(is_above_threshold=True, person__package=None).values_list("person_id", flat=True)
    )
    near = LocalHelp.objects.filter(person__package=None)
    assert set(near.values_list("person_id", flat=True)) == without
    assert set(near.filter(person__neighbourhood="swanage").values_list("name", flat=True)) == {"Tea and Company"}
    assert all(name.startswith("No voluntary") for name in near.filter(service="").values_list("name", flat=True))


def test_rows_go_in_by_batches_without_one_lost(db, run_folder, monkeypatch):
    monkeypatch.setattr(rows, "ROWS_AT_ONCE", 7)
    assert loading.load(*run_folder, at=LATER)["person"] == Person.objects.count() == small_run.PEOPLE
