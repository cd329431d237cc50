"""Registers of awkward shapes: empty columns, copies, one surname, huge blocks, any order of rows."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from joinedup.core.engine import Engine
from joinedup.core.people import LinkParameters, link
from joinedup.core.people.linking.registers import NotARegister


def crowd(record, numbers, size=60):
    """Records of two registers, half of them the same people, some with slips."""
    random = np.random.default_rng(7)
    names = ["Ann", "Brian", "Carol", "Derek", "Edith", "Frank", "Grace", "Henry"]
    families = ["Alder", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper"]
    records = []
    for at in range(size):
        values = {
            "given_name": str(random.choice(names)),
            "family_name": str(random.choice(families)),
            "birth_date": date(1930, 1, 1) + timedelta(days=int(random.integers(30_000))),
            "address": f"{at + 1} Chalk Lane",
            "postcode": f"DT{at % 9 + 1} {at % 7 + 1}AB",
            "sex": None,
        }
        records.append(record("gp", f"g{at}", **values))
        if at % 2:
            slip = {"family_name": values["family_name"] + "e"} if at % 3 else {"postcode": None}
            records.append(record("trust", f"t{at}", **values | slip))
    return records


def test_the_order_of_rows_changes_nothing(linked, record, people_of, numbers):
    records = crowd(record, numbers)
    first = linked(*records)
    mixed = [records[at] for at in np.random.default_rng(3).permutation(len(records))]
    again = linked(*mixed)
    assert first.person_record.equals(again.person_record) and first.edge.equals(again.edge)
    assert 60 <= len(people_of(first)) < 65


def test_record_ids_say_nothing_about_who_is_who(linked, record, people_of, numbers):
    records = crowd(record, numbers)
    renamed = [row | {"record_id": f"{(at * 7919) % 1009}"} for at, row in enumerate(records)]
    sizes = [sorted(map(len, people_of(linked(*rows)))) for rows in (records, renamed)]
    assert sizes[0] == sizes[1]


def test_one_record_is_one_person(linked, record):
    found = linked(record("gp", "1"))
    assert found.counts["people"] == 1 and found.person_record["how"].to_pylist() == ["alone"]


def test_no_record_is_nobody(linked, record):
    assert linked().person_record.num_rows == 0


def test_a_hundred_copies_are_one_person(linked, record):
    found = linked(*(record("gp", str(at)) for at in range(100)))
    assert (found.counts["people"], found.counts["faces"], found.edge.num_rows) == (1, 1, 99)


def test_columns_without_any_value_are_survived(linked, record):
    bare = dict.fromkeys(("given_name", "family_name", "birth_date", "sex", "address", "postcode"))
    assert linked(*(record("gp", str(at), **bare) for at in range(20))).counts["people"] == 20


def test_columns_that_are_not_there_count_as_empty(linked):
    registers = pa.table({"source": ["a", "b"], "record_id": ["1", "2"], "family_name": ["Lane", "Lane"]})
    assert linked(registers=registers).counts["people"] == 2


def test_training_survives_a_register_with_almost_nothing_in_it():
    registers = pa.table(
        {"source": ["a"] * 40, "record_id": [str(at) for at in range(40)], "family_name": ["Lane"] * 40}
    )
    with Engine() as engine:
        assert link(registers, engine=engine, seed=1).counts["people"] == 40


def test_one_surname_for_everybody_joins_nobody_wrongly(linked, record, people_of, numbers):
    records = [row | {"family_name": "Jones"} for row in crowd(record, numbers)]
    found = linked(*records)
    assert all(len({name.split(":")[1][1:] for name in group}) == 1 for group in people_of(found))


def test_a_block_of_thousands_is_left_out_and_counted(linked, record):
    everybody = [record("hostel", str(at), given_name=None, birth_date=None) for at in range(3000)]
    found = linked(*everybody)
    assert found.counts["largest_block"] == 3000
    assert found.counts["blocks_too_large"] > 0
    assert found.counts["candidate_pairs"] == 0


def test_a_repeated_record_id_counts_once_and_the_latest_row_stands(linked, record, numbers):
    early = record("gp", "1", nhs_number=numbers[1], updated_on=date(2020, 1, 1))
    late = record("gp", "1", nhs_number=numbers[0], updated_on=date(2024, 1, 1))
    found = linked(early, late, record("trust", "2", nhs_number=numbers[0]))
    assert found.counts["repeated_keys"] == 1
    assert found.person_record["how"].to_pylist() == ["nhs_number", "nhs_number"]


def test_a_table_without_record_ids_is_refused_with_a_sentence():
    with Engine() as engine, pytest.raises(NotARegister, match="No column record_id"):
        link(pa.table({"source": ["a"], "name": ["b"]}), engine=engine, seed=1)


def test_nothing_is_left_in_the_engine(record):
    registers = pa.table({"source": ["a", "b"], "record_id": ["1", "2"]})
    with Engine() as engine:
        link(registers, engine=engine, seed=1)
        assert (
            engine.table(
                "select * from duckdb_tables() union all by name select * from duckdb_views() where not internal"
            ).num_rows
            == 0
        )


def test_a_block_of_fifty_thousand_is_left_out_and_counted_and_work_does_not_square(linked):
    """A hostel, a hospital or a default address: so many share one home and one family name, and nothing else."""
    count = 50_000
    everybody = pa.table(
        {
            "source": ["hostel"] * count,
            "record_id": [str(at) for at in range(count)],
            "family_name": ["Lane"] * count,
            "address": ["1 Long Street, Poole"] * count,
            "postcode": ["BH15 1AA"] * count,
        }
    )
    found = linked(registers=everybody)
    assert found.counts["largest_block"] == count
    assert found.counts["blocks_too_large"] > 0
    assert found.counts["candidate_pairs"] == 0
    assert found.counts["people"] == count


def test_a_table_of_the_engine_and_a_file_say_what_the_same_rows_in_memory_say(record, numbers, tmp_path):
    registers = pa.Table.from_pylist(crowd(record, numbers))
    pq.write_table(registers, tmp_path / "registers.parquet")
    with Engine() as engine:
        engine.register("sent_rows", registers)
        model = link(registers, engine=engine, seed=1).model
        found = [
            link(each, engine=engine, seed=1, model=model).person_record
            for each in (registers, tmp_path / "registers.parquet", "sent_rows")
        ]
    assert found[0].equals(found[1]) and found[0].equals(found[2])


def test_threads_change_nothing(record, numbers):
    registers = pa.Table.from_pylist(crowd(record, numbers, size=400))
    found = []
    for threads in (1, 2, 4):
        with Engine(threads=threads) as engine:
            found.append(link(registers, engine=engine, seed=5))
    assert all(each.person_record.equals(found[0].person_record) for each in found)
    assert all(each.edge.equals(found[0].edge) and each.model == found[0].model for each in found)


def listed(record, source, people, **values):
    """A register that lists each of `people` once: everybody's names and date of birth are their own."""
    day = date(1930, 1, 1)
    return [
        record(source, f"{source}{at}", given_name=f"Given{at:04d}x", family_name=f"Family{at % 997:03d}x")
        | {"birth_date": day + timedelta(days=7 * at), "address": f"{at} Chalk Lane", "postcode": f"DT{at % 9 + 1} 1AB"}
        | values
        for at in people
    ]


