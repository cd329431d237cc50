"""A person's score is explained whole: parts that add up, groups, offers, what changed, flags that are no chances."""

import math
import random
import re

import numpy as np
import pytest

from joinedup.web.loading import risk as loading
from joinedup.web.people.models import Person
from joinedup.web.risk.models import Contribution, FeatureValues, Reason, Score, Scoring
from joinedup.web.risk.presenters import contributions, kept_parts
from tests.web import small_run

HERE = small_run.person_id(0)


def page(signed_in_as, take_into_care, person_id: str) -> str:
    client = signed_in_as("nurse")
    take_into_care(client.user, person_id)
    return client.get(f"/people/{person_id}/").content.decode()


def words_of(text: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", text).split())


def tables(text: str) -> list[tuple[float, list[float], list[float], float]]:
    """For each score: its log-odds, the exact parts, the parts as shown, and the total as shown."""
    found = []
    for table in re.findall(r'<table[^>]*app-parts".*?</table>', text, re.DOTALL):
        log_odds = float(re.search(r'data-log-odds="([^"]+)"', table)[1])
        parts = re.findall(r'<data value="([^"]+)">([^<]+)</data>', table)
        total = re.search(r"All together.*?<strong>([^<]+)</strong>", table, re.DOTALL)[1]
        found.append((log_odds, [float(a) for a, _ in parts], [number(b) for _, b in parts], number(total)))
    return found


def number(shown: str) -> float:
    return float(shown.replace("−", "-").replace("+", ""))


def test_all_contributions_add_up_to_the_log_odds_exactly_and_as_shown(signed_in_as, take_into_care):
    found = tables(page(signed_in_as, take_into_care, small_run.person_id(9)))
    assert len(found) == Score.objects.filter(person=small_run.person_id(9)).count() > 1
    for log_odds, exact, shown, total in found:
        assert math.fsum(exact) == pytest.approx(log_odds, abs=1e-9)
        assert round(sum(shown), 4) == total == round(log_odds, 4)


@pytest.mark.one_database
@pytest.mark.parametrize("seed", range(20))
def test_any_figures_are_rounded_so_that_they_add_up(seed):
    rng = random.Random(seed)
    exact = [rng.gauss(0, 1) for _ in range(rng.randint(1, 60))]
    shown = contributions.adding_up(exact, math.fsum(exact))
    assert round(sum(shown), 4) == round(math.fsum(exact), 4)
    assert max(abs(a - b) for a, b in zip(exact, shown, strict=True)) <= 2e-4


def test_contributions_that_do_not_make_the_score_are_called_out(signed_in_as, take_into_care):
    Contribution.objects.filter(person=HERE).update(intercept=-1.0)
    assert "These do not add up to the score" in page(signed_in_as, take_into_care, HERE)
    Contribution.objects.filter(person=HERE).update(intercept=-2.0)
    assert "These do not add up" not in page(signed_in_as, take_into_care, HERE)


def test_contributions_of_other_terms_than_the_models_are_not_shown():
    row = Contribution(intercept=0.0, values=np.array([1.0]).tobytes())
    assert kept_parts.known(row, ["age", "falls_24m"], {}) is None


def test_every_value_that_was_loaded_is_the_one_of_the_file(small_place):
    scoring = Scoring.objects.get()
    assert scoring.terms["fall"] == ["age", "falls_24m", "rest"]
    row = Contribution.objects.get(person=HERE, outcome="admission_or_death")
    chance = small_run.probability(0, "admission_or_death")
    assert kept_parts.numbers(row.values) == [0.2, 0.8, math.log(chance / (1 - chance)) + 1.0]
    values = kept_parts.feature_values(FeatureValues.objects.get(person=HERE), scoring.features)
    assert values == {"age": 58.0, "falls_24m": 3.0, "efi": 0.06}


def test_person_below_the_mark_is_explained_too(signed_in_as, take_into_care):
    Reason.objects.all().delete()
    Score.objects.update(is_above_threshold=False)
    text = words_of(page(signed_in_as, take_into_care, HERE))
    assert "3 falls in the last 2 years" in text
    assert "Show all contributions" in text


def test_chance_is_said_as_so_many_of_a_hundred(signed_in_as, take_into_care):
    chance = round(100 * small_run.probability(0, "admission_or_death"))
    text = words_of(page(signed_in_as, take_into_care, HERE))
    assert f"{chance} in 100" in text
    assert f"Of 100 people with records like these, {chance} are expected to have an emergency admission or die" in text


def test_reasons_stand_under_what_can_be_changed_and_what_cannot(signed_in_as, take_into_care):
    text = page(signed_in_as, take_into_care, small_run.person_id(9))
    may, cannot = text.index("What help may change"), text.index("What cannot be changed")
    assert may < text.index("3 falls in the last 24 months") < cannot
    assert cannot < text.index("Aged 67") < text.index("All points, by group")


def test_reason_that_can_be_changed_names_the_offers_that_address_it(signed_in_as, take_into_care):
    text = page(signed_in_as, take_into_care, HERE)
    assert re.search(r'Addressed by: <a href="#package">Strength and balance[^<]*</a> \(proposed\)', text)


def test_what_changed_since_last_month_is_said_with_why(signed_in_as, take_into_care):
    chance = small_run.probability(0, "admission_or_death")
    text = words_of(page(signed_in_as, take_into_care, HERE))
    assert "Since last month." in text
    assert f"to {chance:.0%}" in text
    assert "New: 1 fall in the last 2 years (+0.60, can be changed)" in text


def test_flag_is_raised_with_points_and_its_label_and_never_as_a_chance(signed_in_as, take_into_care):
    text = words_of(page(signed_in_as, take_into_care, HERE))
    assert "6 of 12 points. Unvalidated flag. Not a probability." in text
    assert "Cares for somebody 50 hours a week or more (6 points)" in text
    assert "Flags" not in words_of(page(signed_in_as, take_into_care, small_run.person_id(6)))  # too few points


def test_published_score_comes_with_its_people_and_its_paper(signed_in_as, take_into_care):
    text = words_of(page(signed_in_as, take_into_care, HERE))
    assert "Hospital Frailty Risk Score" in text
    assert "Made for: 75 and over" in text
    assert "Gilbert 2018" in text


def test_score_past_its_day_is_called_out_of_date(signed_in_as, take_into_care):
    assert "Out of date" in page(signed_in_as, take_into_care, HERE)  # the small place's scores are of long ago


def test_version_does_not_change_with_where_a_model_comes_from():
    from dataclasses import replace

    from joinedup.core.risk.safety.registry import version_of

    model = small_run.model("fall")
    assert (
        version_of(model) == version_of(replace(model, about={})) != version_of(small_run.model("fall", intercept=-2.1))
    )


def test_bytes_go_through_csv_as_they_are():
    import pyarrow as pa

    table = pa.table({"person": ["p1", "p2"], "a": [0.1, None], "b": [math.pi, -1e-300]})
    (batch,) = loading.packed(table.to_reader(), 1)
    first, second = (kept_parts.numbers(one) for one in batch["values"].to_pylist())
    assert first == [0.1, math.pi]
    assert math.isnan(second[0]) and second[1] == -1e-300


def test_opted_out_person_has_nothing_to_explain(signed_in_as, take_into_care):
    someone = Person.objects.get(is_opted_out=True)
    assert not Contribution.objects.filter(person=someone).exists()
    assert not FeatureValues.objects.filter(person=someone).exists()
