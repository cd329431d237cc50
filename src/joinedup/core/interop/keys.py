"""Which rows repeat a key, or speak of people nobody has?

Both need every file of a kind at once, so they come after the rows are read.
"""

from joinedup.core.engine import Engine
from joinedup.core.engine.duck import quoted
from joinedup.core.interop.contract import Contract


def make_tables(engine: Engine) -> None:
    """Empty tables `known_record` (one row per record of a register) and `reject` (one row per rule broken)."""
    engine.execute("create or replace temp table known_record (source varchar, record_id varchar, is_kept boolean)")
    engine.execute(
        "create or replace temp table reject "
        "(file_number integer, line bigint, field varchar, value_class varchar, rule varchar)"
    )


def reject_repeats(engine: Engine, contract: Contract) -> None:
    """Of good rows of one source with the same key, all but the first are dropped, in the order of files and lines."""
    if not contract.key:
        return
    key = ", ".join(map(quoted, contract.key))
    present = " and ".join(f"{quoted(name)} is not null" for name in contract.key)
    engine.execute(f"""
        create or replace temp table fault as
        with keyed as (
            select source, {key}, file_number, line from rows join sent_file using (file_number)
            where not is_dropped and {present}
        ),
        repeated as (select source, {key} from keyed group by all having count(*) > 1)
        select file_number, line, '{contract.key[0]}' as field, value_class({quoted(contract.key[0])}) as value_class,
            'duplicate_key' as rule
        from keyed semi join repeated using (source, {key})
        qualify row_number() over (partition by source, {key} order by file_number, line) > 1
    """)
    drop_faults(engine)


def remember_records(engine: Engine) -> None:
    """Note which records the registers have, and whether a row of each was kept."""
    engine.execute("""
        insert into known_record
        select source, record_id, bool_or(not is_dropped)
        from rows join sent_file using (file_number) where record_id is not null group by all
    """)


def reject_strangers(engine: Engine, contract: Contract) -> None:
    """Events of people in no register of the same source, or in a rejected row of one, are dropped."""
    for name in contract.record_columns:
        engine.execute(f"""
            create or replace temp table fault as
            select file_number, line, '{name}' as field, value_class(event.{quoted(name)}) as value_class,
                case when known.record_id is null then 'no_such_record' else 'record_rejected' end as rule
            from rows as event
            join sent_file using (file_number)
            left join known_record as known
                on known.source = sent_file.source and known.record_id = event.{quoted(name)}
            where not event.is_dropped and not coalesce(known.is_kept, false)
        """)
        drop_faults(engine)


def drop_faults(engine: Engine) -> None:
    """List the rows of the table `fault` as rejects, and drop them."""
    engine.execute("insert into reject by name from fault")
    engine.execute("""
        update rows set is_dropped = true from fault
        where rows.file_number = fault.file_number and rows.line = fault.line
    """)


def list_problems(engine: Engine) -> None:
    """List what was found wrong with single rows as rejects."""
    engine.execute("""
        insert into reject by name
        select file_number, line, unnest(problems, max_depth := 2) from rows where problems is not null
    """)
