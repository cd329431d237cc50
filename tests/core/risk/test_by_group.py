"""Within each audited group, risks are spread as far as its people support, and reasons still add up."""

import numpy as np
import pytest

from joinedup.core.risk.evaluation.nested import reasons_gap
from joinedup.core.risk.failures import NotAModelFile
from joinedup.core.risk.features.outcomes import GROUPS_SQL, outcomes
from joinedup.core.risk.models.additive import AdditiveModel, Axis, GroupSpread, Term, probability
from joinedup.core.risk.models.by_group import LeftOut, drawn_together, group_spreads, is_ordered, order_of
from joinedup.core.risk.models.calibration import calibration
from joinedup.core.risk.models.model_file import model_from_json, model_to_json
from joinedup.core.risk.models.parameters import FitParameters
from joinedup.core.risk.models.tuning import tuned
from joinedup.core.risk.validation.temporal import AGE_BANDS, Year, recalibrated
from joinedup.core.risk.validation.unseen_neighbourhood import without

ROWS = 12_000
AGE = Axis("age", categories=("old", "young"))
OUTCOME = next(iter(outcomes()))


def people(seed: int, spread_of_old: float):
    """Falls tell as much in the young as a model thinks, and less or more in the old."""
    rng = np.random.default_rng(seed)
    falls, old = rng.normal(size=ROWS), np.where(rng.random(ROWS) < 0.3, "old", "young").astype(object)
    chance = probability(-2 + np.where(old == "old", spread_of_old, 1.0) * falls)
    return {"falls": falls, "age": old}, rng.random(ROWS) < chance


def slope_of_old(model: AdditiveModel, columns, outcome) -> float:
    old = columns["age"] == "old"
    return calibration(model.log_odds(columns)[old], outcome[old], np.arange(old.sum())).slope.value


def test_a_group_in_which_risks_spread_too_far_is_put_right_on_people_never_met() -> None:
    columns, outcome = people(1, spread_of_old=0.4)
    unseen, happened = people(2, spread_of_old=0.4)
    plain = FitParameters(pair_choices=(0,), bags=2)
    before = tuned("fall", columns, outcome, np.arange(ROWS), plain, seed=1).model
    audited = FitParameters(pair_choices=(0,), bags=2, groups=("age",))
    after = tuned("fall", columns, outcome, np.arange(ROWS), audited, seed=1).model
    assert slope_of_old(before, unseen, happened) < 0.7
    assert slope_of_old(after, unseen, happened) == pytest.approx(1, abs=0.15)
    assert reasons_gap(after, unseen, after.log_odds(unseen)) < 1e-12


def year(seed: int, *, level_of_old: float = 0.0, spread_of_old: float = 0.3, rows: int = ROWS) -> Year:
    """Falls tell less, or more, from 85 on than a model thinks, and the old may be at more risk than it knows."""
    rng = np.random.default_rng(seed)
    age, falls = rng.uniform(20, 100, rows), rng.normal(size=rows)
    old = age >= 85
    chance = probability(-2 + np.where(old, level_of_old + spread_of_old * falls, falls))
    groups = {"neighbourhood": np.where(np.arange(rows) % 4 == 0, "east", "west")}
    return Year({"age": age, "falls": falls}, rng.random(rows) < chance, np.arange(rows), groups)


def place_model() -> AdditiveModel:
    """One that holds below 85."""
    falls = Term((Axis("falls", edges=tuple(np.linspace(-3, 3, 61))),), np.r_[0.0, np.linspace(-3.05, 3.05, 62)])
    return AdditiveModel("fall", (falls, Term((Axis("age", edges=(85.0,)),), np.zeros(3))), -2.0)


def slope_within(model: AdditiveModel, of: Year, within: np.ndarray) -> float:
    return calibration(model.log_odds(of.columns)[within], of.outcome[within], np.arange(within.sum())).slope.value


def test_a_place_s_model_spreads_risks_within_each_age_band_as_a_later_year_bears() -> None:
    (spread,) = recalibrated(place_model(), year(9)).by_group
    slopes = spread.slopes_by_label
    assert slopes["85 or more"] < 0.5 < 0.9 < slopes["under 65"]
    assert "under 18" not in slopes  # nobody here is


@pytest.mark.parametrize("spread_of_old", [0.4, 1.5])
def test_a_place_s_model_wrong_in_one_age_band_is_right_there_on_people_it_never_met(spread_of_old: float) -> None:
    learnt, unseen = (year(seed, spread_of_old=spread_of_old, rows=5 * ROWS) for seed in (21, 22))
    old = unseen.columns["age"] >= 85
    model = recalibrated(place_model(), learnt)
    assert abs(np.log(slope_within(place_model(), unseen, old))) > 0.3
    assert slope_within(model, unseen, old) == pytest.approx(1, abs=0.2)
    assert slope_within(model, unseen, ~old) == pytest.approx(1, abs=0.1)
    assert reasons_gap(model, unseen.columns, model.log_odds(unseen.columns)) < 1e-9


def test_a_place_s_model_is_right_for_everybody_together_after_its_age_bands_are() -> None:
    learnt = year(23, level_of_old=1.0)
    found = calibration(recalibrated(place_model(), learnt).log_odds(learnt.columns), learnt.outcome, learnt.person)
    assert found.slope.value == pytest.approx(1, abs=0.01)
    assert found.observed_over_expected.value == pytest.approx(1, abs=0.01)


