"""The step `link`: whose record is whose, who each person is, and everything dated about them."""

import json
from datetime import datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from joinedup.core.interop.contract import Contract, all_contracts
from joinedup.core.people import Linkage, LinkParameters, link
from joinedup.core.people.identity.decisions import changed_identities
from joinedup.core.people.identity.index import FILE, opened
from joinedup.core.people.persons import describe
from joinedup.job import quality, review
from joinedup.job.decided import read_decisions
from joinedup.job.work import Work

PERSON_SQL = Path(__file__).with_name("person.sql")
LINKED = (
    "source", "record_id", "nhs_number", "superseded_nhs_number", "given_name", "family_name",
    "birth_date", "sex", "address", "postcode", "birth_place", "occupation", "updated_on", "is_sensitive",
    "changed_identity_of",
)  # fmt: skip


def run(work: Work) -> dict[str, int | float | str]:
    """Write link/person_record, person, edge, lineage, contradiction, events/<kind>, timeline and model.json.

    Who was who is kept in the index, `people.duckdb` in the folder of the run; returns counts.
    """
    work.engine.register("sent_register", work.finished / "check" / "register.parquet")
    there = work.engine.table("select * from sent_register limit 0").column_names
    registers = work.engine.table(f"select {', '.join(name for name in LINKED if name in there)} from sent_register")
    work.tell(f"joining {registers.num_rows:,} records")
    decisions, not_taken = _decisions(work)
    with opened(work.engine, work.finished / FILE) as index:
        linkage = link(
            registers,
            engine=work.engine,
            seed=work.seed,
            previous=_previous(work),
            decisions=decisions,
            index=index,
            at=datetime.combine(work.place.as_at, time()),
            parameters=LinkParameters(accepts_test_numbers=work.place.is_invented),
        )
        decisions = index.decisions()
        changed_number = index.changed_numbers(decisions)
    write_linkage(linkage, work.into)
    work.tell("describing each person")
    people = _write_people(work, linkage, decisions, changed_number)
    work.tell("sorting events by person")
    events = _write_events(work)
    review.write(work, linkage)
    work.tell("judging the links")
    alarms = _write_quality(work, linkage, decisions)
    return {**linkage.counts, "decisions_not_taken": not_taken, "quality_alarms": alarms, **people, "events": events}


def write_linkage(linkage: Linkage, into: Path) -> None:
    """Write the tables and the model of a linkage into a folder."""
    for name in ("person_record", "edge", "lineage", "contradiction", "number_check", "superseded_number"):
        if (table := getattr(linkage, name)) is not None:
            pq.write_table(table, into / f"{name}.parquet", compression="zstd")
    (into / "model.json").write_text(json.dumps(linkage.model, indent=2, sort_keys=True), encoding="utf-8")


def _previous(work: Work) -> pa.Table | None:
    earlier = work.finished / "link" / "person_record.parquet"
    return pq.read_table(earlier) if earlier.exists() else None


def _decisions(work: Work) -> tuple[pa.Table | None, int]:
    """What the place's file of decisions says, and how many of its rows cannot be taken."""
    if work.place.decisions_path is None:
        return None, 0
    decisions, rejects = read_decisions(work.place.decisions_path)
    pq.write_table(rejects, work.into / "decision_reject.parquet", compression="zstd")
    return decisions, rejects.num_rows


def _write_quality(work: Work, linkage: Linkage, decisions: pa.Table) -> int:
    """Write how right the links are; returns how many alarms there are about what changed since the run before."""
    report = quality.write(
        work.engine,
        linkage,
        work.into,
        finished=work.finished / "link",
        decisions=decisions,
        person=quality.grouped_people(work),
        drawn_on=str(work.place.as_at),
    )
    return len(report["drift"]["alarms"])


def _write_people(work: Work, linkage: Linkage, decisions: pa.Table, changed_number: pa.Table) -> dict[str, int]:
    engine = work.engine
    describe(
        engine,
        registers="sent_register",
        person_record=linkage.person_record,
        number_check=linkage.number_check,
        changed_identity=changed_identities(decisions),
        changed_number=changed_number,
    )
    engine.register("place_postcode", work.place.postcodes)
    engine.register("place_area", work.place.areas)
    engine.write(PERSON_SQL.read_text(encoding="utf-8"), work.into / "person.parquet")
    counts = {
        "households": engine.value("select count(distinct household_id) from household"),
        "people_without_household": engine.value(
            "select count(*) from best_value anti join household using (person_id) where death_date is null"
        ),
    }
    engine.execute("drop table household; drop table best_value")
    return counts


def _write_events(work: Work) -> int:
    """Write every kind of event with whom it is about, and one timeline of them all."""
    (work.into / "events").mkdir()
    engine, parts, total = work.engine, [], 0
    for contract in all_contracts():
        sent = work.finished / "check" / f"{contract.kind}.parquet"
        if contract.is_register or not sent.exists():
            continue
        engine.register("sent_event", sent)
        into = work.into / "events" / f"{contract.kind}.parquet"
        total += engine.write(_event_sql(contract), into)
        engine.register(f"event_{contract.kind}", into)
        parts.append(_timeline_sql(contract))
    timeline = " union all ".join(parts) or _no_timeline()
    engine.write(f"{timeline} order by person_id, starts_on, kind, source, file, line", work.into / "timeline.parquet")
    return total


def _event_sql(contract: Contract) -> str:
    others = [name for name in contract.record_columns if name != "record_id"]
    more = "".join(
        f"{name.removesuffix('_record_id')}.person_id as {name.removesuffix('record_id')}person_id, " for name in others
    )
    joins = "".join(
        f" left join person_record {name.removesuffix('_record_id')}"
        f" on {name.removesuffix('_record_id')}.source = sent_event.source"
        f" and {name.removesuffix('_record_id')}.record_id = sent_event.{name}"
        for name in others
    )
    return (
        f"select person_record.person_id, {more}sent_event.* from sent_event"
        " join person_record on person_record.source = sent_event.source"
        f" and person_record.record_id = sent_event.record_id{joins}"
        " order by person_record.person_id, sent_event.file, sent_event.line"
    )


def _timeline_sql(contract: Contract) -> str:
    timeline = contract.timeline
    if timeline is None:
        return _no_timeline()
    return (
        f"select person_id, ({timeline.starts_on})::date as starts_on, ({timeline.ends_on})::date as ends_on,"
        f" '{contract.kind}' as kind, organisation, source, ({timeline.words})::varchar as words, file, line"
        f" from event_{contract.kind}"
    )


def _no_timeline() -> str:
    return (
        "select null::varchar as person_id, null::date as starts_on, null::date as ends_on, null::varchar as kind,"
        " null::varchar as organisation, null::varchar as source, null::varchar as words, null::varchar as file,"
        " null::bigint as line where false"
    )
