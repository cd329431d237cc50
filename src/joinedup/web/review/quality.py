"""How is the quality of the joins put on a page? Small numbers are rounded or left out, whoever reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from joinedup.core.governance import shown_count
from joinedup.core.governance.small_numbers import SMALLEST_SHOWN
from joinedup.core.people.agreement import Agreement, agreement
from joinedup.web.people.words import agency
from joinedup.web.review import words
from joinedup.web.review.charts import Chart, chart

FEWEST_JUDGED_TWICE = 30  # pairs below which a share of them says too little
BY = {
    "ethnicity": "Ethnicity",
    "deprivation": "Deprivation",
    "deprivation_quintile": "Deprivation",
    "age": "Age",
    "age_band": "Age",
    "sex": "Sex",
}

Table = dict[str, Any]  # what the NHS table macro takes


@dataclass(frozen=True)
class Drawn:
    """A figure of the page: title, what it says in a sentence, the drawing twice, and its table."""

    id: str
    title: str
    sentence: str
    wide: Chart
    narrow: Chart
    table: Table


def estimate(found: Mapping[str, Any] | None, *, digits: int = 2) -> str:
    """A share with its interval in words.

    >>> estimate({"value": 0.9986, "low": 0.99, "high": 0.9994})
    '99.86% (99.00% to 99.94%)'
    >>> estimate({"value": 0.5, "low": None, "high": None}, digits=0), estimate(None)
    ('50%', 'Too few to show')
    """
    if found is None:
        return "Too few to show"
    told = f"{found['value']:.{digits}%}"
    return told if found["low"] is None else f"{told} ({found['low']:.{digits}%} to {found['high']:.{digits}%})"


def table(caption: str, heading: Sequence[str], rows: Iterable[Sequence[str]], *, numeric_from: int = 1) -> Table:
    """A table for the NHS macro; the columns from `numeric_from` on hold numbers."""

    def cells(row: Sequence[str]) -> list[dict[str, str]]:
        return [{"text": text, **({"format": "numeric"} if n >= numeric_from else {})} for n, text in enumerate(row)]

    return {
        "caption": caption,
        "captionClasses": "nhsuk-u-visually-hidden",
        "head": cells(heading),
        "rows": [cells(row) for row in rows],
        "firstCellIsHeader": True,
        "responsive": True,
    }


def linked_share(report: Mapping[str, Any], organisations: Mapping[str, str]) -> Drawn | None:
    """Of each register, the share of records joined to another; None if the run does not say."""
    rows = sorted(report.get("linked_share", ()), key=lambda row: row["source"])
    named = [(agency(row["source"], organisations), row) for row in rows]
    large = [(name, row) for name, row in named if row["records"] >= SMALLEST_SHOWN]
    if not large:
        return None
    figures = [(name, [("linked", {"value": row["share"], "low": None, "high": None})]) for name, row in large]
    least, most = (pick(large, key=lambda pair: pair[1]["share"]) for pick in (min, max))
    return Drawn(
        id="linked",
        title="Records joined to another register",
        sentence=f"From {least[1]['share']:.0%} of the records of {least[0]} to {most[1]['share']:.0%} of {most[0]}. "
        "A low share is no fault by itself: a register of people whom nobody else knows has nothing to be joined to.",
        wide=chart(figures, is_narrow=False, highest=1.0),
        narrow=chart(figures, is_narrow=True, highest=1.0),
        table=table(
            "Records joined to another register",
            ("Register", "Records", "Joined"),
            [
                (
                    name,
                    shown_count(row["records"], is_exact=False).words,
                    f"{row['share']:.1%}" if row["records"] >= SMALLEST_SHOWN else "Too few to show",
                )
                for name, row in named
            ],
        ),
    )


def by_group(report: Mapping[str, Any]) -> list[Drawn]:
    """Missed and false joins, one figure for each way of grouping people."""
    groups = report.get("groups", ())
    return [group_figure(by, list(rows)) for by, rows in groupby(groups, key=lambda row: row["by"])]


def group_figure(by: str, rows: Sequence[Mapping[str, Any]]) -> Drawn:
    title = f"Missed and false joins by {BY.get(by, by.replace('_', ' ')).lower()}"
    figures = [(group_name(row["group"]), shown_figures(row)) for row in rows]
    return Drawn(
        id=f"by-{by.replace('_', '-')}",
        title=title,
        sentence=group_sentence(rows),
        wide=chart(figures, is_narrow=False),
        narrow=chart(figures, is_narrow=True),
        table=table(
            title,
            (
                BY.get(by, by.replace("_", " ").capitalize()),
                "Labelled pairs",
                "Missed",
                "False",
                "Missed, by the model",
            ),
            [
                (
                    group_name(row["group"]),
                    row["labelled"],
                    estimate(row["missed"]),
                    estimate(row["false"]),
                    estimate({"value": row["expected_missed"], "low": None, "high": None}),
                )
                for row in rows
            ],
        ),
    )


def shown_figures(row: Mapping[str, Any]) -> list[tuple[str, dict[str, Any] | None]]:
    expected = {"value": row["expected_missed"], "low": None, "high": None}
    return [("missed", row["missed"]), ("false", row["false"]), ("expected", expected)]


def group_name(group: str) -> str:
    return f"{group[:1].upper()}{group[1:]}".replace("_", " ")


def group_sentence(rows: Sequence[Mapping[str, Any]]) -> str:
    """What the figure says, made from its numbers."""
    known = [row for row in rows if row["missed"] is not None]
    if len(known) < 2:
        return "Too few pairs are labelled to tell groups apart; the model's own expectation is shown."
    least, most = (pick(known, key=lambda row: row["missed"]["value"]) for pick in (min, max))
    told = (
        f"Missed joins are estimated from {least['missed']['value']:.2%} ({group_name(least['group'])}) to "
        f"{most['missed']['value']:.2%} ({group_name(most['group'])})."
    )
    is_clear = most["missed"]["low"] > least["missed"]["high"]
    return told + (
        " The intervals do not overlap." if is_clear else " The intervals overlap: the difference may be chance."
    )


def strata(report: Mapping[str, Any]) -> Table | None:
    """The clerical sample: what it was drawn from, and what people said."""
    rows = report.get("accuracy", {}).get("strata", ())
    if not rows:
        return None
    return table(
        "The clerical sample, by how pairs stand in the index",
        ("Pairs", "In the index", "Drawn", "One person", "Two people"),
        [
            (
                group_name(row["words"]),
                *(shown_count(row[name], is_exact=False).words for name in ("pairs", "drawn", "same", "different")),
            )
            for row in rows
        ],
    )


def changes(report: Mapping[str, Any]) -> Table | None:
    """What moved since the run before; None if there was none."""
    rows = report.get("drift", {}).get("changes", ())
    if not rows:
        return None
    return table(
        "Since the run before",
        ("What is watched", "Before", "Now", "Limit", "Moved"),
        [
            (
                row["what"][:1].upper() + row["what"][1:],
                "–" if "stability index" in row["what"] else f"{row['before']:.3f}",
                f"{row['now']:.3f}",
                f"{row['limit']:g}",
                "More than the limit" if row["is_alarming"] else "Within it",
            )
            for row in rows
        ],
    )


def judged_twice(judged: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """How far reviewers agree, once enough pairs are judged by two people."""
    pairs = shown_count(len(judged), is_exact=False).words
    if len(judged) < FEWEST_JUDGED_TWICE:
        return {"pairs": pairs, "fewest": FEWEST_JUDGED_TWICE, "is_shown": False}
    found = agreement(judged, verdicts=tuple(words.VERDICTS))
    said = {"value": found.observed, "low": found.observed_low, "high": found.observed_high}
    return {
        "pairs": pairs,
        "is_shown": True,
        "observed": estimate(said, digits=0),
        "kappa": kappa_words(found),
        "table": verdict_table(found),
    }


def kappa_words(found: Agreement) -> str:
    """Cohen's kappa with its interval."""
    if found.kappa is None:
        return "not known: everybody said the same throughout"
    return f"{found.kappa:.2f} ({found.kappa_low:.2f} to {found.kappa_high:.2f})"


def verdict_table(found: Agreement) -> Table:
    names = [words.VERDICTS[verdict] for verdict in found.verdicts]
    return table(
        "First and second decisions",
        ("First said", *(f"Second: {name.lower()}" for name in names)),
        [
            (name, *(shown_count(int(count), is_exact=False).words for count in row))
            for name, row in zip(names, found.table, strict=True)
        ],
    )
