"""Our scorer against Splink's own, and which models it takes."""

import json
import logging
import math
from copy import deepcopy

import pyarrow as pa
import pytest
from splink import DuckDBAPI, Linker

from joinedup.core.engine import Engine
from joinedup.core.people.linking import first_look, model_json, scoring
from joinedup.core.people.linking.comparisons import COLUMNS, COMPARISONS, FORMAT, settings
from joinedup.core.people.linking.model_json import NotAModel, checked, comparisons, stamped
from joinedup.core.people.statements import run

# Pairs of people that between them meet every level of every comparison, and every way of missing a value. Each is what
# the second record says otherwise than Margaret Ann Lane of 12 Harbour Road.
OTHERWISE = [
    {},
    {"given": "lane", "family": "margaret"},
    {"given": "peggy"},
    {"given": "ann", "middle": None},
    {"given": "margret"},
    {"given": "m"},
    {"given": "marguerita"},
    {"given": "lane", "family": "peters"},
    {"given": "ruth"},
    {"given": None},
    {"family": "layne"},
    {"family": "lane ashdown"},
    {"family": "lanett"},
    {"family": "ashdown"},
    {"family": None},
    {"birth": "19410507"},
    {"birth": "19410605"},
    {"birth": "19410528"},
    {"birth": "19691123"},
    {"birth": None},
    {"sex": "male"},
    {"sex": None},
    {"street": None},
    {"doors": "14"},
    {"doors": "14", "street": "sea view"},
    {"postcode": "DT11AA"},
    {"postcode": "DT11AA", "doors": "14", "street": "harbourrd swanage dorset"},
    {"postcode": "BH191AC", "street": "sea view"},
    {"postcode": "BH191AC", "doors": "14", "street": "sea view"},
    {"postcode": "BH191ZQ", "doors": "14", "street": "sea view"},
    {"postcode": "DT11AA", "doors": "14", "street": "sea view"},
    {"postcode": None, "street": None},
    {"number": "9990000026"},
    {"number": "9991234567"},
    {"number": None},
    {"number": None, "disputed": "9990000034"},
    {"number": None, "disputed": "9990000034", "given": "ruth"},
    {"number": None, "disputed": "9990000034", "birth": "19691123"},
    {"birth_place": "swanage dorset"},
    {"birth_place": "leeds"},
    {"birth_place": None},
    {"occupation": "clerk"},
    {"occupation": None},
]
USUAL = {
    "given": "margaret", "middle": "ann", "family": "lane", "birth": "19410506", "sex": "female", "postcode": "BH191AB",
    "doors": "12", "street": "harbour rd swanage dorset", "number": "9990000018",
    "disputed": None, "birth_place": "swanage", "occupation": "nurse",
}  # fmt: skip
NICKNAMES = {"peggy": "margaret"}


def described(rows):
    """The faces, with what the second pass works out from them."""
    with_ids = [{"unique_id": at} | row for at, row in enumerate(rows)]
    schema = pa.schema([("unique_id", pa.int64()), *((name, pa.string()) for name in USUAL)])
    return pa.Table.from_pylist(with_ids, schema=schema)


DERIVED = """
    create table linkage.given_name as
    select given, coalesce(nickname, given) as nick,
        case when nickname is null then [given] else [given, nickname] end as nicks
    from (select distinct given from face where given is not null) left join nickname on short = given;
    create table linkage.spelt as
    select street, people_letters(replace(street, ' ', '')) as letters from (select distinct street from face);
    create table linkage.described as
    select face.*, nick, nicks, strptime(birth, '%Y%m%d')::date - date '1900-01-01' as born,
        left(postcode, length(postcode) - 2) as sector, letters, 1 as records
    from face
    left join linkage.given_name on given_name.given = face.given
    left join linkage.spelt on spelt.street = face.street;
    create table linkage.background as select unique_id as record, birth_place, occupation from face;
    create table linkage.disputed as select unique_id as face, disputed from face where disputed is not null;
    create view linkage.compared as
    select unique_id, unique_id as unit, true as is_residual, 0 as registers, number, given, nick, middle, family,
        birth, born, sex, postcode, sector, doors, street
    from linkage.described;
    create table linkage.number_pair as
    select l.unique_id as face_l, r.unique_id as face_r, false as agrees
    from face l join face r on l.unique_id < r.unique_id;
    create table linkage_sharing as select face_l as l, face_r as r from linkage.number_pair where false;
"""
UNBOUNDED = -1e12  # a weight that every pair reaches


@pytest.fixture(scope="module")
def engine():
    rows = [USUAL, *(USUAL | otherwise for otherwise in OTHERWISE)]
    rows += [{**USUAL, "given": "lane" if at % 3 else "zarlia", "family": "lane"} for at in range(20)]
    with Engine() as session:
        session.execute("create schema linkage")
        run(session, "macros")
        session.register("face", described(rows))
        session.register("nickname", pa.table({"short": list(NICKNAMES), "nickname": list(NICKNAMES.values())}))
        session.execute(DERIVED)
        session.execute("create view linkage_described as select * from linkage.described")
        session.execute(
            "create view pair as select '0' as match_key, face_l as join_key_l, face_r as join_key_r"
            " from linkage.number_pair"
        )
        yield session


