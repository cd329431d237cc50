"""Which dates of birth cannot be, because the day has not come?

Such a date is a slip or a placeholder. Believed, it would part people from their own records; so it counts as unknown.
"""

from datetime import date, datetime

from joinedup.core.engine import Engine
from joinedup.core.people.linking.registers import Registers, known_as, read_as, types_of

LAST_DAY = date(2199, 12, 31)  # where nobody says when it is: no place is described as at a later day


def believed(engine: Engine, registers: Registers, at: datetime | None) -> tuple[Registers, int]:
    """The registers without dates of birth later than a moment, and how many there were.

    Days of long ago stay: of people long dead they are right, and otherwise more likely a slip in the year.

    Parameters
    ----------
    registers : as `joinedup.core.people.link` takes them.
    at : the moment nobody was born after; if not told, only what is absurd is left out.

    Examples
    --------
    >>> import pyarrow as pa
    >>> sent = pa.table({"source": ["gp"] * 2, "record_id": ["1", "2"], "birth_date": ["1985-02-03", "2999-01-01"]})
    >>> with Engine() as engine:
    ...     born, later = believed(engine, sent, None)
    ...     engine.table(f"select birth_date from {born} order by record_id")["birth_date"].to_pylist(), later
    (['1985-02-03', None], 1)
    """
    source = known_as(engine, registers, registers if isinstance(registers, str) else "linkage_entered")
    sent = types_of(engine, source)
    if "birth_date" not in sent:
        return registers, 0
    last = at.date() if at else LAST_DAY
    is_later = f"coalesce({read_as('birth_date', 'date', sent['birth_date'])} > date '{last.isoformat()}', false)"
    later = int(engine.value(f"select count(*) from {source} where {is_later}"))
    if not later:
        return registers, 0
    kept = ", ".join(f'"{name}"' for name in sent if name != "birth_date")
    engine.execute(
        f"create or replace temp view linkage_born as"
        f" select {kept}, case when not {is_later} then birth_date end as birth_date from {source}"
    )
    return "linkage_born", later
