"""Does any feature use what happened on or after the date it is worked out for?

The features of some people as at an earlier date are worked out twice: from all records, and from records cut off
before that date, as if nothing after it had ever been written. A feature that is not the same both times looks ahead,
whatever its definition says.
"""

from collections.abc import Collection
from datetime import date

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.risk.failures import FeatureLooksAhead
from joinedup.core.risk.features.catalogue import feature_named
from joinedup.core.risk.features.feature_table import make_feature_table

MOST_PEOPLE = 20_000  # enough to meet every kind of record many times
KNOWN_LATER = {
    "hospital_spell": ("discharged_on", ("primary_diagnosis", "secondary_diagnoses", "discharge_destination")),
}
"""By kind: the day on which the columns named become known, where that is not the day the record begins."""


def check_no_feature_looks_ahead(engine: Engine, *, as_at: date, present: Collection[str]) -> None:
    """Refuse the catalogue if any of its features looks ahead, by name.

    Parameters
    ----------
    engine : with the tables of `open_sources`.
    as_at : a date after which there are records; the later ones must make no difference.
    present : kinds of extract the place has.

    Raises
    ------
    FeatureLooksAhead
    """
    found = features_that_look_ahead(engine, as_at=as_at, present=present)
    if found:
        raise FeatureLooksAhead(
            f"{', '.join(found)} would use what happened on or after {as_at}, the date it is worked out for",
            expected="features from what happened strictly before; see definitions/features",
        )


def features_that_look_ahead(engine: Engine, *, as_at: date, present: Collection[str]) -> list[str]:
    """Names of the features that are not the same when nothing on or after the date is there to be read."""
    everybody = int(engine.value("select count(*) from person"))
    share = min(1.0, MOST_PEOPLE / max(1, everybody))
    some = f"select person_id from person where ('0x' || left(md5(person_id), 8))::ubigint < {share} * 4294967296"
    engine.execute(f"create or replace temp table sampled as {some}")
    whole = {kind: f"whole_{kind}" for kind in [*sorted(present), "person"] if kind != "register"}
    cut = {kind: f"cut_{kind}" for kind in whole}
    for kind in whole:
        engine.execute(f"create or replace temp table {whole[kind]} as from {kind} semi join sampled using (person_id)")
        engine.execute(f"create or replace temp table {cut[kind]} as {cutting_query(kind, whole[kind])}", as_at=as_at)
    make_feature_table(engine, as_at=as_at, present=present, name="feature_of_whole", moved=whole)
    make_feature_table(engine, as_at=as_at, present=present, name="feature_of_cut", moved=cut)
    names = list(feature_named())
    differing = ", ".join(f"count(*) filter (whole.{name} is distinct from cut.{name}) as {name}" for name in names)
    counts = engine.table(
        f"select {differing} from feature_of_whole as whole join feature_of_cut as cut using (person_id)"
    ).to_pylist()[0]
    for table in [*whole.values(), *cut.values(), "feature_of_whole", "feature_of_cut", "sampled"]:
        engine.execute(f"drop table {table}")
    return [name for name in names if counts[name]]


def cutting_query(kind: str, table: str) -> str:
    """SQL: the rows of a table as they stood before $as_at: later rows gone, later days and what they brought empty."""
    if kind == "person":
        return f"select * replace (case when death_date < $as_at then death_date end as death_date) from {table}"
    columns = definitions.read(f"extracts/{kind}.yaml")["columns"]
    first, *others = [name for name, column in columns.items() if column["type"] == "date"]
    blank = {day: f"case when {day} < $as_at then {day} end" for day in others}
    if kind in KNOWN_LATER:
        day, known = KNOWN_LATER[kind]
        blank |= {column: f"case when {day} < $as_at then {column} end" for column in known}
    replacing = f" replace ({', '.join(f'{sql} as {column}' for column, sql in blank.items())})" if blank else ""
    return f"select *{replacing} from {table} where {first} < $as_at"
