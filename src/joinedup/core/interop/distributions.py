"""What in a file looks wrong although every row may be right: gaps, piled-up dates, one value everywhere?

Judged on a sample of lines spread evenly over the file, except counts by month and year, which use all.
"""

from dataclasses import dataclass
from datetime import date

from joinedup.core.engine import Engine
from joinedup.core.engine.duck import quoted
from joinedup.core.interop.contract import Column, Contract
from joinedup.core.interop.history import history_warnings

SAMPLE_ROWS = 100_000
FEWEST_ROWS = 200  # below this, shares say little
# Shares from which a sentence is written. Chosen so that sound English extracts stay quiet: unknown sex is well below
# 1% in national returns, one day in 365 is 0.3%, and moves across the border are a few per cent.
MOST_MISSING_FOR_LINKING = 0.20
MOST_ON_ONE_DAY = 0.05
MOST_ON_NEW_YEARS_DAY = 0.05
MOST_OF_ONE_NAME = 0.10
MOST_OF_ONE_CODE = 0.99
MOST_SEX_UNKNOWN = 0.10
MOST_POSTCODES_OUTSIDE = 0.10


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
        select (1 - coalesce(sum(n) filter (value is not null), 0) / sum(n))::double as missing,
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
