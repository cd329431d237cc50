"""What does an evaluation look like on paper, and as data?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from joinedup.core.risk.evaluation.decision_curve import EVERYBODY
from joinedup.core.risk.evaluation.evaluate import Evaluation
from joinedup.core.risk.evaluation.groups import GroupFigures
from joinedup.core.risk.evaluation.nested import GLASS_BOX
from joinedup.core.risk.models.calibration import Interval


def as_json(found: Evaluation) -> dict[str, Any]:
    """An evaluation as JSON values."""
    return {
        "table": {"rows": found.rows, "people": found.people, "events": found.events, "features": found.features},
        "notes": list(found.notes),
        "method": {
            "outer_folds": found.parameters.folds,
            "repeats": found.repeats,
            "split": "by person at every level",
            "bootstrap_draws_of_people": found.parameters.draws,
            "seed": found.seed,
        },
        "contenders": {
            name: {
                "auroc": figure(found.areas.auroc[name]),
                "auprc": figure(found.areas.auprc[name]),
                "calibration_slope": figure(fit.slope),
                "calibration_intercept": figure(fit.intercept),
                "observed_over_expected": figure(fit.observed_over_expected),
            }
            for name, fit in found.calibration.items()
        },
        "glass_box_above": {
            name: {"auroc": figure(found.areas.auroc_above[name]), "auprc": figure(found.areas.auprc_above[name])}
            for name in found.areas.auroc_above
        },
        "groups": [group_json(group) for group in found.groups],
        "tenths_of_risk": [{"mean_risk": risk, "observed": share} for risk, share in found.tenths],
        "decision_curve": found.decision_curve,
        "largest_gap_between_reasons_and_log_odds": found.largest_gap,
        "pass_marks": found.marks,
        "settings_chosen": found.settings,
        "versions": found.versions,
    }


def figure(value: Interval | None) -> dict[str, float] | None:
    """A figure with its interval as JSON values."""
    return None if value is None else {"value": value.value, "low": value.low, "high": value.high}


def group_json(group: GroupFigures) -> dict[str, Any]:
    """One group's figures as JSON values."""
    if group.passes is None:
        return {"grouping": group.grouping, "group": group.group, "shown": False, "why": group.why_not}
    return {
        "grouping": group.grouping,
        "group": group.group,
        "shown": True,
        "people": group.people,
        "rows": group.rows,
        "events": group.events,
        "auroc": figure(group.auroc),
        "calibration_slope": figure(group.slope),
        "observed_over_expected": figure(group.observed_over_expected),
        "passes": group.passes,
    }


def as_markdown(found: Evaluation, title: str, measured: Mapping[str, str]) -> str:
    """An evaluation as a page to read.

    Parameters
    ----------
    measured : what the run took, by name: it is no business of the core's.
    """
    parts = [
        f"# {title}",
        f"{found.rows:,} rows of {found.people:,} people, {found.events:,} with the outcome "
        f"({found.events / found.rows:.1%}); {found.features} features. Nested cross-validation split by person at "
        f"every level: {found.parameters.folds} outer folds, {found.repeats} repeats, seed {found.seed}. "
        "Intervals are at 95 %.",
        *(f"- {note}" for note in found.notes),
        "## Pass marks",
        *(f"- {'met' if met else '**not met**'}: {mark}" for mark, met in found.marks.items()),
        "## Contenders",
        contenders_table(found),
        *differences(found),
        pairs_sentence(found),
        spread_sentence(found),
        f"Reasons miss the log-odds by {found.largest_gap:.1e} at most.",
        "## Groups (glass box)",
        groups_table(found.groups),
        "## Tenths of risk (glass box)",
        tenths_table(found),
        "## Decision curve: net benefit per 1,000 rows",
        curve_table(found.decision_curve),
        "## How it was run",
        table(("what", "value"), [*found.versions.items(), *measured.items()]),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def differences(found: Evaluation) -> list[str]:
    """How far the glass box lies above each of the others."""
    return [
        f"Glass box less {name}: AUROC {signed(found.areas.auroc_above[name])}, AUPRC "
        f"{signed(found.areas.auprc_above[name])} (paired bootstrap by person, {found.parameters.draws} draws)."
        for name in found.areas.auroc_above
    ]


def tenths_table(found: Evaluation) -> str:
    """Mean risk and share with the outcome in each tenth of risk."""
    rows = [(at, f"{risk:.1%}", f"{share:.1%}") for at, (risk, share) in enumerate(found.tenths, 1)]
    return table(("tenth", "mean risk", "observed"), rows)


def contenders_table(found: Evaluation) -> str:
    """Discrimination and calibration of each contender."""
    rows = [
        (name, found.areas.auroc[name], found.areas.auprc[name], fit.slope, fit.intercept, fit.observed_over_expected)
        for name, fit in found.calibration.items()
    ]
    return table(("", "AUROC", "AUPRC", "slope", "intercept", "observed/expected"), rows)


def pairs_sentence(found: Evaluation) -> str:
    """How many pairs the glass box used."""
    counts = [len(chosen["pairs"]) for chosen in found.settings[GLASS_BOX]]
    return f"Pairs of features with a term of their own: {min(counts)} to {max(counts)} in {len(counts)} fits."


def spread_sentence(found: Evaluation) -> str:
    """By which groups the glass box spreads risks more or less than for everybody, and how far."""
    spreads = [chosen["slopes_by_group"] for chosen in found.settings[GLASS_BOX]]
    said = []
    for name in dict.fromkeys(name for spread in spreads for name in spread):
        slopes = [slope for spread in spreads for slope in spread.get(name, {}).values()]
        said.append(f"{name} {min(slopes):.2f} to {max(slopes):.2f}")
    return f"What contributions are multiplied by within groups: {', '.join(said)}." if said else ""


def groups_table(groups: Sequence[GroupFigures]) -> str:
    """One line for each group."""
    if not groups:
        return "None was asked for (`--group`)."
    rows = [
        (g.grouping, g.group, "", "", "", "", f"not judged: {g.why_not}")
        if g.passes is None
        else (
            g.grouping, g.group, g.people, g.auroc, g.slope or "too few events", g.observed_over_expected,
            "yes" if g.passes else "**no**",
        )
        for g in groups
    ]  # fmt: skip
    return table(("grouping", "group", "people", "AUROC", "slope", "observed/expected", "meets the bands"), rows)


def curve_table(curve: Sequence[Mapping[str, float]]) -> str:
    """Net benefit of acting on each contender, and on everybody, at each threshold."""
    names = [name for name in curve[0] if name not in {"threshold", EVERYBODY}]
    rows = [
        (f"{at['threshold']:.1%}", *(f"{1000 * at[name]:.1f}" for name in [*names, EVERYBODY]), "0.0") for at in curve
    ]
    return table(("threshold", *names, EVERYBODY, "nobody"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def signed(value: Interval) -> str:
    """A difference with its interval, signs shown."""
    return f"{value.value:+.4f} ({value.low:+.4f} to {value.high:+.4f})"
