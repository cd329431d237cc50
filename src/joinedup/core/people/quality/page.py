"""How does the quality of a run read as a page?"""

from collections.abc import Mapping, Sequence
from typing import Any


def page(report: Mapping[str, Any]) -> str:
    """The report of a run as Markdown: what quality.json says, in words and tables.

    Parameters
    ----------
    report : see `joinedup.core.people.quality.report.Quality`.
    """
    parts = ["# How right the links are", *_accuracy(report["accuracy"]), *_drift(report["drift"])]
    parts += ["## Linked share by register", _table(("register", "records", "linked to another register"), [
        (row["source"], f"{row['records']:,}", f"{row['share']:.1%}") for row in report["linked_share"]
    ])]  # fmt: skip
    if report["groups"]:
        parts += ["## By group of people", *_groups(report["groups"])]
    parts += ["## What this does not cover", "\n".join(f"* {limit}" for limit in report["limits"])]
    return "\n\n".join(parts) + "\n"


def share(estimate: Mapping[str, Any] | None) -> str:
    """An estimate and its interval in words.

    Examples
    --------
    >>> share({"value": 0.9986, "low": 0.99, "high": 0.9994})
    '99.86% (95% interval 99.00% to 99.94%)'
    >>> share({"value": 0.5, "low": None, "high": None}), share(None)
    ('50.00%', 'too few labelled')
    """
    if estimate is None:
        return "too few labelled"
    words = f"{estimate['value']:.2%}"
    if estimate["low"] is None:
        return words
    return f"{words} (95% interval {estimate['low']:.2%} to {estimate['high']:.2%})"


def _accuracy(found: Mapping[str, Any]) -> list[str]:
    if found["labelled"]:
        basis = f"Estimated from {found['labelled']:,} labelled pairs of a clerical sample of {found['drawn']:,}"
        basis += f", drawn by the run as at {found['drawn_on']}." if found["drawn_on"] else "."
    else:
        basis = (
            "**Nobody has labelled a pair of the clerical sample yet: these figures are what the model expects of "
            "itself**, with records joined by number or full demographics taken to be right. They are no evidence."
        )
    rows = [("precision: linked pairs of records that are one person", share(found["precision"]))]
    rows += [("recall: pairs of records of one person that are linked", share(found["recall"]))]
    if found["lost_by_blocking"]:
        rows += [("never compared, of those no number joins", share(found["lost_by_blocking"]))]
    strata = [
        (row["words"], f"{row['pairs']:,}", f"{row['drawn']:,}", f"{row['same']:,}", f"{row['different']:,}")
        for row in found["strata"]
    ]
    parts = [basis, _table(("what", "estimate"), rows)]
    if found["labelled"] and found["unlabelled"]:
        parts.append("Without a label, and so by the model's word: " + ", ".join(found["unlabelled"]) + ".")
    return [*parts, "## The sample", _table(("stratum", "pairs", "drawn", "one person", "two people"), strata)]


def _drift(found: Mapping[str, Any]) -> list[str]:
    if not found["changes"]:
        return ["## Since the run before", "There was no run before."]
    if found["alarms"]:
        return ["## Since the run before", "\n".join(f"* **{alarm}**" for alarm in found["alarms"])]
    return ["## Since the run before", "Nothing has moved beyond its limit."]


def _groups(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    heading = ("by", "group", "linked pairs", "labelled", "missed", "false", "missed, expected by the model")
    rows = [
        (
            each["by"].replace("_", " "), each["group"], each["linked_pairs"], each["labelled"], share(each["missed"]),
            share(each["false"]), f"{each['expected_missed']:.2%}",
        )
        for each in groups
    ]  # fmt: skip
    words = (
        "Missed: of the true pairs of records of the group, those not linked. False: of its linked pairs, those of two "
        "people. Small numbers are rounded or left out."
    )
    return [words, _table(heading, rows)]


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heading)} |", "|" + "---|" * len(heading)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
