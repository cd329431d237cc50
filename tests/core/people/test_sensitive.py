"""Where a sensitive person lives joins nobody, raises nothing, and is written nowhere."""

from datetime import date

import pyarrow as pa

from tests.core.people.test_persons import described  # noqa: F401 (a fixture)

HOME = {"address": "7 Quarr Cottages, Langton Matravers", "postcode": "BH19 3HN"}


def registers(*rows: dict) -> pa.Table:
    kinds = {"birth_date": pa.date32(), "is_sensitive": pa.bool_()}
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: pa.array([row.get(name) for row in rows], kinds.get(name, pa.string())) for name in names})


def pair(record, *, is_sensitive: bool) -> list[dict]:
    """Two records whose home is what they have most in common."""
    return [
        record("gp", "1", **HOME) | {"is_sensitive": is_sensitive},
        record("trust", "2", **HOME, birth_date=None) | {"is_sensitive": False},
    ]


def test_the_home_of_a_sensitive_person_joins_nobody(linked, record):
    assert linked(registers=registers(*pair(record, is_sensitive=False)), least_weight=0).counts["people"] == 1
    assert linked(registers=registers(*pair(record, is_sensitive=True)), least_weight=0).counts["people"] == 2


def test_a_flag_on_one_record_holds_for_every_record_under_its_number(linked, record, numbers):
    flagged = record("gp", "1", nhs_number=numbers[0], **HOME) | {"is_sensitive": True}
    same_number = record("council", "3", nhs_number=numbers[0], **HOME) | {"is_sensitive": None}
    stray = record("trust", "2", **HOME, birth_date=None) | {"is_sensitive": None}
    assert linked(registers=registers(flagged, same_number, stray), least_weight=0).counts["people"] == 2
    assert linked(registers=registers(same_number, stray), least_weight=0).counts["people"] == 1


def test_a_sensitive_person_is_in_nobodys_household(described):  # noqa: F811
    found = described({"person_id": "p1", "is_sensitive": True}, {"person_id": "p2"}, {"person_id": "p3"})
    household = {person["person_id"]: person["household_id"] for person in found}
    assert household["p1"] is None and household["p2"] == household["p3"] is not None


def test_the_two_sides_of_a_changed_identity_share_no_household(described):  # noqa: F811
    keys = ("left_source", "left_record_id", "right_source", "right_record_id")
    changed = pa.table(dict(zip(keys, (["gp"], ["0"], ["gp"], ["1"]), strict=True)))
    found = described({"person_id": "p1"}, {"person_id": "p2"}, {"person_id": "p3"}, changed_identity=changed)
    household = {person["person_id"]: person["household_id"] for person in found}
    assert household["p1"] is None and household["p2"] is None and household["p3"] is not None


def test_nobody_under_the_numbers_of_a_changed_identity_shares_a_household(described):  # noqa: F811
    rows = [
        {"person_id": f"p{at}", "nhs_number": number} for at, number in enumerate(["9990000018", "9990000026", None])
    ]
    changed = pa.table({"left_number": ["9990000018"], "right_number": ["9990000026"]})
    shared = [person["household_id"] for person in described(*rows, changed_number=changed)]
    assert shared[:2] == [None, None] and shared[2] is not None
    check = pa.table({"source": ["gp"], "record_id": ["0"], "why": ["quarantined"]})
    assert described(*rows, changed_number=changed, number_check=check)[0]["household_id"] is not None


def test_a_number_that_was_refused_is_nobodys_number(described):  # noqa: F811
    check = pa.table({"source": ["gp", "gp"], "record_id": ["0", "2"], "why": ["test", "superseded"]})
    found = described(
        {"person_id": "p1", "nhs_number": "9990000018"},
        {"person_id": "p1", "nhs_number": None},
        {"person_id": "p2", "nhs_number": "9990000026", "birth_date": date(1960, 1, 1)},
        number_check=check,
    )
    assert [person["nhs_number"] for person in found] == [None, "9990000026"]
