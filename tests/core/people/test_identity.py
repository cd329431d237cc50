"""What people are called from one run to the next."""

from datetime import date


def ids(linkage) -> dict[str, str]:
    return {row["record_id"]: row["person_id"] for row in linkage.person_record.to_pylist()}


def households(record, numbers):
    return [
        record("gp", "a1", nhs_number=numbers[0]),
        record("trust", "a2", nhs_number=numbers[0]),
        record("gp", "b1", nhs_number=numbers[1], given_name="Tom", sex="male", birth_date=date(1939, 2, 3)),
        record("trust", "b2", nhs_number=numbers[1], given_name="Tom", sex="male", birth_date=date(1939, 2, 3)),
    ]


def test_ids_are_pseudonyms(linked, record, numbers):
    found = ids(linked(*households(record, numbers)))
    assert all(len(name) == 17 and name[0] == "p" and int(name[1:], 16) >= 0 for name in found.values())


def test_a_second_run_gives_the_same_ids(linked, record, numbers):
    first = linked(*households(record, numbers))
    again = linked(*households(record, numbers), previous=first.person_record)
    assert ids(first) == ids(again) and again.lineage.num_rows == 0


def test_more_records_change_no_ids(linked, record, numbers):
    first = linked(*households(record, numbers))
    more = [record("council", f"c{at}", nhs_number=numbers[at % 2], address=None) for at in range(1)]
    stranger = record("council", "z", given_name="Olu", family_name="Ade", birth_date=date(2001, 1, 9), postcode=None)
    again = linked(*households(record, numbers), *more, stranger, previous=first.person_record)
    assert ids(first).items() <= ids(again).items()
    assert ids(again)["c0"] == ids(first)["a1"]


def test_an_id_outlives_the_record_it_was_made_from(linked, record, numbers):
    first = linked(*households(record, numbers))
    for gone in ("a1", "a2"):
        left = [row for row in households(record, numbers) if row["record_id"] != gone]
        kept = ids(linked(*left, previous=first.person_record))
        assert kept == {name: person for name, person in ids(first).items() if name != gone}


def test_two_people_found_to_be_one_keep_the_id_of_the_larger_part(linked, record, numbers):
    apart = [
        record("gp", "1", nhs_number=numbers[0]),
        record("trust", "2", nhs_number=numbers[0]),
        record("council", "3", nhs_number=None, birth_date=None, address=None, postcode=None),
    ]
    first = linked(*apart)
    together = [row | {"nhs_number": numbers[0]} for row in apart]
    again = linked(*together, previous=first.person_record)
    assert set(ids(again).values()) == {ids(first)["1"]}
    assert again.lineage.to_pylist() == [
        {"person_id": ids(first)["3"], "became": ids(first)["1"], "how": "merged", "reason": "nhs_number"},
    ]


def test_a_person_found_to_be_two_is_divided_and_the_larger_part_keeps_the_id(linked, record, numbers):
    together = [record(source, source, nhs_number=numbers[0]) for source in ("gp", "trust", "council")]
    first = linked(*together)
    stranger = {"given_name": "Olu", "family_name": "Ade", "birth_date": date(2001, 1, 9), "nhs_number": numbers[1]}
    again = linked(*together[:2], together[2] | stranger, previous=first.person_record)
    (old,) = set(ids(first).values())
    assert ids(again)["gp"] == ids(again)["trust"] == old != ids(again)["council"]
    assert again.lineage.to_pylist() == [
        {"person_id": old, "became": ids(again)["council"], "how": "split", "reason": "records changed"}
    ]


def test_an_id_is_never_given_to_somebody_else(linked, record, numbers):
    """Merged, then divided again: the part split off gets an id that nobody had before."""
    one = record("gp", "1", nhs_number=numbers[0])
    other = record("trust", "2", nhs_number=numbers[1], given_name="Peg")
    first = linked(one, other, least_weight=1000)
    merged = linked(one, other | {"nhs_number": numbers[0]}, previous=first.person_record)
    divided = linked(one, other, least_weight=1000, previous=merged.person_record)
    assert len(set(ids(first).values())) == 2 and len(set(ids(merged).values())) == 1
    fresh = set(ids(divided).values()) - set(ids(merged).values())
    assert len(fresh) == 1 and not fresh & set(ids(first).values())