def test_a_neighbourhood_never_seen_is_foretold_as_a_place_s_model_foretells() -> None:
    later = year(24)
    found = without(OUTCOME, year(25), later, FitParameters(bags=1), "neighbourhood", "east", seed=1)
    east = later.groups["neighbourhood"] == "east"
    old = later.columns["age"][east] >= 85
    assert found[old].std() < 0.6 * found[~old].std()


def test_a_place_s_age_bands_are_those_its_audit_shows(engine) -> None:
    ages = "(select unnest(range(0, 111)) as age) as feature"
    nobody = "(select null as sex, null as ethnicity, null::integer as deprivation_decile, null as neighbourhood)"
    audited = engine.table(f"select age, {GROUPS_SQL} from {ages}, {nobody} as person order by age")["age_band"]
    bands = AGE_BANDS.positions(np.arange(111.0))
    assert len(set(zip(audited.to_pylist(), bands.tolist(), strict=True))) == len(set(bands.tolist())) == 5


def test_groups_alike_are_left_as_they_are() -> None:
    columns, outcome = people(3, spread_of_old=1.0)
    said = LeftOut(-2 + columns["falls"], columns, outcome, np.arange(ROWS))
    (spread,) = group_spreads([AGE], said, baseline=-2.0)
    assert spread.slopes == pytest.approx(1, abs=0.06)


def test_a_groups_mean_risk_stays_as_it_was() -> None:
    columns, outcome = people(4, spread_of_old=0.3)
    log_odds = -2 + columns["falls"] + (columns["age"] == "old")
    (spread,) = group_spreads([AGE], LeftOut(log_odds, columns, outcome, np.arange(ROWS)), baseline=-2.0)
    place = spread.axis.positions(columns["age"])
    after = -2 + spread.slopes[place] * (log_odds + 2) + spread.shifts[place]
    for at in np.unique(place):
        within = place == at
        assert probability(after[within]).mean() == pytest.approx(probability(log_odds[within]).mean(), abs=1e-9)


def test_a_group_too_small_to_tell_counts_as_everybody_does() -> None:
    columns, outcome = people(5, spread_of_old=0.2)
    few = np.r_[np.flatnonzero(columns["age"] == "old")[:100], np.flatnonzero(columns["age"] == "young")]
    small = {name: values[few] for name, values in columns.items()}
    said = LeftOut(-2 + small["falls"], small, outcome[few], np.arange(len(few)))
    (spread,) = group_spreads([AGE], said, baseline=-2.0)
    assert spread.slopes[spread.axis.place["old"]] == pytest.approx(1.0, abs=1e-12)


def test_slopes_no_further_apart_than_chance_puts_them_are_drawn_together() -> None:
    rng = np.random.default_rng(1)
    errors = np.full(10, 0.2)
    found = [drawn_together(rng.normal(1, errors), errors, np.full(10, np.nan)).std() for _ in range(20)]
    assert np.mean(found) < 0.06  # 0.2 before


def test_slopes_drawn_together_lie_nearer_the_truth_than_those_found() -> None:
    rng = np.random.default_rng(2)
    truth, errors = rng.normal(1, 0.2, 60), rng.uniform(0.05, 0.6, 60)
    found = rng.normal(truth, errors)
    drawn = drawn_together(found, errors, np.full(60, np.nan))
    assert ((drawn - truth) ** 2).mean() < 0.5 * ((found - truth) ** 2).mean()


def test_a_small_age_band_is_drawn_to_its_neighbours_and_a_small_category_to_everybody() -> None:
    slopes, errors = np.array([1.2, 1.1, 1.0, 0.9, 0.8, 1.0]), np.array([0.03] * 5 + [0.5])
    in_order = drawn_together(slopes, errors, np.arange(6.0))
    apart = drawn_together(slopes, errors, np.full(6, np.nan))
    assert in_order[5] < 0.93 < 0.98 < apart[5]


def test_bands_with_gaps_and_text_without_numbers_have_no_order() -> None:
    assert np.isnan(order_of(Axis("ward", categories=("A1", "B1", "C2")))).all()
    assert np.isnan(order_of(Axis("age", categories=("65-79", "80+")))).all()
    assert is_ordered(["[70-80)", "[80-90)", "100+"])
    assert not is_ordered(["[70-80)", "unknown"])


def model() -> AdditiveModel:
    age = Axis("age", categories=("old", "young"))
    terms = (Term((Axis("falls", edges=(0.5,)),), np.array([0.0, -0.2, 1 / 3])), Term((age,), np.arange(4.0) / 7))
    spread = GroupSpread(age, np.array([1.0, 0.7, 1.1, 1.0]), np.array([0.0, 0.1, -0.1, 0.0]))
    return AdditiveModel("fall", terms, -2.0, 0.9, 0.1, by_group=(spread,))


COLUMNS = {"falls": np.array([0.0, 3.0, np.nan, 1.0]), "age": np.array(["old", "young", None, "else"], dtype=object)}


def test_the_spread_comes_back_from_a_model_file_to_the_last_digit() -> None:
    again = model_from_json(model_to_json(model()))
    assert (again.contributions(COLUMNS) == model().contributions(COLUMNS)).all()


def test_recalibrating_again_recalibrates_the_log_odds() -> None:
    again = model().recalibrated(0.8, -0.3)
    assert again.log_odds(COLUMNS) == pytest.approx(0.8 * model().log_odds(COLUMNS) - 0.3, abs=1e-12)


def test_a_file_whose_spread_does_not_fit_its_groups_is_refused() -> None:
    damaged = model_to_json(model()).replace("0.7,", "0.7, 5.0,", 1)
    with pytest.raises(NotAModelFile, match="spread by age"):
        model_from_json(damaged)
