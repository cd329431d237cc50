"""Which tables of a run do the pages hold, and in which order do they go in?"""

import json
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from django.db.models import Count, Model
from django.utils import timezone

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.interop import Place, read_place
from joinedup.web.loading import (
    directory,
    hold_out,
    home_care,
    indexes,
    lineage,
    local_help,
    offers,
    plans,
    review,
    risk,
    rows,
    staff,
)
from joinedup.web.people.models import (
    KnownWord,
    NameWord,
    Neighbourhood,
    Organisation,
    Person,
    Run,
    TimelineEntry,
    UnpaidCarer,
)
from joinedup.web.plans.models import Beginnings, LeftOut, LocalHelp, Offer, Package, PackageEffect, PackageItem, Plan
from joinedup.web.risk.models import (
    Contribution,
    FeatureValues,
    Reason,
    ReferenceScore,
    Score,
    Scoring,
)

SQL = Path(__file__).with_name("sql")

# The tables of a run, with what stands in for one that a place may not have (no carers sent, nothing proposed).
NEEDED = (
    *("link/person", "link/timeline"),
    *("risk/feature", "risk/score", "risk/reason", "risk/reference_score", "risk/contribution"),
)
STANDS_IN = {
    "link/events/unpaid_carer": {
        "person_id": pa.string(),
        "cared_for_person_id": pa.string(),
        "starts_on": pa.date32(),
        "ends_on": pa.date32(),
        "hours_per_week": pa.string(),
        "is_co_resident": pa.bool_(),
        "assessed_on": pa.date32(),
    },
    "link/events/social_care_event": {
        **dict.fromkeys(("person_id", "organisation", "client_type", "file"), pa.string()),
        "starts_on": pa.date32(),
        "has_unpaid_carer": pa.bool_(),
        "line": pa.int64(),
    },
    "link/lineage": dict.fromkeys(("person_id", "became", "how"), pa.string()),
    "plans/package": {
        **dict.fromkeys(("person_id", "next_best"), pa.string()),
        **dict.fromkeys(("cost_pence", "item_count"), pa.int64()),
    },
    "plans/package_item": {
        **dict.fromkeys(("person_id", "offer", "kind", "funder", "why", "would_change", "weakness"), pa.string()),
        "cost_pence": pa.int64(),
        "is_kept": pa.bool_(),
        "stays_share": pa.float64(),
    },
    "plans/package_effect": {
        **dict.fromkeys(("person_id", "offer", "outcome"), pa.string()),
        **dict.fromkeys(("avoided_low", "avoided_mid", "avoided_high"), pa.float64()),
    },
    "plans/left_out": dict.fromkeys(("person_id", "offer", "reason", "would_change"), pa.string()),
    "plans/package_service": dict.fromkeys(
        ("person_id", "service", "name", "organisation", "telephone", "offer"), pa.string()
    ),
}
# Parents first; each file of SQL gives the columns of its model, by name.
INTO: tuple[tuple[str, type[Model]], ...] = (
    ("person", Person),
    ("name_word", NameWord),
    ("timeline", TimelineEntry),
    ("unpaid_carer", UnpaidCarer),
    ("score", Score),
    ("reason", Reason),
    ("reference_score", ReferenceScore),
    *risk.INTO,
    ("package", Package),
    ("package_item", PackageItem),
    ("package_effect", PackageEffect),
    ("left_out", LeftOut),
    ("local_help", LocalHelp),
    *review.INTO,
)
# The people who go in, to whom the other tables keep.
PERSON_LOADED = """
create temp view person_loaded as
select p.person_id, coalesce(h.code, '') as neighbourhood
from person p left join neighbourhood h on h.code = p.neighbourhood"""
MEMORY_GIGABYTES = 1.0  # the load is one long sort; what does not fit goes to disk
OUTCOMES = (SQL / "outcomes.sql").read_text(encoding="utf-8")
SCORING: list[type[Model]] = [Contribution, FeatureValues, Scoring]  # go in by loading/risk.py
REPLACED: list[type[Model]] = [
    *SCORING,
    *(model for _, model in reversed(INTO)),
    *review.ALONE,
    KnownWord,
    Beginnings,
    Plan,
    Offer,
    Neighbourhood,
    Organisation,
    Run,
]


class RunIncomplete(CannotProceed):
    """A run lacks a table the pages cannot do without."""