def test_where_registers_list_a_person_once_two_records_of_one_register_are_two_people(linked, record, people_of):
    """A cousin of one name and a near date of birth is on the other register too: only the better match is joined."""
    cousin = {"given_name": "Given0007x", "family_name": "Family007x", "postcode": "DT8 1AB", "address": "7 Chalk Lane"}
    born = date(1930, 1, 1) + timedelta(days=7 * 7)
    records = listed(record, "gp", range(60)) + listed(record, "trust", range(60), sex=None, address=None)
    records += [record("trust", "cousin", **cousin, birth_date=born + timedelta(days=1), sex=None)]
    usual, once = linked(*records), linked(*records, least_records_of_register=50, most_repeated=0.05)
    assert (usual.counts["registers_that_list_once"], once.counts["registers_that_list_once"]) == (0, 2)
    both = [{"gp:gp7", "trust:trust7", "trust:cousin"} <= group for group in people_of(usual)]
    assert any(both)
    assert not any({"trust:trust7", "trust:cousin"} <= group for group in people_of(once))


def test_a_register_that_repeats_people_is_not_held_to_list_them_once(linked, record):
    twice = listed(record, "gp", range(60)) + [
        row | {"record_id": f"again{at}"} for at, row in enumerate(listed(record, "gp", range(30)))
    ]
    found = linked(*twice, *listed(record, "trust", range(60)), least_records_of_register=50)
    assert found.counts["registers_that_list_once"] == 1


