"""How do the features, the published scores and the outcomes read as a document?"""

from collections.abc import Iterable, Sequence

from joinedup.core.risk.features.catalogue import Feature, Records, catalogue
from joinedup.core.risk.features.outcomes import Outcome, outcomes
from joinedup.core.risk.features.reference_scores import ReferenceScore, reference_scores

FEATURE_HEADINGS = ("name", "meaning", "group", "unit", "look-back", "changeable", "predicts")
SCORE_HEADINGS = ("score", "feature", "for whom", "categories", "published performance", "limits", "source")
OUTCOME_HEADINGS = ("outcome", "meaning", "for whom", "only rises with", "only falls with", "not used", "source")
INTRODUCTION = (
    "One row per person in `risk/feature.parquet`. Only records dated before the as-at date count. If no agency "
    "sends any of the kinds of extract named, a feature is empty, which is not zero. *Changeable* means that some "
    "offer could change it. Why each is as it is: [risk](../explanation/risk.md)."
)


def features_page() -> str:
    """docs/reference/features.md: every feature by the records it is made of, every published score and outcome.

    Examples
    --------
    >>> features_page().splitlines()[0]
    '# Features, scores and outcomes'
    """
    scores = table(SCORE_HEADINGS, (score_row(score) for score in reference_scores()))
    foretold = table(OUTCOME_HEADINGS, (outcome_row(outcome) for outcome in outcomes()))
    parts = [
        "# Features, scores and outcomes",
        "<!-- Made by `joinedup reference` from src/joinedup/definitions; change it there. -->",
        INTRODUCTION,
        *(records_section(records) for records in catalogue()),
        f"## Published scores\n\n{scores}",
        f"## Outcomes\n\n{foretold}",
    ]
    return "\n\n".join(parts) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def records_section(records: Records) -> str:
    """The features made of records of one shape."""
    kinds = ", ".join(f"[{kind}](extracts/{kind}.md)" for kind in records.kinds) or "the index of people"
    features = table(FEATURE_HEADINGS, (feature_row(name, feature) for name, feature in records.features.items()))
    return f"## {records.records.replace('_', ' ').capitalize()}\n\n{records.meaning} From {kinds}.\n\n{features}"


def feature_row(name: str, feature: Feature) -> tuple[str, ...]:
    """One feature."""
    look_back = f"{feature.look_back_months} months" if feature.look_back_months else "see meaning"
    return (
        f"`{name}`",
        feature.meaning,
        feature.group,
        feature.unit,
        look_back,
        "yes" if feature.is_changeable else "no",
        "yes" if feature.is_predictor else f"no: {feature.why_not}",
    )


def score_row(score: ReferenceScore) -> tuple[str, ...]:
    """One published score."""
    ends = [f"{name} {'below' if is_below else 'up to'} {end:.4g}" for name, end, is_below in score.categories[:-1]]
    ends += [f"{name} above" for name, _, _ in score.categories[-1:]]
    said = (score.published_performance, score.limits, score.source)
    return score.title, f"`{score.feature}`", score.population, "; ".join(ends) or "none published", *said


def outcome_row(outcome: Outcome) -> tuple[str, ...]:
    """One outcome."""
    rising, falling = (
        ", ".join(f"`{name}`" for name in sorted(names)) for names in (outcome.increasing, outcome.decreasing)
    )
    unused = " ".join(f"`{name}`: {why}" for name, why in outcome.excluded.items())
    return f"`{outcome.name}`", outcome.meaning, outcome.population.words, rising, falling, unused, outcome.source
