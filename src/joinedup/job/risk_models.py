"""How are a place's models fitted and judged, and what does `performance.json` say of them?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from joinedup.core.errors import CannotProceed
from joinedup.core.risk.features.discharges import make_features_at_discharge, stays_of_year
from joinedup.core.risk.features.outcomes import Outcome, months_later, outcomes, population_rows
from joinedup.core.risk.models.additive import AdditiveModel
from joinedup.core.risk.safety.card import card_page, model_card
from joinedup.core.risk.safety.registry import version_of
from joinedup.core.risk.validation.selection import Judged
from joinedup.core.risk.validation.temporal import Year, fit_and_judge
from joinedup.job.work import Work

MONTHS_BACK = {"feature_earlier": 24, "feature_later": 12, "feature_before": 1, "feature_now": 0}
YEARS = ("feature_earlier", "feature_later")


@dataclass(frozen=True)
class Fitted:
    """What came of the models.

    Parameters
    ----------
    outcomes : every outcome, as the place uses it.
    models, judged : by outcome, of those that could be fitted.
    figures : by outcome: figures, or why there is no model.
    """

    outcomes: Sequence[Outcome]
    models: Mapping[str, AdditiveModel]
    judged: Mapping[str, Judged]
    figures: Mapping[str, Mapping[str, Any]]

    def cards(self) -> dict[str, str]:
        """The card of each model as a page."""
        titles = {outcome.name: outcome.title for outcome in self.outcomes}
        return {name: card_page(titles[name], self.figures[name]["card"], self.figures[name]) for name in self.models}


def place_outcomes(work: Work) -> list[Outcome]:
    """The outcomes with the place's documented choices of what may predict."""
    choices = getattr(work.place, "risk", None)
    return [choices.applied_to(outcome) if choices else outcome for outcome in outcomes()]


def fit_models(work: Work, present: set[str]) -> Fitted:
    """Fit, judge and keep a model for each outcome; an outcome that cannot be foretold here says why."""
    models: dict[str, AdditiveModel] = {}
    judged: dict[str, Judged] = {}
    figures: dict[str, Mapping[str, Any]] = {}
    (work.into / "models").mkdir()
    chosen = place_outcomes(work)
    for outcome in chosen:
        work.tell(f"model for {outcome.title}")
        try:
            years = years_of(work, outcome, present)
            threshold = work.place.thresholds.get(outcome.name)
            judgement = fit_and_judge(outcome, *years, threshold=threshold, seed=work.seed)
        except CannotProceed as problem:
            figures[outcome.name] = {"not_fitted": str(problem)}
            continue
        model = replace(judgement.model, about=dict(judgement.model.about) | provenance(work))
        models[outcome.name], judged[outcome.name] = model, judgement.judged
        kinds = sorted(present - {"register"})
        card = model_card(outcome, version_of(model), judgement.figures, provenance(work), kinds)
        figures[outcome.name] = judgement.figures | {"card": card}
    return Fitted(chosen, models, judged, figures)


def years_of(work: Work, outcome: Outcome, present: set[str]) -> tuple[Year, Year]:
    """The year a model is fitted to and the one it is judged on."""
    absent = sorted(set(outcome.kinds) - present)
    if len(absent) == len(outcome.kinds):
        raise CannotProceed(f"No agency sent {' or '.join(absent)}", expected="records the outcome is known from")
    if outcome.counted_from == "discharge":
        return discharge_year(work, outcome, present, YEARS[0]), discharge_year(work, outcome, present, YEARS[1])
    return date_year(work, outcome, YEARS[0]), date_year(work, outcome, YEARS[1])


def date_year(work: Work, outcome: Outcome, table: str) -> Year:
    """A year counted from one date for everybody."""
    as_at = months_later(work.place.as_at, -MONTHS_BACK[table])
    rows = population_rows(work.engine, outcome, features=table, known_until=work.place.as_at, as_at=as_at)
    return Year.of(rows, outcome)


def discharge_year(work: Work, outcome: Outcome, present: set[str], table: str) -> Year:
    """A year of stays, each counted from the day it ended; of the last of them the outcome is known too."""
    since, until = stay_dates(work.place.as_at, outcome, MONTHS_BACK[table])
    engine, at_leaving = work.engine, f"{table}_at_discharge"
    stays_of_year(engine, since=since, until=until, name="stay")
    make_features_at_discharge(engine, index="stay", as_at=work.place.as_at, present=present, name=at_leaving)
    last = until - timedelta(1)
    known_until = work.place.as_at
    rows = population_rows(engine, outcome, features=at_leaving, known_until=known_until, as_at=last, index="stay")
    engine.execute(f"drop table {at_leaving}")
    return Year.of(rows, outcome)


def stay_dates(as_at: date, outcome: Outcome, months_back: int) -> tuple[date, date]:
    """First day of leaving, and the day after the last, of the stays of a year.

    Examples
    --------
    >>> readmission = next(outcome for outcome in outcomes() if outcome.name == "readmission")
    >>> [str(day) for day in stay_dates(date(2026, 4, 1), readmission, 12)]
    ['2025-03-03', '2026-03-03']
    """
    until = as_at - timedelta(outcome.horizon_days or 0) + timedelta(1)
    return months_later(until, -months_back), months_later(until, 12 - months_back)


def provenance(work: Work) -> dict[str, Any]:
    """Where a place's models and figures come from: the place and the dates."""
    dates = {name: str(months_later(work.place.as_at, -months)) for name, months in MONTHS_BACK.items()}
    return {
        "place": work.place.name,
        "is_invented": work.place.is_invented,
        "fitted_as_at": dates["feature_earlier"],
        "judged_as_at": dates["feature_later"],
        "scored_as_at": dates["feature_now"],
    }


def performance_page(work: Work, fitted: Fitted) -> dict[str, Any]:
    """The content of performance.json, with the sentence that says what the figures are worth."""
    place = work.place
    real = f"Measured on the records of {place.name}."
    invented = (
        f"Measured on the invented county {place.name}: the figures show that the machinery works, and say nothing"
        " about real people. A model is worth what it does on the records of the place that uses it."
    )
    return {
        "sentence": invented if place.is_invented else real,
        **provenance(work),
        "drift": {name: fitted.figures[name]["drift"] for name in fitted.models},
        "outcomes": {
            outcome.name: {
                "title": outcome.title,
                "meaning": outcome.meaning,
                "population": outcome.population.words,
                "horizon": outcome.horizon,
                "counted_from": outcome.counted_from,
                "source": outcome.source,
                **fitted.figures[outcome.name],
            }
            for outcome in fitted.outcomes
        },
    }
