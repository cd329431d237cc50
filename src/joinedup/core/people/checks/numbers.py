"""Which of the NHS numbers that agencies sent join nobody, and why?"""

from collections.abc import Mapping

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.checks import ranges
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run, text

# A table of ranges that is out of date must not take a county apart. Where many numbers are known, and more than this
# share of them lie outside every range, the ranges are doubted and not the numbers; the counts say so.
MOST_NOT_ISSUED = 0.05
FEWEST_NUMBERS_TO_JUDGE = 1_000


def refuse(engine: Engine, parameters: LinkParameters) -> dict[str, int]:
    """Write `linkage.refused_number`, one row per NHS number that joins nobody though its check digit is right.

    Test numbers join only invented people. If `parameters.accepts_test_numbers` does not say whether the people are
    invented, the registers do: they are if most of their numbers are test numbers. Numbers in no range are refused,
    unless there are so many that the ranges must be out of date.

    Parameters
    ----------
    engine : with `linkage.sent`: one row per record, `number` clean.
    parameters : its `accepts_test_numbers`.

    Returns
    -------
    records by what their number is (`number_records_issued`, `_test`, `_not_issued`), and those of refused numbers.
    """
    engine.register("linkage_number_range", ranges.as_table())
    found = engine.table(text("checks/standings"))
    records = dict(zip(found["standing"].to_pylist(), found["records"].to_pylist(), strict=True))
    run(
        engine,
        "checks/refusals",
        accepts_test=accepts_test(records, parameters.accepts_test_numbers),
        accepts_not_issued=ranges_are_doubted(records),
    )
    engine.forget("linkage_number_range")
    refused = engine.value("select coalesce(sum(records), 0)::bigint from linkage.refused_number")
    kinds = (*ranges.STANDINGS, ranges.NOT_ISSUED)
    return {f"number_records_{kind}": records.get(kind, 0) for kind in kinds} | {"records_of_refused_numbers": refused}


def accepts_test(records: Mapping[str, int], wanted: bool | None) -> bool:
    """Whether test numbers join: as `wanted`, else if more than half of all numbers are test numbers.

    Parameters
    ----------
    records : how many records have a number of each standing.

    Examples
    --------
    >>> accepts_test({"test": 2, "issued": 1}, None), accepts_test({"test": 1, "issued": 1}, None)
    (True, False)
    >>> accepts_test({"test": 2}, False)
    False
    """
    return 2 * records.get("test", 0) > sum(records.values()) if wanted is None else wanted


def ranges_are_doubted(records: Mapping[str, int]) -> bool:
    """Whether so many numbers lie in no range that the ranges, not the numbers, must be wrong.

    Examples
    --------
    >>> ranges_are_doubted({"issued": 900, "not_issued": 100}), ranges_are_doubted({"issued": 9, "not_issued": 1})
    (True, False)
    """
    known = sum(records.values())
    return known >= FEWEST_NUMBERS_TO_JUDGE and records.get(ranges.NOT_ISSUED, 0) > MOST_NOT_ISSUED * known


def not_used(engine: Engine) -> pa.Table:
    """One row per NHS number of a record that is not used as sent: what was received, why, and what stands for it.

    Columns: source, record_id, field, received, why, current_number. `why` is a fault (`not_ten_digits`,
    `repeated_digit`, `wrong_check_digit`), a standing (`test`, `not_issued`), `quarantined`, `disputed` or
    `superseded`; only of a superseded number is there a current one.
    """
    return engine.table(text("checks/not_used"))
