"""The carers' flag: points counted from records, never a probability; and palliative care."""

from datetime import date, timedelta

import pytest

from joinedup.core.risk.features.catalogue import feature_named
from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.use.flags import find_flags, rules

AS_AT = date(2025, 4, 1)
LATELY = AS_AT - timedelta(100)
CARER = {"person_id": "p1", "birth_date": date(1945, 1, 1)}
CARED_FOR = {"person_id": "p2", "birth_date": date(1944, 1, 1)}
HARD = {
    "person_id": "p1",
    "cared_for_person_id": "p2",
    "starts_on": LATELY,
    "hours_per_week": "50+",
    "is_co_resident": True,
}


@pytest.fixture
def flags(world, engine):
    def ask(link: dict = HARD, **events: list[dict]) -> tuple[dict, list[dict]]:
        present = world([CARER, CARED_FOR], unpaid_carer=[link], **events)
        make_feature_table(engine, as_at=AS_AT, present=present, name="feature_then")
        flag, reason = find_flags(engine, features="feature_then", as_at=AS_AT)
        mine = [row for row in engine.table(flag).to_pylist() if row["flag"] == "carer_breakdown"]
        told = [row for row in engine.table(reason).to_pylist() if row["flag"] == "carer_breakdown"]
        return (mine[0] if mine else {}), told

    return ask


DEMENTIA = {"person_id": "p2", "recorded_on": LATELY, "code": "52448006"}


def test_points_are_counted_and_their_reasons_add_up(flags) -> None:
    flag, reasons = flags(gp_event=[DEMENTIA], social_care_event=[])
    assert (flag["points"], flag["is_raised"]) == (2 + 2 + 2 + 1, True)
    assert sum(row["points"] for row in reasons) == flag["points"]
    assert [row["position"] for row in reasons] == [1, 2, 3, 4]
    assert [row["points"] for row in reasons] == sorted((row["points"] for row in reasons), reverse=True)


def test_reasons_are_traced_to_the_record_behind_them(flags) -> None:
    _, reasons = flags(gp_event=[DEMENTIA])
    hours = next(row for row in reasons if row["feature"] == "cares_50_hours")
    assert (hours["kind"], hours["organisation"], hours["happened_on"]) == ("unpaid_carer", "org_unpaid_carer", LATELY)
    nothing_known = next(row for row in reasons if row["feature"] == "was_supported_as_carer_12m")
    assert (nothing_known["kind"], nothing_known["record_count"]) == (None, 0)


@pytest.mark.parametrize(
    ("link", "events", "points"),
    [
        ({"hours_per_week": "1-19", "is_co_resident": False}, {}, 1),
        ({"hours_per_week": "20-49", "is_co_resident": False}, {}, 2),
        ({"hours_per_week": "1-19"}, {}, 3),
        ({"hours_per_week": "1-19", "assessed_on": LATELY}, {}, 2),
        ({"hours_per_week": "1-19", "assessed_on": AS_AT}, {}, 3),
        ({"ends_on": AS_AT - timedelta(1)}, {}, None),
        ({"hours_per_week": "1-19"}, {"emergency_attendance": [{"person_id": "p1", "attended_on": LATELY}]}, 4),
        ({"hours_per_week": "1-19"}, {"gp_event": [{"person_id": "p1", "recorded_on": LATELY, "code": "35489007"}]}, 5),
    ],
)
def test_each_thing_gives_its_points(flags, link: dict, events: dict, points: int | None) -> None:
    flag, _ = flags(HARD | link, **events)
    assert flag.get("points") == points


def test_the_flag_says_that_it_is_no_probability(flags) -> None:
    flag, _ = flags()
    assert flag["label"] == "Unvalidated flag. Not a probability."
    assert isinstance(flag["points"], int)
    assert "probability" not in flag


def test_every_item_of_every_rule_rests_on_a_feature() -> None:
    for rule in rules():
        assert {item.feature for item in rule.items} <= set(feature_named())
        assert rule.raised_from <= rule.highest
        assert "ot a probability" in rule.label
        assert rule.source


def test_palliative_care_is_flagged_whoever_says_it(world, engine) -> None:
    stay = {
        "person_id": "p2",
        "admitted_on": LATELY,
        "discharged_on": LATELY + timedelta(3),
        "admission_method": "emergency",
    }
    present = world(
        [CARER, CARED_FOR],
        gp_event=[{"person_id": "p1", "recorded_on": LATELY, "code": "103735009"}],
        hospital_spell=[stay | {"primary_diagnosis": "C78.0", "secondary_diagnoses": ["Z51.5"]}],
    )
    make_feature_table(engine, as_at=AS_AT, present=present, name="feature_then")
    flag, reason = find_flags(engine, features="feature_then", as_at=AS_AT)
    found = [row for row in engine.table(flag).to_pylist() if row["flag"] == "end_of_life"]
    assert [(row["person_id"], row["is_raised"]) for row in found] == [("p1", True), ("p2", True)]
    kinds = [row["kind"] for row in engine.table(reason).to_pylist() if row["flag"] == "end_of_life"]
    assert kinds == ["gp_event", "hospital_spell"]
