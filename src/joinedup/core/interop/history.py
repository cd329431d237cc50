"""Are there months and years of events that look as if part of the file were missing?"""

from datetime import date, timedelta
from statistics import median

from joinedup.core.engine import Engine
from joinedup.core.interop.contract import Contract

FEWEST_IN_A_MONTH = 10  # below this, an empty month says little
MONTHS_LATELY = 24
QUIET_MONTHS = 6
SHARP_CHANGE = 2.0


def history_warnings(engine: Engine, contract: Contract, file_number: int, as_at: date) -> list[str]:
    """Sentences about the months and years of a file of events."""
    if contract.timeline is None:
        return []
    last_day = as_at - timedelta(days=1)
    months = engine.table(
        f"""
        select datediff('month', happened, $last_day::date) as months_ago, count(*) as n
        from (select {contract.timeline.starts_on} as happened from rows where file_number = $number and not is_dropped)
        where happened <= $last_day group by all order by all
        """,
        number=file_number,
        last_day=last_day,
    ).to_pylist()
    return history_sentences({month["months_ago"]: month["n"] for month in months}, last_day)


def history_sentences(count_by_months_ago: dict[int, int], last_day: date) -> list[str]:
    """Months without a row amid a busy history, and years far from the others.

    Examples
    --------
    >>> history_sentences({months: 100 for months in range(48) if months != 7}, date(2026, 3, 31))
    ['2025-08 has no rows, in the middle of the history.']
    """
    first = oldest_busy_month(count_by_months_ago)
    if first is None:
        return []
    latest = min(count_by_months_ago)
    empty = [month_name(last_day, ago) for ago in range(first, latest, -1) if ago not in count_by_months_ago]
    have = "has" if len(empty) == 1 else "have"
    gaps = [f"{and_others(empty)} {have} no rows, in the middle of the history."] if empty else []
    return gaps + year_sentences(count_by_months_ago, first)


def oldest_busy_month(count_by_months_ago: dict[int, int]) -> int | None:
    """Where the history begins: before it, for half a year, months are not half as full as is usual lately.

    Old diagnoses and medicines reach back for decades, ever fewer; they are no part of the history sent.

    Examples
    --------
    >>> oldest_busy_month({months: 100 if months < 48 else 20 for months in range(600)})
    47
    """
    lately = median(count_by_months_ago.get(ago, 0) for ago in range(MONTHS_LATELY))
    if lately < FEWEST_IN_A_MONTH:
        return None
    first, quiet = 0, 0
    for ago in range(max(count_by_months_ago) + 1):
        is_busy = 2 * count_by_months_ago.get(ago, 0) >= lately
        first, quiet = (ago, 0) if is_busy else (first, quiet + 1)
        if quiet > QUIET_MONTHS:
            break
    return first


def year_sentences(count_by_months_ago: dict[int, int], first: int) -> list[str]:
    """Whole years of the history whose number of rows is far from the middle one.

    Examples
    --------
    >>> year_sentences({months: 500 if months < 12 else 100 for months in range(40)}, 39)
    ['Year 1 before the as-at date has 5.0 times as many rows as is usual for the file.']
    """
    counts = count_by_months_ago
    years = [sum(counts.get(12 * year + month, 0) for month in range(12)) for year in range((first + 1) // 12)]
    usual = median(years) if len(years) > 2 else 0
    return [
        f"Year {year + 1} before the as-at date has {count / usual:.1f} times as many rows as is usual for the file."
        for year, count in enumerate(years)
        if usual and (count > SHARP_CHANGE * usual or count * SHARP_CHANGE < usual)
    ]


def month_name(last_day: date, months_ago: int) -> str:
    """A month as year and number.

    Examples
    --------
    >>> month_name(date(2026, 3, 31), 4)
    '2025-11'
    """
    year, month = divmod(last_day.year * 12 + last_day.month - 1 - months_ago, 12)
    return f"{year}-{month + 1:02d}"


def and_others(names: list[str]) -> str:
    """The first few of a list, and how many more.

    Examples
    --------
    >>> and_others(["a", "b", "c", "d", "e"])
    'a, b, c and 2 others'
    """
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} other{'s' if more > 1 else ''}" if more > 0 else "")
