"""The invented home-care providers: files the web reads, days that can nearly all be planned."""

import csv
import json
from pathlib import Path

import pytest

from joinedup.core.visits import Stop, day_file, solve
from joinedup.core.visits.problem import Problem
from joinedup.web.visits.intake.provider_file import read_providers


@pytest.fixture(scope="module")
def providers(small_county: Path):
    return read_providers(small_county / "home_care.json")


def test_every_carer_is_on_the_staff_of_their_provider(small_county: Path, providers):
    with (small_county / "staff.csv").open(encoding="utf-8", newline="") as file:
        staff = {row["username"]: row for row in csv.DictReader(file)}
    for provider in providers:
        for carer in provider.carers:
            row = staff[carer.username]
            assert (row["role"], row["organisation"]) == ("home_care_worker", provider.organisation)
        assert next(row for row in staff.values() if row["organisation"] == provider.organisation)["role"] == (
            "home_care_scheduler"
        )


@pytest.mark.parametrize("day", ["thursday", "saturday"])
def test_nearly_every_visit_of_a_usual_day_can_be_planned_and_none_comes_very_late(small_county: Path, day: str):
    said = json.loads((small_county / "home_care.json").read_text(encoding="utf-8"))
    for provider in said["providers"]:
        assert len(provider["week"]) == 7
        problem: Problem = day_file.read(provider["week"][day])
        found = solve(problem, Stop(None, 20_000))
        assert len(found.unplanned) <= 0.15 * len(problem.visits)
        due = {visit.id: visit.due for visit in problem.visits}
        assert max(one.start - due[one.visit] for one in found.attendances) <= 30  # minutes
        names = {call["id"] for client in provider["clients"] for call in client["calls"]}
        assert {visit.id for visit in problem.visits} <= names


def test_the_usual_carers_of_a_client_can_do_what_the_client_needs(small_county: Path):
    for provider in json.loads((small_county / "home_care.json").read_text(encoding="utf-8"))["providers"]:
        for day in provider["week"].values():
            skills = {one["id"]: set(one["skills"]) for one in day["carers"]}
            for visit in day["visits"]:
                for usual in visit["preferred_carers"]:
                    able = set(visit["skills"]) <= skills[usual]
                    assert able or not any(set(visit["skills"]) <= one for one in skills.values())
