"""Which pairs need no more looking at, given what each person said?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from joinedup.core.people.identity.decisions import Pair, in_force, pair_of, rows_of, verdict_of


def is_settled(verdicts: Sequence[str], *, needs_two: bool) -> bool:
    """Whether enough people say the same, of verdicts in the order they were given, each of another person.

    One is enough unless the pair needs two or others said something else; and the latest of all must be among those who
    agree, and they must be more than any others. That nobody can tell is an answer like the others.

    Examples
    --------
    >>> is_settled(["cannot_tell"], needs_two=False), is_settled(["same"], needs_two=True)
    (True, False)
    >>> is_settled(["same", "different"], needs_two=False), is_settled(["same", "different", "same"], needs_two=False)
    (False, True)
    """
    if not verdicts:
        return False
    wanted = 2 if needs_two or len(set(verdicts)) > 1 else 1
    count = Counter(verdicts)
    latest = count.pop(verdicts[-1])
    return latest >= wanted and all(latest > other for other in count.values())


def settled(decisions: pa.Table | None) -> list[Pair]:
    """The pairs of records that need no more decisions; an identity that was changed is never asked about again.

    Parameters
    ----------
    decisions : one row per thing one person decided (`joinedup.core.people.identity.decisions.SCHEMA`).
    """
    by_pair: dict[Pair, list[dict[str, Any]]] = defaultdict(list)
    for row in in_force(rows_of(decisions)):
        by_pair[pair_of(row)].append(row)
    return [pair for pair, rows in sorted(by_pair.items()) if _is_settled(rows)]


def _is_settled(rows: Sequence[dict[str, Any]]) -> bool:
    if any(row["purpose"] == "changed_identity" for row in rows):
        return True
    last_word = {row["decided_by"]: row for row in rows}
    made = sorted(last_word.values(), key=lambda row: (row["decided_at"], row["decision_id"]))
    needs_two = any(row["needs_two"] for row in made)
    return is_settled([str(verdict_of(row)) for row in made], needs_two=needs_two)
