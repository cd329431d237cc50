"""The same definitions of features on Spark as on DuckDB, value by value."""

from datetime import date, timedelta

import pytest

from joinedup import definitions
from joinedup.core.engine.spark import NoSpark, SparkEngine
from joinedup.core.risk.features.catalogue import catalogue
from joinedup.core.risk.features.feature_table import POPULATION_SQL, aggregate_query, joining_query, make_feature_table
from joinedup.core.risk.features.sources import open_codelists

pytestmark = pytest.mark.slow
AS_AT = date(2025, 4, 1)
LATELY = AS_AT - timedelta(60)
PEOPLE = [
    {"person_id": f"p{at}", "birth_date": date(1940 + 15 * at, 4, at + 1), "sex": "female", "household_id": "h1"}
    for at in range(4)
]
RECORDS = {
    "hospital_spell": [
        {
            "person_id": f"p{at}",
            "admitted_on": LATELY,
            "discharged_on": LATELY + timedelta(at) if at else None,
            "admission_method": "emergency",
            "primary_diagnosis": "I50.0",
            "secondary_diagnoses": ["W19", "F03", "Z51.5", "E102", "E109"],
        }
        for at in range(4)
    ],
    "gp_event": [{"person_id": f"p{at}", "recorded_on": LATELY, "code": "52448006"} for at in range(3)],
    "gp_medicine": [{"person_id": "p1", "starts_on": LATELY, "bnf_code": "0407020"}],
    "unpaid_carer": [{"person_id": "p2", "cared_for_person_id": "p1", "starts_on": LATELY, "hours_per_week": "50+"}],
    "ambulance_incident": [{"person_id": "p3", "happened_on": LATELY, "reason": "fall"}],
    "social_care_event": [
        {"person_id": "p1", "starts_on": LATELY, "event_type": "service", "service_type": "long_term_community"}
    ],
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    try:
        session = SparkEngine(memory_gigabytes=1, folder=tmp_path_factory.mktemp("spark"))
    except NoSpark as problem:
        pytest.skip(str(problem))
    with session:
        yield session


def test_every_feature_is_the_same_on_spark(world, engine, spark) -> None:
    present = world(PEOPLE, **RECORDS)
    make_feature_table(engine, as_at=AS_AT, present=present, name="found")
    expected = engine.table("from found order by person_id")
    for kind in [*definitions.names("extracts"), "person"]:
        if kind != "register":
            spark.register(kind, engine.table(f"from {kind}"))
    open_codelists(spark)
    spark.execute(f"create or replace temp table population_row as {POPULATION_SQL}", as_at=AS_AT)
    for records in catalogue():
        if records.kinds and set(records.kinds) & present:
            query = aggregate_query(records)
            spark.execute(f"create or replace temp table of_{records.records} as {query}", as_at=AS_AT)
    answer = spark.table(f"{joining_query(present)} order by person_id", as_at=AS_AT).sort_by("person_id")
    for name in expected.column_names:
        assert answer[name].cast(expected[name].type).to_pylist() == expected[name].to_pylist(), name
