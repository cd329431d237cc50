"""Who is who: which records of which registers are about one person?"""

import json
from dataclasses import asdict, replace
from datetime import datetime
from time import perf_counter
from typing import Any

import pyarrow as pa

from joinedup.core.engine import Engine, WhichEngine, session
from joinedup.core.people.checks import ranges
from joinedup.core.people.checks.numbers import accepts_test
from joinedup.core.people.identity import changed, keeping, naming
from joinedup.core.people.identity import decisions as decided
from joinedup.core.people.identity.changed_numbers import changed_numbers
from joinedup.core.people.identity.index import PersonIndex, made_with
from joinedup.core.people.linkage import Linkage, answer, tally_decisions, tally_review, versions
from joinedup.core.people.linking import first_pass, second_pass
from joinedup.core.people.linking.births import believed
from joinedup.core.people.linking.decided import with_numbers
from joinedup.core.people.linking.known import Known
from joinedup.core.people.linking.model_json import Model
from joinedup.core.people.linking.registers import Registers
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.review.evidence import told
from joinedup.core.people.review.finding import find
from joinedup.core.people.statements import text

CHECKS = {"number_check": "not_used", "superseded_number": "superseded_numbers"}


def link(
    registers: Registers,
    *,
    engine: WhichEngine | None = None,
    seed: int = 1,
    previous: pa.Table | None = None,
    decisions: pa.Table | None = None,
    index: PersonIndex | None = None,
    at: datetime | None = None,
    model: Model | None = None,
    parameters: LinkParameters = LinkParameters(),
    is_reviewed: bool = True,
) -> Linkage:
    """Find the people behind the records of any number of registers.

    First by NHS number, believed only where names and date of birth agree; then by identical demographics; then by a
    model of likeness, trained on all records and applied to those the numbers leave over. Two people with confirmed
    numbers of their own are never joined; nor are twins, or parent and child of one name.

    Parameters
    ----------
    registers : one row per record of a register: source and record_id (together unique), and any of nhs_number,
        superseded_nhs_number, given_name, family_name, birth_date (date), sex (female, male), address, postcode,
        birth_place, occupation, updated_on (date). Columns that are missing count as empty; others are ignored. An
        Arrow table, a Parquet file, or the name of a table the engine knows.
    engine : where the SQL runs: an engine, or the name of one made for this, `duckdb` or `spark`; that of the index, or
        DuckDB, if not given.
    seed : of the sample the model is trained on.
    previous : the person_record of an earlier run (source, record_id, person_id); people keep their ids from it.
    decisions : what people decided about pairs of records, one row per decision (`identity.decisions`). A pair decided
        to be two people never shares an id, whatever number it shares; a pair decided to be one person does unless that
        contradicts the former.
    index : where people keep their ids, and decisions are kept, from run to run; in place of `previous` from its second
        run on. What this run finds is added to it, all or nothing.
    at : when this run is made, kept in the index; nobody was born later, and such a date counts as not known.
    model : of an earlier run; trained on these records if not given.
    parameters : thresholds and limits.
    is_reviewed : whether to find what people should look at, and to draw the clerical sample.

    Returns
    -------
    The people as `person_record`, the links as `edge`, what people should look at as `review_pair`, and `quality`.

    Raises
    ------
    NotARegister
        The registers cannot be read, or a date of change or a flag in them.
    NoSuchEngine
        There is no engine of that name.

    References
    ----------
    Fellegi I P, Sunter A B. J Am Stat Assoc 1969;64:1183-1210. doi:10.1080/01621459.1969.10501049
    Linacre R and others. Splink: free software for probabilistic record linkage at scale. Int J Popul Data
    Sci 2022;7(3). doi:10.23889/ijpds.v7i3.1794

    Examples
    --------
    >>> registers = pa.table({
    ...     "source": ["gp", "council"], "record_id": ["1", "A"], "nhs_number": ["9990000018", "999 000 0018"],
    ...     "given_name": ["Margaret", "Peggy"], "family_name": ["Lane", "Lane"], "birth_date": ["1941-05-06"] * 2})
    >>> people = link(registers)
    >>> people.counts["people"], people.person_record["how"].to_pylist()
    (1, ['nhs_number', 'nhs_number'])
    """
    chosen = engine or (index.engine if index is not None else "duckdb")
    with session(chosen) as made:
        return _link(
            registers,
            engine=made,
            seed=seed,
            previous=previous,
            decisions=decisions,
            index=index,
            at=at,
            model=model,
            parameters=parameters,
            is_reviewed=is_reviewed,
        )


