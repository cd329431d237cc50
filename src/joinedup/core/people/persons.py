"""Who is each person, as far as their records agree, and with whom do they live?"""

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.statements import run

MOST_PEOPLE_AT_HOME = 8  # more at one address is taken for a care home, a hostel or a barracks


def describe(
    engine: Engine, *, registers: str, person_record: pa.Table, most_people_at_home: int = MOST_PEOPLE_AT_HOME
) -> None:
    """Write the tables `best_value` and `household` into the engine, each with one row per person.

    Parameters
    ----------
    engine : knows `registers`.
    registers : name of the table of register rows, one row per record, with the columns of the register contract.
    person_record : source, record_id, person_id and how, as `link` answers.
    most_people_at_home : living people at one address above which it counts as an institution.

    Notes
    -----
    Of sensitive records the address is used like any other; who may see it is decided where it is shown.
    """
    engine.execute(f"create or replace temp view register as from {registers}")
    engine.register("person_record", person_record.select(["source", "record_id", "person_id", "how"]))
    run(engine, "macros")
    run(engine, "best_values")
    run(engine, "households", most_people=most_people_at_home)
