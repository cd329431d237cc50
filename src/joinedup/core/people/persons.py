"""Who is each person, as far as their records agree, and with whom do they live?"""

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.engine import Engine
from joinedup.core.people.identity.decisions import LINK
from joinedup.core.people.linking.decided import NUMBERS
from joinedup.core.people.statements import run

MOST_PEOPLE_AT_HOME = 8  # more at one address is taken for a care home, a hostel or a barracks


NOT_BELIEVED = ("test", "not_issued", "quarantined", "disputed")  # why a number says nothing about its record
NUMBER_CHECK = pa.schema([(name, pa.string()) for name in ("source", "record_id", "why")])


def describe(
    engine: Engine,
    *,
    registers: str,
    person_record: pa.Table,
    number_check: pa.Table | None = None,
    changed_identity: pa.Table | None = None,
    changed_number: pa.Table | None = None,
    most_people_at_home: int = MOST_PEOPLE_AT_HOME,
) -> None:
    """Write the tables `best_value` and `household` into the engine, each with one row per person.

    Parameters
    ----------
    engine : knows `registers`.
    registers : name of the table of register rows, one row per record, with the columns of the register contract.
    person_record : source, record_id, person_id and how, as `link` answers.
    number_check : source, record_id and why of NHS numbers that were not used as sent, as `link` answers; none of those
        refused, quarantined or disputed becomes a person's number.
    changed_identity : pairs of records of which one is an identity the other was changed from (left_source,
        left_record_id, right_source, right_record_id): neither shows in a household.
    changed_number : pairs of NHS numbers of such identities (left_number, right_number): nor do records under them.
    most_people_at_home : living people at one address above which it counts as an institution.

    Notes
    -----
    A person is sensitive if any record says so. Address and practice are in `best_value` all the same, for the area
    they lie in; whoever writes or shows them leaves them out.
    """
    engine.execute(f"create or replace temp view register as from {registers}")
    engine.register("person_record", person_record.select(["source", "record_id", "person_id", "how"]))
    check = NUMBER_CHECK.empty_table() if number_check is None else number_check.select(NUMBER_CHECK.names)
    engine.register("unbelieved", check.filter(pc.is_in(check["why"], pa.array(NOT_BELIEVED))))
    engine.register("quarantined", check.filter(pc.equal(check["why"], "quarantined")))
    engine.register(
        "changed_pair", LINK.empty_table() if changed_identity is None else changed_identity.select(LINK.names)
    )
    engine.register(
        "changed_number", NUMBERS.empty_table() if changed_number is None else changed_number.select(NUMBERS.names)
    )
    run(engine, "macros")
    run(engine, "changed_people")
    run(engine, "best_values")
    run(engine, "households", most_people=most_people_at_home)
