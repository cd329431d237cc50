"""What do decisions about packages mean for the next choice: who receives what, who said no, what was proposed?"""

from datetime import date
from typing import Literal, get_args

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed

Choice = Literal["proposed", "accepted", "declined", "undone"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
NO_PLACE = "no_place"
COLUMNS = ("person_id", "offer", "choice", "reason", "decided_on")

MEANING = """
with of_the_year as (
    select person_id, offer, choice, coalesce(reason, '') as reason, try_cast(decided_on as date) as day, position
    from package_decision
    where day <= $as_at and day >= $as_at::date - interval 12 month
), latest as (
    select person_id, offer, choice, reason from of_the_year
    where choice in ('accepted', 'declined', 'undone')
    qualify 1 = row_number() over (partition by person_id, offer order by day desc, position desc)
)
select person_id,
    list(distinct offer order by offer) filter (what = 'receives') as receives,
    list(distinct offer order by offer) filter (what = 'refused') as refused,
    list(distinct offer order by offer) filter (what = 'wishes') as wishes,
    list(distinct offer order by offer) filter (what = 'proposed_before') as proposed_before
from (
    select person_id, offer, case
        when choice = 'accepted' then 'receives'
        when choice = 'declined' and reason = 'no_place' then 'wishes'
        when choice = 'declined' then 'refused' end as what
    from latest
    union all
    select person_id, offer, 'proposed_before' from of_the_year where choice = 'proposed'
) group by person_id order by person_id"""


class DecisionsWrong(CannotProceed):
    """A file of decisions about packages cannot be used as written."""


def lists_of(decisions: pa.Table, engine: Engine, *, as_at: date) -> pa.Table:
    """The lists of offers each person comes with, from what was decided in the twelve months before a day.

    The latest decision about an offer counts. Accepted: the person receives it, and nobody takes it away without
    another decision. Declined: it is not proposed again, unless for want of a place; then it counts as a wish, and the
    person goes before others to whom it is worth as much. Undone: nothing. Proposed: it was in the package last time.

    Parameters
    ----------
    decisions : one row per decision or proposal: person_id, offer, choice, reason, decided_on (a day, as text).

    Returns
    -------
    one row per person: person_id, receives, refused, wishes, proposed_before (lists of codes).

    Raises
    ------
    DecisionsWrong : a column is missing, a choice is unknown, or a day is none.

    Examples
    --------
    >>> given = {"person_id": ["a"], "offer": ["telecare"], "choice": ["declined"], "reason": ["not_wanted"]}
    >>> table = pa.table({**given, "decided_on": ["2026-03-01"]})
    >>> with Engine(memory_gigabytes=1, threads=1) as engine:
    ...     lists_of(table, engine, as_at=date(2026, 4, 1))["refused"].to_pylist()
    [['telecare']]
    """
    if missing := sorted(set(COLUMNS) - set(decisions.column_names)):
        raise DecisionsWrong(f"The decisions lack {', '.join(missing)}", expected=", ".join(COLUMNS))
    engine.register("package_decision", decisions.append_column("position", pa.array(range(decisions.num_rows))))
    strange = engine.table("select distinct choice from package_decision")["choice"].to_pylist()
    if unknown := sorted({str(one) for one in strange} - set(CHOICES)):
        raise DecisionsWrong(f"'{unknown[0]}' is not a choice", available=CHOICES)
    days = engine.value("select count(*) from package_decision where try_cast(decided_on as date) is null")
    if days:
        raise DecisionsWrong(f"{days} decisions have no day", expected="decided_on as 2026-03-31")
    return engine.table(MEANING, as_at=as_at)