@pytest.mark.parametrize(
    "empty", ["nhs_number", "given_name", "family_name", "birth_date", "sex", "address", "postcode"]
)
def test_any_one_column_may_be_empty_throughout(linked, record, numbers, people_of, empty):
    found = linked(*(row | {empty: None} for row in crowd(record, numbers)))
    assert all(len({name.split(":")[1][1:] for name in group}) == 1 for group in people_of(found))


def test_training_survives_an_empty_register_and_a_register_of_one():
    for count in (0, 1):
        registers = pa.table({"source": ["a"] * count, "record_id": ["1"] * count, "given_name": ["Ann"] * count})
        registers = registers.cast(pa.schema([(name, pa.string()) for name in registers.column_names]))
        with Engine() as engine:
            assert link(registers, engine=engine, seed=1).counts["people"] == count


def test_who_is_twice_in_one_register_alone_is_asked_however_seldom_anybody_is(linked, record):
    again = [
        row | {"record_id": f"again{at}"} for at, row in enumerate(listed(record, "gp", range(5), birth_date=None))
    ]
    found = linked(*listed(record, "gp", range(60)), *again, least_records_of_register=50)
    assert found.counts["registers_that_list_once"] == 0
    assert found.counts["people"] == 60


def test_a_model_that_is_loaded_asks_people_about_the_pairs_it_asked_about_when_it_was_made(linked, record):
    """Twins of one home, written in two ways: one is found on both registers at once, the other is on one of them."""
    home = {"family_name": "Lane", "postcode": "DT1 1AB"}
    twins = [
        record(source, f"{source}ruth", given_name="Ruth", address="9 Vale Road", **home) for source in ("gp", "trust")
    ]
    twins.append(record("gp", "rita", given_name="Rita", address="9, Vale Rd, Poole", **home))
    records = listed(record, "gp", range(90)) + listed(record, "trust", range(90)) + twins
    parameters = LinkParameters(least_records_of_register=50, most_repeated=0.05)
    with Engine() as engine:
        made = link(pa.Table.from_pylist(records), engine=engine, seed=1, parameters=parameters)
        again = link(pa.Table.from_pylist(records), engine=engine, seed=1, parameters=parameters, model=made.model)
    asked = [{row["left_record_id"], row["right_record_id"]} for row in made.review_pair.to_pylist()]
    assert any("rita" in pair for pair in asked)
    assert made.review_pair.equals(again.review_pair)


@pytest.mark.parametrize(
    "relative",
    [
        {"given_name": "Lewis", "sex": "male"},
        {"given_name": "Ruth"},
        {"birth_date": date(1970, 11, 23)},
    ],
    ids=["twin brother", "twin sister", "daughter of her name"],
)
def test_relatives_of_whom_registers_list_each_once_are_two_people_though_neither_is_on_both(
    linked, record, people_of, relative
):
    """Nothing but the one on the other register is there to be the better match."""
    records = listed(record, "gp", range(60)) + listed(record, "trust", range(60))
    records += [record("gp", "one"), record("trust", "other", **relative)]
    found = linked(*records, least_records_of_register=50, least_weight=-3)
    assert found.counts["registers_that_list_once"] == 2
    assert {frozenset({"gp:one"}), frozenset({"trust:other"})} <= people_of(found)


def test_somebody_called_otherwise_is_found_where_registers_list_people_once_and_many_are(linked, record, people_of):
    records = listed(record, "gp", range(60)) + listed(record, "trust", range(60))
    records += [record("gp", "one"), record("trust", "other", given_name="Ruth")]
    found = linked(*records, least_records_of_register=50, least_weight=-3, most_different_once=0)
    assert frozenset({"gp:one", "trust:other"}) in people_of(found)
