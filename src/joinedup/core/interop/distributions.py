"""What in a file looks wrong although every row may be right: gaps, piled-up dates, one value everywhere?

Judged on a sample of lines spread evenly over the file, except counts by month and year, which use all.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from joinedup.core.engine import Engine
from joinedup.core.engine.duck import quoted
from joinedup.core.interop.contract import Column, Contract

SAMPLE_ROWS = 100_000
FEWEST_ROWS = 200  # below this, shares say little
FEWEST_IN_A_MONTH = 10
MONTHS_LATELY = 24
QUIET_MONTHS = 6
# Shares from which a sentence is written. Chosen so that sound English extracts stay quiet: unknown sex is well below
# 1% in national returns, one day in 365 is 0.3%, and moves across the border are a few per cent.
MOST_MISSING_FOR_LINKING = 0.20
MOST_ON_ONE_DAY = 0.05
MOST_ON_NEW_YEARS_DAY = 0.05
MOST_OF_ONE_NAME = 0.10
MOST_OF_ONE_CODE = 0.99
MOST_SEX_UNKNOWN = 0.10
MOST_POSTCODES_OUTSIDE = 0.10
SHARP_CHANGE = 2.0


@dataclass(frozen=True)
class Spread:
    """How one column's values are spread over the sampled rows: shares of rows, 0–1."""

    missing: float
    largest: float
    new_years_day: float = 0.0


def warnings_of(engine: Engine, contract: Contract, file_number: int, sent: set[str], as_at: date) -> list[str]:
    """Sentences about one file's rows in the table `rows`; no sentence holds a value.

    Parameters
    ----------
    sent : names of our columns the file has.
    as_at : years are counted back from here.
    """
    rows = engine.value("select count(*) from rows where file_number = $number", number=file_number)
    if rows < FEWEST_ROWS:
        return []
    step = max(rows // SAMPLE_ROWS, 1)
    engine.execute(
        "create or replace temp table sampled as from rows where file_number = $number and line % $step = 0",
        number=file_number,
        step=step,
    )
    found = []
    for name, column in contract.columns.items():
        if name in sent:
            found += column_warnings(contract, name, column, spread_of(engine, name, column))
    if contract.is_register:
        return found + register_warnings(engine, sent)
    return found + history_warnings(engine, contract, file_number, as_at)


def spread_of(engine: Engine, name: str, column: Column) -> Spread:
    """How a column's values are spread over the sample."""
    on_new_year = f"strftime({quoted(name)}, '%m-%d') = '01-01'" if column.type == "date" else "false"
    answer = engine.table(f"""
        select coalesce(1 - sum(n) filter (value is not null) / sum(n), 0)::double as missing,
            coalesce(max(n) filter (value is not null) / sum(n), 0)::double as largest,
            coalesce(sum(n) filter (on_new_year) / sum(n) filter (value is not null), 0)::double as new_years_day
        from (select {quoted(name)} as value, {on_new_year} as on_new_year, count(*) as n from sampled group by all)
    """)
    return Spread(**answer.to_pylist()[0])


def column_warnings(contract: Contract, name: str, column: Column, spread: Spread) -> list[str]:
    """Sentences about one column."""
    found = []
    if spread.missing == 1:
        return [f"{name} is empty in every row."]
    if "link" in column.needed_for and not column.often_empty and spread.missing > MOST_MISSING_FOR_LINKING:
        found.append(f"{name} is missing in {spread.missing:.0%} of rows; records are joined with it.")
    if spread.largest > most_of_one(contract, name, column):
        found.append(f"{spread.largest:.0%} of rows have the same {name}.")
    if spread.new_years_day > MOST_ON_NEW_YEARS_DAY:
        found.append(f"{spread.new_years_day:.0%} of {name} fall on 1 January, as placeholders do.")
    return found


def most_of_one(contract: Contract, name: str, column: Column) -> float:
    """The largest share of rows one value may have without a remark."""
    if column.type == "date":
        return 1.0 if name == "updated_on" else MOST_ON_ONE_DAY
    if column.type == "code":
        return MOST_OF_ONE_CODE
    is_name = column.personal and column.type in ("text", "nhs_number", "postcode") and contract.is_register
    return MOST_OF_ONE_NAME if is_name else 1.0


def register_warnings(engine: Engine, sent: set[str]) -> list[str]:
    """Sentences about a register: sex not known, people from elsewhere."""
    found = []
    if "sex" in sent:
        unknown = engine.value("select avg((coalesce(sex, 'unknown') = 'unknown')::int) from sampled")
        if unknown > MOST_SEX_UNKNOWN:
            found.append(f"sex is not known in {unknown:.0%} of rows.")
    if "postcode" in sent:
        outside = engine.value("""
            select avg((postcode not in (select postcode from place_postcode))::int)
            from sampled where postcode is not null
        """)
        if (outside or 0) > MOST_POSTCODES_OUTSIDE:
            found.append(f"{outside:.0%} of postcodes are not in the place's postcode file.")
    return found


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