def load(run_dir: Path, place_path: Path, *, at: datetime) -> dict[str, int]:
    place = read_place(place_path)
    with (
        TemporaryDirectory() as spill,
        Engine(memory_gigabytes=MEMORY_GIGABYTES, spill_directory=Path(spill)) as engine,
    ):
        engine.execute("set enable_progress_bar = false")  # bars of single tables say nothing to whoever loads a run
        register(engine, run_dir)
        engine.register("neighbourhood", pa.table({"code": [hood.code for hood in place.neighbourhoods]}))
        engine.execute(PERSON_LOADED)
        risk.prepare(engine, {**place.thresholds, **thresholds_used(read_performance(run_dir))})
        local_help.find(engine, place)
        with transaction.atomic():
            rows.empty(REPLACED)
            counts = {"neighbourhood": load_place(engine, place, run_dir, at=at), "offer": offers.load(engine, place)}
            with indexes.rebuilt([model for _, model in INTO] + SCORING):
                counts |= load_tables(engine, as_at=place.as_at)
                counts |= risk.load(engine, run_dir, read_performance(run_dir), as_at=place.as_at, at=at)
            count_population()
            count_words()
            counts["decision_on_joins"] = review.restore(run_dir)
            counts["plan"] = plans.load(run_dir, at=at)
            counts["former_id"] = lineage.load(engine)
            counts |= hold_out.load(run_dir, as_at=place.as_at, on=timezone.localdate(at))
            counts["staff"] = staff.load(place) if place.is_invented else 0
            counts |= directory.load(place, at=at)
            counts |= home_care.load(place, at=at)
    analyse()
    return counts


def register(engine: Engine, run_dir: Path) -> None:
    """Make every table of the run readable by its own name."""
    missing = [name for name in NEEDED if not (run_dir / f"{name}.parquet").is_file()]
    if missing:
        raise RunIncomplete(
            f"{run_dir} has no {', '.join(missing)}",
            expected="a finished run",
            available=sorted(str(path.relative_to(run_dir)) for path in run_dir.glob("*/*.parquet")),
        )
    for name in NEEDED:
        engine.register(Path(name).name, run_dir / f"{name}.parquet")
    review.register(engine, run_dir)
    for name, columns in {**STANDS_IN, **risk.STANDS_IN, **review.STANDS_IN}.items():
        path = run_dir / f"{name}.parquet"
        none = pa.table({column: pa.array([], kind) for column, kind in columns.items()})
        engine.register(Path(name).name, path if path.is_file() else none)


def load_place(engine: Engine, place: Place, run_dir: Path, *, at: datetime) -> int:
    """The run itself, its organisations and neighbourhoods; returns the number of neighbourhoods."""
    performance = read_performance(run_dir)
    Run.objects.create(
        place_name=place.name,
        as_at=place.as_at,
        is_invented=place.is_invented,
        loaded_at=at,
        referral_choices=place.referrals.model_dump(exclude_none=True) if place.referrals else {},
        thresholds={**place.thresholds, **thresholds_used(performance)},
        outcome_groups=[[row["outcome"], row["groups"]] for row in engine.table(OUTCOMES).to_pylist()],
        performance=performance,
    )
    Organisation.objects.bulk_create(
        Organisation(code=one.code, name=one.name, kind=one.kind) for one in place.organisations
    )
    shapes = boundaries(place)
    hoods = [Neighbourhood(code=h.code, name=h.name, boundary=shapes.get(h.code)) for h in place.neighbourhoods]
    return len(Neighbourhood.objects.bulk_create(hoods))


def read_performance(run_dir: Path) -> dict[str, Any]:
    """How the models did when checked, as the run says; empty where it does not."""
    path = run_dir / "risk" / "performance.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def thresholds_used(performance: dict[str, Any]) -> dict[str, float]:
    """The thresholds the run was made with, which stay true when the place file is changed afterwards."""
    figures = performance.get("outcomes", {})
    chosen = {outcome: found.get("selection") for outcome, found in figures.items()}
    return {outcome: selection["threshold"] for outcome, selection in chosen.items() if selection}


def boundaries(place: Place) -> dict[str, Any]:
    """GeoJSON geometry by neighbourhood; empty where the place gives none."""
    if place.boundaries_path is None:
        return {}
    features = json.loads(place.boundaries_path.read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["neighbourhood"]: feature["geometry"] for feature in features}


def load_tables(engine: Engine, *, as_at: date) -> dict[str, int]:
    counts = {}
    for name, model in INTO:
        sql = (SQL / f"{name}.sql").read_text(encoding="utf-8")
        counts[name] = rows.insert(model, answer(engine, sql, **({"as_at": as_at} if "$as_at" in sql else {})))
    return counts


def answer(engine: Engine, sql: str, **values: Any) -> pa.RecordBatchReader:
    """The answer to a query, a batch at a time: a county's timelines would fill the memory."""
    return engine.connection.sql(sql, params=values or None).to_arrow_reader(rows.ROWS_AT_ONCE)


def count_population() -> None:
    """How many living people the run knows in each neighbourhood."""
    living = Person.objects.filter(death_date=None).values("neighbourhood").annotate(people=Count("person_id"))
    people = dict(living.values_list("neighbourhood", "people"))
    hoods = list(Neighbourhood.objects.all())
    for hood in hoods:
        hood.population = people.get(hood.code, 0)
    Neighbourhood.objects.bulk_update(hoods, ["population"])


def count_words() -> None:
    """The words of names there are, and how many people have each."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {KnownWord._meta.db_table} (word, people)"
            f" select word, count(*) from {NameWord._meta.db_table} group by word"
        )


def analyse() -> None:
    """Let the database's planner know the new sizes, and PostgreSQL that everybody may see the new rows.

    Until it knows that of a page of rows, an index alone answers no question about them.
    """
    can_vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if can_vacuum else "analyze")
