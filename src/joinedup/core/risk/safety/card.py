"""What should anybody know about a model before they use it: data, period, figures, limits, and what it is for?"""

from collections.abc import Mapping
from typing import Any

from joinedup.core.risk.features.outcomes import Outcome

LIMITS = (
    "It weighs what records say; what is not recorded, or not sent, it cannot see.",
    "Its reasons say what it weighs, not what causes the outcome.",
    "Whether acting on it helps, only a comparison can show.",
    "It was fitted to one place and one period. Elsewhere, or after services have changed, its figures need not hold.",
    "Where somebody lives is known as at today: where an outcome makes people move, figures by deprivation and"
    " neighbourhood say little.",
)
DEVICE = (
    "Software that foretells what will happen to one person is likely to be a medical device in the United Kingdom"
    " [verify: the MHRA's flowchart for software]. Off for clinical use until a named person at the place signs this"
    " version on."
)
FIGURES = {"auroc": "AUROC", "slope": "calibration slope", "observed_over_expected": "observed over expected"}


def model_card(
    outcome: Outcome, version: str, figures: Mapping[str, Any], dates: Mapping[str, Any], kinds: list[str]
) -> dict[str, Any]:
    """The card of one model, as it stands in `performance.json`.

    Parameters
    ----------
    version : of the model (core/risk/safety/registry.py).
    figures : as `fit_and_judge` gives them.
    dates : place, is_invented, fitted_as_at, judged_as_at, scored_as_at.
    kinds : kinds of extract the place sent.
    """
    invented = (
        ["It was fitted to an invented county: its figures say that the machinery works, and nothing about people."]
        if dates["is_invented"]
        else []
    )
    return {
        "version": version,
        "outcome": outcome.meaning,
        "intended_purpose": outcome.intended_purpose,
        "for_whom": outcome.population.words,
        "not_for": list(outcome.not_for),
        "data": {"place": dates["place"], "kinds": sorted(kinds), "free_text": False, "names_or_addresses": False},
        "period": {
            "fitted_as_at": dates["fitted_as_at"],
            "judged_as_at": dates["judged_as_at"],
            "horizon": outcome.horizon,
            "counted_from": outcome.counted_from,
            "valid_days": outcome.valid_days,
        },
        "fitted_to": figures["fitted_to"],
        "judged_on": figures["overall"],
        "monotone": {"only_rises_with": sorted(outcome.increasing), "only_falls_with": sorted(outcome.decreasing)},
        "not_used": figures["left_out"],
        "limits": [*invented, *LIMITS],
        "status": "off",
        "device": DEVICE,
        "source": outcome.source,
    }


def card_page(title: str, card: Mapping[str, Any], figures: Mapping[str, Any]) -> str:
    """The card as a page of Markdown: risk/models/<outcome>.md."""
    period, people = card["period"], card["fitted_to"]
    rows = [
        ("Version", f"`{card['version']}`"),
        ("Foretells", card["outcome"]),
        ("Intended purpose", card["intended_purpose"]),
        ("For whom", card["for_whom"]),
        ("Not for", "; ".join(card["not_for"])),
        ("Data", f"{card['data']['place']}: {', '.join(card['data']['kinds'])}; no free text, names or addresses"),
        ("Fitted", f"as at {period['fitted_as_at']}, {people['people']:,} people, {people['events']:,} outcomes"),
        ("Judged", f"as at {period['judged_as_at']}, {judged_words(card['judged_on'])}"),
        ("Drift", figures["drift"]["words"]),
        ("A score is valid", f"{period['valid_days']} days"),
        ("Only rises with", ", ".join(card["monotone"]["only_rises_with"]) or "nothing set"),
        ("Only falls with", ", ".join(card["monotone"]["only_falls_with"]) or "nothing set"),
        ("Not used", " ".join(f"`{name}`: {why}" for name, why in card["not_used"].items()) or "everything is used"),
        ("Limits", " ".join(card["limits"])),
        ("Status", f"{card['status']}. {card['device']}"),
        ("After", card["source"]),
    ]
    lines = [f"| {name} | {str(said).replace('|', '/')} |" for name, said in rows]
    by_age = spread_lines(figures["spread_by_group"].get("age", {}))
    return "\n".join(
        [f"# The risk of {title}", "", "| | |", "|---|---|", *lines, "", *by_age, *group_lines(figures["groups"]), ""]
    )


def judged_words(figures: Mapping[str, Any]) -> str:
    """Figures with their intervals, in words."""
    if not figures["shown"]:
        return f"figures not shown: {figures['why']}"
    said = [f"{name} {interval_words(figures[key])}" for key, name in FIGURES.items() if figures[key]]
    return f"{figures['people']:,} people, {figures['events']:,} outcomes: {', '.join(said)}"


def spread_lines(slopes: Mapping[str, float]) -> list[str]:
    """What contributions are multiplied by in each age band, as a table; nothing if they count alike.

    Examples
    --------
    >>> spread_lines({"under 65": 1.1, "65 or more": 0.9})[2:]
    ['| under 65 | 1.10 |', '| 65 or more | 0.90 |', '']
    """
    if not slopes:
        return []
    heading = ["| age | every contribution is multiplied by |", "|---|---|"]
    return [*heading, *(f"| {band} | {slope:.2f} |" for band, slope in slopes.items()), ""]


def interval_words(figure: Mapping[str, float] | None) -> str:
    """A figure with its interval.

    Examples
    --------
    >>> interval_words({"value": 0.98, "low": 0.9, "high": 1.0712}), interval_words(None)
    ('0.98 (0.90 to 1.07)', 'not shown')
    """
    return f"{figure['value']:.2f} ({figure['low']:.2f} to {figure['high']:.2f})" if figure else "not shown"


def group_lines(groups: list[dict[str, Any]]) -> list[str]:
    """The figures by group, as a table."""
    lines = ["| group | outcomes | AUROC | observed over expected |", "|---|---|---|---|"]
    for row in groups:
        name = f"{row['grouping'].replace('_', ' ')}: {row['group']}"
        if row["shown"]:
            ratio = interval_words(row["observed_over_expected"])
            lines.append(f"| {name} | {row['events']:,} | {interval_words(row['auroc'])} | {ratio} |")
        else:
            lines.append(f"| {name} | not shown: {row['why']} | | |")
    return lines