def _link(
    registers: Registers,
    *,
    engine: Engine,
    seed: int,
    previous: pa.Table | None,
    decisions: pa.Table | None,
    index: PersonIndex | None,
    at: datetime | None,
    model: Model | None,
    parameters: LinkParameters,
    is_reviewed: bool,
) -> Linkage:
    """Link on an engine that is there."""
    started = perf_counter()
    registers, born_later = believed(engine, registers, at)
    decisions = changed.with_changed(decisions, engine, registers, parameters)
    if index is not None:
        keeping.read_rows(engine, registers)
        decisions = index.with_decisions(decisions)
        previous = index.previous() if index.last_run else previous
    known = index.known(model) if index is not None and model is not None else None
    standing = decided.standing(decisions)
    try:
        numbers = _changed_numbers(engine, registers, decisions, index)
        counts = _first_pass(engine, registers, parameters, standing, numbers, index, known)
        model, more_counts = second_pass.join(
            engine, model, seed=seed, parameters=parameters, known=known, is_reviewed=is_reviewed
        )
        used_ids, is_reread = index.used_ids if index else None, is_reviewed or index is not None
        found = naming.name(engine, previous, used_ids, is_reread=is_reread)
        counts |= {"people": naming.people(engine)}
        contradiction = naming.contradictions(engine)
        checked = {name: engine.table(text(f"checks/{sql}")) for name, sql in CHECKS.items()}
        review = find(engine, seed=seed, parameters=parameters) if is_reviewed else None
        if index is not None:
            kept: dict[str, Any] = {"model": model, "seed": seed, "parameters": parameters, "at": at}
            _keep(engine, index, decisions, numbers, counts, known, **kept)
        evidence = told(engine, model, review.pair) if review else None
    finally:
        first_pass.forget(engine)
        keeping.forget(engine)
    counts |= more_counts | tally_decisions(standing, contradiction) | tally_review(review)
    counts |= {"birth_dates_later": born_later}
    seconds = perf_counter() - started
    linkage = answer(
        *found, contradiction, model=model, counts=counts, parameters=parameters, seed=seed, seconds=seconds
    )
    return replace(linkage, review=review, review_evidence=evidence, **checked)


def _changed_numbers(
    engine: Engine, registers: Registers, decisions: pa.Table | None, index: PersonIndex | None
) -> pa.Table:
    """The NHS numbers that changed identities keep apart, as far as the registers, or the index, tell them."""
    if index is not None:
        return index.changed_numbers(decisions, "linkage_row")
    return changed_numbers(engine, decisions, changed.as_read(engine, registers))


def _first_pass(
    engine: Engine,
    registers: Registers,
    parameters: LinkParameters,
    standing: decided.Standing,
    numbers: pa.Table,
    index: PersonIndex | None,
    known: Known | None,
) -> dict[str, int]:
    """Join by numbers, demographics and decisions; with an index, also by decisions about records that are gone."""
    must, cannot = decided.as_table(standing.must_link), decided.as_table(standing.cannot_link)
    if index is not None:
        cannot = index.with_stand_ins(cannot, "linkage_row")
    cannot = with_numbers(cannot, numbers)
    return first_pass.join(engine, registers, parameters, must_link=must, cannot_link=cannot, known=known)


def _keep(
    engine: Engine,
    index: PersonIndex,
    decisions: pa.Table | None,
    numbers: pa.Table,
    counts: dict[str, int],
    known: Known | None,
    *,
    model: Model,
    seed: int,
    parameters: LinkParameters,
    at: datetime | None,
) -> None:
    """Add the run to the index, all or nothing."""
    closed = known.closed if known else second_pass.closed_registers(engine)
    records = {kind: counts[f"number_records_{kind}"] for kind in (*ranges.STANDINGS, ranges.NOT_ISSUED)}
    accepts = accepts_test(records, parameters.accepts_test_numbers) if sum(records.values()) else None
    keeping.write_circles(engine)
    tells = second_pass.what_tells(model, parameters)
    keeping.write_keys(engine, closed=closed, names_tell=tells["names_tell"])
    with engine.transaction():
        index.add_decisions(decisions)
        index.add_changed_numbers(numbers)
        index.add_run(model=model, seed=seed, kind="full", versions=versions(), at=at)
        keeping.keep_everything(
            engine,
            closed=closed,
            accepts_test_numbers=accepts,
            counted=known is None,
            settings={"made_with": made_with(), "parameters": json.dumps(asdict(parameters))},
        )
