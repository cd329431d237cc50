"""Who is who once some records are new, changed or gone, without judging everybody again?

Only records that bear on what changed are judged: their circles, the circles they now share a number or a description
with, and the circles of records they are now likely to be one person with. Over these the ordinary passes run, with the
model and the counts of the index. The partition is that of a run over everybody with the same model.
"""

from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.people.identity import decisions as decided
from joinedup.core.people.identity import keeping, naming
from joinedup.core.people.identity.changed import COLUMN, with_changed
from joinedup.core.people.identity.index import PersonIndex
from joinedup.core.people.linkage import Linkage, answer, tally_decisions, versions
from joinedup.core.people.linking import first_pass, registers, scoring, second_pass
from joinedup.core.people.linking.births import believed
from joinedup.core.people.linking.decided import with_numbers
from joinedup.core.people.linking.known import Known
from joinedup.core.people.linking.model_json import Model
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run

OUTSIDE = ("linkage.outside_member", "linkage.outside_keyed")  # the faces of both sides, and the keys they share
GONE = pa.schema([("source", pa.string()), ("record_id", pa.string())])


class Held(NamedTuple):
    """What an increment holds to: every decision, and the NHS numbers that changed identities keep apart."""

    decisions: pa.Table
    numbers: pa.Table


class NoIndexYet(CannotProceed):
    """An increment needs a whole run before it."""


class WholeOnly(CannotProceed):
    """Some records cannot be judged without the others."""


class OtherParameters(CannotProceed):
    """An increment is judged as the run over everybody was."""


def update(
    sent: registers.Registers,
    *,
    engine: Engine,
    index: PersonIndex,
    removed: pa.Table | None = None,
    decisions: pa.Table | None = None,
    at: datetime | None = None,
    parameters: LinkParameters | None = None,
) -> Linkage:
    """Bring the index up to date with some records; returns the linkage of those that were judged again.

    Parameters
    ----------
    sent : one row per record that is new or may have changed, as `joinedup.core.people.link` takes them; rows that say
        what the index knows are passed over.
    engine : where the SQL runs.
    index : of an earlier run over everybody.
    removed : one row per record that is gone: source, record_id.
    decisions : what people decided since; those the index knows may be among them.
    at : when this is done, kept in the index; nobody was born later.
    parameters : those of the run over everybody, which are taken if none are given.

    Raises
    ------
    NoIndexYet
        The index is empty, or was made by another version.
    WholeOnly
        It searched widely, or people grew by the mean.
    OtherParameters
        The run over everybody had others.
    """
    started = perf_counter()
    model, known, wanted = ready(index)
    if parameters not in (None, wanted):
        raise OtherParameters("The index was linked with other parameters", expected=f"those it was: {wanted}")
    parameters = wanted
    if wanted.grows_by_mean or wanted.searches_widely:
        raise WholeOnly(
            "The index was linked with wide blocks or people growing by the mean", expected="a link of whole registers"
        )
    sent, born_later = believed(engine, sent, at)
    every = index.with_decisions(_with_changed_identities(decisions, engine, sent, parameters))
    try:
        held = _read(engine, index, sent, removed, every)
        counts = _find_scope(engine, index, held, model, known, parameters)
        linkage = _judge(engine, index, held, model, known, parameters, at)
    finally:
        first_pass.forget(engine)
        keeping.forget(engine)
    counts |= {"birth_dates_later": born_later}
    return replace(linkage, counts=linkage.counts | counts, seconds=perf_counter() - started)


def ready(index: PersonIndex) -> tuple[Model, Known, LinkParameters]:
    """The model, the counts and the parameters with which some records of the index can be judged again."""
    model = index.model()
    if model is None:
        raise NoIndexYet("There is no index to bring up to date", expected="a link of whole registers first")
    known, parameters = index.known(model, is_part=True), index.parameters()
    if known is None or parameters is None:
        raise NoIndexYet(
            "The index was made by another version of joinedup", expected="a link of whole registers first"
        )
    return model, known, parameters


def _read(
    engine: Engine, index: PersonIndex, sent: registers.Registers, removed: pa.Table | None, decisions: pa.Table
) -> Held:
    """Write `linkage_changed`, `linkage_removed` and `linkage_stale`: the circles that what changed bears on."""
    run(engine, "macros")
    keeping.read_rows(engine, sent)
    engine.register("linkage_gone", GONE.empty_table() if removed is None else removed.select(GONE.names).cast(GONE))
    engine.register("linkage_decided", decided.as_table(_changed_pairs(index, decisions)))
    run(engine, "identity/store/changed")
    held = Held(decisions, index.changed_numbers(decisions, "linkage_there"))
    engine.register("linkage_decided_number", _changed_numbers(index, held.numbers))
    engine.execute("drop schema if exists linkage cascade; create schema linkage")
    registers.read(engine, "linkage_changed")
    run(engine, "identity/store/stale")
    return held