def splink_scores(engine, model):
    """What Splink makes of every pair: total weight, probability, and each comparison's level and weight."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    database = DuckDBAPI(connection=engine.connection)
    asked = deepcopy(model) | {"retain_intermediate_calculation_columns": True, "retain_matching_columns": True}
    linker = Linker(database.register("linkage_described"), asked, log_level=None, validate_settings=False)
    linker.table_management.register_blocked_pairs_for_predict(linker._db_api.register("pair"))
    found = linker.inference.predict(warning_mode="never").as_pyarrow_table().to_pylist()
    database.delete_tables_created_by_splink_from_db()
    return {(row["unique_id_l"], row["unique_id_r"]): row for row in found}


TELLS = ("names_tell", "names_tell_once", "births_tell")


def look_first(engine, model, least=UNBOUNDED):
    """Write what names, birth, sex and number say about every pair; all pairs are weighed after."""
    scoring.count_shares(engine, model, everybody="linkage.described")
    first_look.write_macros(engine, model)
    engine.execute("drop table if exists linkage.met; drop view if exists linkage.candidate")
    run(engine, "linking/candidates", least_weight=least, **dict.fromkeys(TELLS, False))
    engine.execute(
        "create or replace view linkage.candidate as"
        " select face_l, face_r, unit_l, unit_r, is_seen, first_weight from linkage.met"
    )


def scored(engine, model, least=UNBOUNDED):
    scoring.score(engine, model, least=least)
    return {(row["face_l"], row["face_r"]): row for row in engine.table("from linkage.scored").to_pylist()}


def our_scores(engine, model):
    look_first(engine, model)
    return scored(engine, model), scoring.levels(engine, model, pairs="linkage.met").to_pylist()


def assert_alike(engine, model):
    """Every pair has Splink's weight and probability, and every comparison of it Splink's level and weight."""
    theirs, (ours, levels) = splink_scores(engine, model), our_scores(engine, model)
    assert ours.keys() == theirs.keys()
    for pair, row in ours.items():
        assert row["weight"] == pytest.approx(theirs[pair]["match_weight"], abs=1e-6)
        assert row["probability"] == pytest.approx(theirs[pair]["match_probability"], abs=1e-6)
    for row in levels:
        their, name = theirs[row["face_l"], row["face_r"]], row["comparison"].replace(" ", "_")
        assert row["value"] == their[f"gamma_{name}"]
        assert row["common_weight"] == pytest.approx(their.get(f"mw_tf_adj_{name}", 0.0), abs=1e-6)
        assert row["weight"] - row["common_weight"] == pytest.approx(their[f"mw_{name}"], abs=1e-6)
    return levels


def test_every_level_of_every_comparison_weighs_what_splink_says(engine):
    model = settings(set(COLUMNS), prior=1e-5)
    levels = assert_alike(engine, model)
    met = {(row["comparison"], row["value"]) for row in levels}
    every = {(each.name, level.value) for each in comparisons(model) for level in each.levels}
    assert met == every
    assert any(row["common_weight"] for row in levels)


def test_weights_add_up_to_the_weight_of_the_pair(engine):
    model = settings(set(COLUMNS), prior=1e-5)
    whole, levels = our_scores(engine, model)
    total = dict.fromkeys(whole, model_json.prior_weight(model))
    for row in levels:
        total[row["face_l"], row["face_r"]] += row["weight"]
    assert all(total[pair] == pytest.approx(row["weight"], abs=1e-6) for pair, row in whole.items())
    assert len(levels) == len(whole) * len(COMPARISONS)


@pytest.mark.parametrize("least", range(-40, 41, 10))
def test_no_pair_is_left_out_that_could_weigh_enough(engine, least):
    model = settings(set(COLUMNS), prior=1e-5)
    look_first(engine, model)
    whole = scored(engine, model)
    enough = {pair: row for pair, row in whole.items() if row["weight"] >= least}
    look_first(engine, model, least)
    left_out = engine.table(
        "select face_l, face_r from linkage.met join face l on l.unique_id = face_l join face r on r.unique_id = face_r"
        " where not is_candidate and not coalesce(hamming(l.number, r.number) > 2, false)"  # these two numbers veto
    ).to_pylist()
    assert not enough.keys() & {(row["face_l"], row["face_r"]) for row in left_out}
    weighed = scored(engine, model, least)
    assert enough.items() <= weighed.items() <= whole.items()


def test_most_pairs_are_left_out_before_homes_are_compared(engine):
    model = settings({"given_name", "family_name", "birth_date", "sex", "home"}, prior=1e-5)
    look_first(engine, model)
    assert 0 < len(scored(engine, model, least=15)) < len(scored(engine, model)) / 2


FOREIGN = {
    "link_type": "dedupe_only",
    "unique_id_column_name": "unique_id",
    "sql_dialect": "duckdb",
    "probability_two_random_records_match": 0.7,
    "blocking_rules_to_generate_predictions": [],
    "comparisons": [
        {
            "output_column_name": "first name",
            "comparison_levels": [
                {"sql_condition": '"given_l" IS NULL OR "given_r" IS NULL', "is_null_level": True},
                {
                    "sql_condition": '"given_l" = "given_r"',
                    "m_probability": 0.7,
                    "u_probability": 0.01,
                    "tf_adjustment_column": "given",
                    "tf_adjustment_weight": 0.5,
                },
                {
                    "sql_condition": 'jaro_winkler_similarity("given_l", "given_r") >= 0.7',
                    "m_probability": 0.2,
                    "u_probability": 0.02,
                    "tf_adjustment_column": "given",
                    "tf_minimum_u_value": 0.3,
                },
                {"sql_condition": "levenshtein(given_l, given_r) < 4"},
                {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.97},
            ],
        },
        {
            "output_column_name": "family",
            "comparison_levels": [
                {
                    "sql_condition": "family_l = family_r",
                    "m_probability": 0.9,
                    "tf_adjustment_column": "family",
                    "disable_tf_exact_match_detection": True,
                },
                {"sql_condition": "ELSE", "u_probability": 0.9},
            ],
        },
        {
            "output_column_name": "door",
            "comparison_levels": [
                {"sql_condition": "doors_l = doors_r", "m_probability": 0.9, "u_probability": 1e-9},
                {"sql_condition": "length(doors_l) = length(doors_r)", "m_probability": 0.05},
                {"sql_condition": "substr(street_l, 1, 2) = substr(street_r, 1, 2)", "u_probability": 0.2},
                {"sql_condition": "ELSE", "m_probability": 0.05, "u_probability": 0.4},
            ],
        },
    ],
}


def test_a_model_of_somebody_else_weighs_what_splink_says_even_where_it_was_not_learnt(engine):
    levels = assert_alike(engine, FOREIGN)
    assert {row["comparison"] for row in levels} == {"first name", "family", "door"}
    assert {(row["comparison"], row["value"]) for row in levels} >= {("first name", value) for value in range(-1, 4)}


def test_a_model_has_its_version_where_splink_still_loads_it(engine):
    model = stamped(settings({"sex"}, prior=0.01))
    assert model["linker_uid"].startswith(FORMAT + "-")
    assert checked(json.loads(json.dumps(model))) == model
    assert splink_scores(engine, model)
    assert stamped(settings({"sex"}, prior=0.02))["linker_uid"] != model["linker_uid"]


def with_condition(sql):
    level = {"sql_condition": sql, "m_probability": 0.9, "u_probability": 0.1}
    rest = {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.9}
    return {"comparisons": [{"output_column_name": "x", "comparison_levels": [level, rest]}]}


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ([], "no model"),
        ({"comparisons": "sex"}, "no model"),
        ({"comparisons": [{"levels": []}]}, "cannot be read"),
        (with_condition("first_name_l = first_name_r"), "compares first_name_l, first_name_r"),
        (with_condition("sex_l = sex"), "compares sex"),
        (with_condition("sex_l in (select sex from linkage.face)"), "more than two records"),
        (with_condition("1 = 1; drop table x"), "more than two records|no SQL"),
        (with_condition("sex_l = = sex_r"), "no SQL"),
        (settings({"sex"}, 0.01) | {"sql_dialect": "spark"}, "written for spark"),
        (settings({"sex"}, 0.01) | {"linker_uid": "joinedup"}, "another version"),
        (settings({"sex"}, 0.01) | {"linker_uid": "joinedup-model-2-0123456789abcdef"}, "another version"),
        (stamped(settings({"sex"}, 0.01)) | {"probability_two_random_records_match": 0.5}, "was changed"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_with_a_sentence(model, words):
    with pytest.raises(NotAModel, match=words):
        checked(model)


def test_a_model_is_read_from_its_file_and_a_file_that_is_none_is_named(tmp_path):
    model = stamped(settings({"sex"}, prior=0.01))
    (tmp_path / "model.json").write_text(json.dumps(model), encoding="utf-8")
    assert model_json.read(tmp_path / "model.json") == model
    (tmp_path / "none.json").write_text("{", encoding="utf-8")
    for name in ("none.json", "nowhere.json"):
        with pytest.raises(NotAModel, match=name):
            model_json.read(tmp_path / name)


def test_probabilities_at_the_far_ends_stay_numbers(engine):
    model = deepcopy(FOREIGN) | {"probability_two_random_records_match": 1e-12}
    model["comparisons"][2]["comparison_levels"][0]["u_probability"] = 1e-200
    whole, _ = our_scores(engine, model)
    assert all(0 <= row["probability"] <= 1 and math.isfinite(row["weight"]) for row in whole.values())
