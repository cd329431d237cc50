"""Splink with the very model joinedup wrote: loaded, its columns made, pairs blocked and weighed, people clustered.

The columns the model compares are made by joinedup's own cleaning, so that both do the same of it. Splink is spared
joinedup's other work (numbers checked against demographics, relatives kept apart, ids), and told that the two
registers list everybody once. It blocks either as joinedup does, by the keys that can be said as a rule of Splink's,
or by the fewer rules a good analyst would write (`splink_settings`), which find fewer pairs.
"""

import json
from pathlib import Path
from typing import Any

from linking.accuracy import judged, measures, spent, truth_of_county

from joinedup.core.engine import Engine
from joinedup.core.people.linking import registers as reading

PERSON = """
    create table person as
    with housed as (
        select address, people_doors(words) as doors, people_street(words) as street
        from (select address, people_words(address) as words from (select distinct address from linkage.sent))
    ), spelt as (
        select street, people_letters(replace(street, ' ', '')) as letters from (select distinct street from housed)
    )
    select sent.record_id as unique_id, source, number, given, coalesce(stands_for[1], given) as nick,
        case when given is not null then list_prepend(given, coalesce(stands_for, [])) end as nicks, middle, family,
        birth, born, sex, postcode, left(postcode, greatest(2, length(postcode) - 2)) as sector, doors, street, letters,
        null::varchar as disputed
    from linkage.sent
    left join linkage_nickname on name = given
    left join housed using (address)
    left join spelt using (street)
"""
ANALYSTS_RULES = [
    "l.given = r.given and l.family = r.family and l.birth[1:4] = r.birth[1:4]",
    "l.given = r.given and l.birth = r.birth",
    "l.family = r.family and l.birth = r.birth",
    "l.postcode = r.postcode and l.birth = r.birth",
    "l.postcode = r.postcode and l.given = r.given",
    "l.postcode = r.postcode and l.family = r.family",
    "l.given[1:2] = r.given[1:2] and l.family[1:3] = r.family[1:3] and l.birth = r.birth",
    "l.doors = r.doors and l.street = r.street and l.birth[1:4] = r.birth[1:4]",
]
NUMBER_RULE = "l.number = r.number"


def _alike(*parts: str) -> str:
    return " and ".join(f"{part.format('l')} = {part.format('r')}" for part in parts)


INITIALS = ("least({0}.given[1], {0}.family[1])", "greatest({0}.given[1], {0}.family[1])")
YEAR = "{0}.birth[1:4]"
JOINEDUPS_RULES = [
    _alike("{0}.family[1:3]", "{0}.birth"),
    _alike("{0}.nick[1:3]", "{0}.birth"),
    _alike(*INITIALS, "{0}.birth"),
    _alike("{0}.sector", "{0}.birth"),
    _alike("least({0}.nick, {0}.family)", "greatest({0}.nick, {0}.family)", YEAR),
    _alike("{0}.given[1:3]", "{0}.family[1:3]", YEAR, "{0}.sector"),
    _alike("{0}.nick", "{0}.family", "{0}.sector"),
    _alike(*INITIALS, "{0}.postcode"),
    _alike("{0}.family", "{0}.postcode", "{0}.street[1:4]"),
    _alike("{0}.nick", "{0}.postcode", "{0}.street[1:6]"),
    _alike("{0}.nick[1]", "{0}.doors", "{0}.street[1:8]"),
]
RULES = {"joinedup": JOINEDUPS_RULES, "analyst": ANALYSTS_RULES}


def splink_same_model_county(registers: str, truth: str, model: str) -> dict[str, Any]:
    """Any number of registers in one go, each of which may list somebody twice: clusters at even odds."""
    from splink import DuckDBAPI, Linker

    settings = _settings(model, "dedupe_only", [NUMBER_RULE, *JOINEDUPS_RULES])
    with Engine() as engine:
        engine.execute("create schema linkage")
        reading.read(engine, Path(registers))
        engine.execute(PERSON)
        engine.execute(
            "create table everybody as select * replace (source || ':' || unique_id as unique_id) from person"
        )
        linker = Linker(DuckDBAPI(connection=engine.connection).register("everybody"), settings, log_level=None)
        predicted = linker.inference.predict(threshold_match_probability=0.5, warning_mode="never")
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=0.5
        )
        found = engine.table(
            "select source, substr(unique_id, length(source) + 2) as record_id, cluster_id as person_id"
            f" from {clusters.physical_name}"
        )
    return spent() | judged(found, truth_of_county(truth))


def _settings(model: str, kind: str, rules: list[str]) -> dict[str, Any]:
    """A model of ours, to link so and to block by these rules."""
    return json.loads(Path(model).read_text()) | {
        "link_type": kind,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule, "sql_dialect": "duckdb"} for rule in rules],
    }


def splink_same_model(registers: str, truth: str, model: str, drop: list[str], rules: str) -> dict[str, Any]:
    """Links of two registers at even odds: the best of each record of B.

    Parameters
    ----------
    rules : whose blocking rules, by the keys of `RULES`.
    """
    from splink import DuckDBAPI, Linker

    chosen = [*([] if drop else [NUMBER_RULE]), *RULES[rules]]
    settings = _settings(model, "link_only", chosen)
    with Engine() as engine:
        engine.execute("create schema linkage")
        reading.read(engine, without(engine, registers, drop))
        engine.execute(PERSON)
        for source in "ab":
            engine.execute(f"create table {source} as select * exclude (source) from person where source = '{source}'")
        database = DuckDBAPI(connection=engine.connection)
        linker = Linker([database.register(source) for source in "ab"], settings, log_level=None)
        predicted = linker.inference.predict(threshold_match_probability=0.5, warning_mode="never")
        linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=0.5)
        return best_links(engine, predicted.physical_name, truth)


def without(engine: Engine, registers: str, columns: list[str]) -> str:
    """The registers without some columns, as a table the engine knows."""
    engine.register("register", Path(registers))
    but = f" exclude ({', '.join(columns)})" if columns else ""
    engine.execute(f"create view sent as select *{but} from register")
    return "sent"


def best_links(engine: Engine, predicted: str, truth: str) -> dict[str, Any]:
    """How right the best link of each record of B is."""
    engine.execute(
        "create table best as select unique_id_l, unique_id_r from (select *, row_number() over (partition by"
        f" unique_id_r order by match_weight desc, unique_id_l) as place from {predicted}) where place = 1"
    )
    cost = spent()
    engine.register("truth", Path(truth))
    [found] = engine.table(
        "select count(*) as pairs, count(*) filter (l.person = r.person) as right_pairs from best"
        " join truth l on l.record_id = unique_id_l join truth r on r.record_id = unique_id_r"
    ).to_pylist()
    true = engine.value("select count(*) from (select person from truth group by person having count(*) = 2)")
    return cost | measures(found["right_pairs"], found["pairs"], true)