def _with_changed_identities(
    decisions: pa.Table | None, engine: Engine, sent: registers.Registers, parameters: LinkParameters
) -> pa.Table | None:
    """The decisions, and the changed identities that the rows sent, or those kept of earlier runs, tell of.

    What a register said once holds for every record under the two numbers, so also for one that is sent only now.
    """
    name = registers.named(engine, sent)
    if not any(_tells(engine, rows) for rows in (name, "people.record")):
        return decisions
    engine.execute(
        f"create or replace temp view linkage_told as select * from {name} union all by name"
        f" select source, record_id, nhs_number, {COLUMN}, updated_on from people.record"
        f" where (source, record_id) not in (select (source, record_id) from {name})"
    )
    try:
        return with_changed(decisions, engine, "linkage_told", parameters)
    finally:
        engine.execute("drop view linkage_told")


def _tells(engine: Engine, rows: str) -> bool:
    """Whether any row tells of a changed identity."""
    is_there = COLUMN in engine.table(f"select * from {rows} limit 0").column_names
    return is_there and bool(engine.value(f"select count({COLUMN}) from {rows}"))


def _changed_pairs(index: PersonIndex, decisions: pa.Table) -> list[decided.Pair]:
    """The pairs of records about which something else is decided now."""
    before, now = decided.standing(index.decisions_held_to()), decided.standing(decisions)
    return sorted(set(before.must_link) ^ set(now.must_link) | set(before.cannot_link) ^ set(now.cannot_link))


def _changed_numbers(index: PersonIndex, numbers: pa.Table) -> pa.Table:
    """The NHS numbers that a changed identity keeps apart now and did not before, or the other way round."""
    held_to = [row["decision_id"] for row in decided.changes(index.decisions_held_to())]
    kept = index.kept_numbers()
    before, now = (
        set(zip(pairs["left_number"].to_pylist(), pairs["right_number"].to_pylist(), strict=True))
        for pairs in (kept.filter(pc.is_in(kept["decision_id"], pa.array(held_to, pa.string()))), numbers)
    )
    return pa.table({"number": pa.array(sorted({each for pair in before ^ now for each in pair}), pa.string())})


def _find_scope(
    engine: Engine, index: PersonIndex, held: Held, model: Model, known: Known, parameters: LinkParameters
) -> dict[str, int]:
    """Add to `linkage_stale` the circles with which the changed records are likely pairs."""
    _first_pass(engine, index, held, known, parameters)
    closed = second_pass.write_joined(engine, known)
    known.copy(engine, "used_word")
    second_pass.write_compared(engine, closed, homes_of=closed)
    tells = second_pass.what_tells(model, parameters)
    keeping.write_keys(engine, closed=closed, names_tell=tells["names_tell"])
    run(engine, "identity/store/met", **second_pass.most_members(parameters))
    run(engine, "linking/homes", closed=second_pass.NO_REGISTERS)
    second_pass.pair_up(engine, model, parameters, replace(known, is_part=False), OUTSIDE)
    scoring.score(engine, model, least=parameters.least_weight)
    before = engine.value("select count(*) from linkage_stale")
    run(engine, "identity/store/stale_met", least_weight=parameters.least_weight)
    judged = engine.value("select count(*) from linkage_stale")
    return {
        "records_changed": engine.value("select count(*) from linkage_changed"),
        "records_removed": engine.value("select count(*) from linkage_removed"),
        "circles_met": judged - before,
        "circles_judged": judged,
    }


def _first_pass(
    engine: Engine, index: PersonIndex, held: Held, known: Known, parameters: LinkParameters
) -> tuple[decided.Standing, dict[str, int]]:
    run(engine, "identity/store/scope_rows")
    standing = decided.standing(held.decisions)
    cannot = index.with_stand_ins(decided.as_table(standing.cannot_link), "linkage_there")
    cannot = with_numbers(cannot, held.numbers)
    must = decided.as_table(standing.must_link)
    counts = first_pass.join(engine, "linkage_scope_row", parameters, must_link=must, cannot_link=cannot, known=known)
    return standing, counts


def _judge(
    engine: Engine,
    index: PersonIndex,
    held: Held,
    model: Model,
    known: Known,
    parameters: LinkParameters,
    at: datetime | None,
) -> Linkage:
    """Run the ordinary passes over the circles in `linkage_stale`, and keep what they find; all or nothing."""
    standing, counts = _first_pass(engine, index, held, known, parameters)
    model, more_counts = second_pass.join(engine, model, seed=0, parameters=parameters, known=known)
    found = naming.name(engine, index.previous(scope="linkage_scope"), index.used_ids)
    counts |= {"people": naming.people(engine)}
    contradiction = naming.contradictions(engine)
    keeping.write_circles(engine)
    tells = second_pass.what_tells(model, parameters)
    keeping.write_keys(engine, closed=known.closed, names_tell=tells["names_tell"])
    with engine.transaction():
        index.add_decisions(held.decisions)
        index.add_changed_numbers(held.numbers)
        index.add_run(model=model, seed=0, kind="increment", versions=versions(), at=at)
        keeping.keep_part(engine)
    return answer(
        *found,
        contradiction,
        model=model,
        counts=counts | more_counts | tally_decisions(standing, contradiction),
        parameters=parameters,
        seed=0,
        seconds=0.0,
    )
