"""Estimates of how right links are: intervals that hold the truth, groups, drift, and samples kept between runs."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup import county
from joinedup.core.engine import Engine
from joinedup.core.people import LinkParameters
from joinedup.core.people.identity import naming
from joinedup.core.people.identity.decisions import SCHEMA
from joinedup.core.people.linking import first_pass, second_pass
from joinedup.core.people.linking.comparisons import COLUMNS
from joinedup.core.people.linking.comparisons import settings as model_settings
from joinedup.core.people.quality.drift import alarms, drift, stability_index
from joinedup.core.people.quality.estimates import accuracy
from joinedup.core.people.quality.groups import rates
from joinedup.core.people.quality.kept import as_tables, best, from_tables
from joinedup.core.people.quality.page import page
from joinedup.core.people.quality.sample import LABELLED, STRATUM, Count, Sample, counts, drawn_by, labelled
from joinedup.core.people.review.finding import find
from joinedup.job.pipeline import run_steps

# stratum, is it linked, pairs, how many of them are one person, pairs of records each unlinked pair stands for
POPULATION = (
    ("number", True, 20_000, 19_990, 1),
    ("demographics", True, 6_000, 5_970, 1),
    ("likeness_0", True, 700, 630, 1),
    ("likeness_4", True, 900, 893, 1),
    ("apart_5", False, 120, 90, 3),
    ("apart_10", False, 300, 60, 3),
    ("apart_16", False, 900, 9, 3),
)
RIGHT = sum(same for _, is_linked, _, same, _ in POPULATION if is_linked)
LINKED = sum(pairs for _, is_linked, pairs, _, _ in POPULATION if is_linked)
MISSED = sum(same * size for _, is_linked, _, same, size in POPULATION if not is_linked)


def drawn(random: np.random.Generator, most: int) -> list[Count]:
    """A simple random sample of each stratum, labelled without a mistake."""
    found = []
    for name, is_linked, pairs, same, size in POPULATION:
        some = min(most, pairs)
        right = random.hypergeometric(same, pairs - same, some)
        sizes = np.full(some, float(size))
        found.append(Count(name, is_linked, pairs, pairs * size, None, sizes, np.arange(some) < right))
    return found


@pytest.mark.parametrize("most", [60, 300])
def test_intervals_hold_the_truth_about_as_often_as_they_say(most):
    """Of 400 samples, a 95% interval must hold the truth in 380 or so; 3.5 standard errors are allowed for chance."""
    random, held = np.random.default_rng(20264), np.zeros(2)
    for _ in range(400):
        found = accuracy(drawn(random, most), held_out=0, found=0)
        held += [
            found.precision.low <= RIGHT / LINKED <= found.precision.high,
            found.recall.low <= RIGHT / (RIGHT + MISSED) <= found.recall.high,
        ]
    print(f"{most} labels a stratum: precision held in {held[0] / 400:.1%} of samples, recall in {held[1] / 400:.1%}")
    assert (held / 400 >= 0.95 - 3.5 * np.sqrt(0.95 * 0.05 / 400)).all()


def test_more_labels_make_intervals_narrower():
    random = np.random.default_rng(5)
    few, many = (accuracy(drawn(random, most), held_out=0, found=0) for most in (50, 600))
    assert many.recall.high - many.recall.low < (few.recall.high - few.recall.low) / 2


def test_a_population_labelled_to_the_last_pair_is_known():
    found = accuracy(drawn(np.random.default_rng(1), 10**9), held_out=0, found=0)
    assert found.precision.low == found.precision.high == pytest.approx(RIGHT / LINKED)
    assert found.recall.low == found.recall.high == pytest.approx(RIGHT / (RIGHT + MISSED))


def test_a_sample_without_an_error_does_not_prove_that_there_is_none():
    sample = [Count("number", True, 100_000, 100_000, None, np.ones(300), np.ones(300, dtype=bool))]
    found = accuracy(sample, held_out=0, found=0).precision
    assert found.value == found.high == 1 and 0.98 < found.low < 0.995


def test_pairs_that_blocking_never_compared_lower_recall():
    sample = drawn(np.random.default_rng(1), 300)
    seen = accuracy(sample, held_out=0, found=0)
    unseen = accuracy(sample, held_out=1000, found=900)
    assert unseen.lost_by_blocking.value == pytest.approx(0.1)
    assert unseen.recall.value < seen.recall.value - 0.01 and unseen.precision == seen.precision


def test_without_labels_the_model_speaks_and_gives_no_interval():
    sample = [
        Count("number", True, 900, 900, None, np.empty(0), np.empty(0, dtype=bool)),
        Count("likeness_0", True, 100, 100, 0.9, np.empty(0), np.empty(0, dtype=bool)),
        Count("apart_5", False, 10, 20, 0.5, np.empty(0), np.empty(0, dtype=bool)),
    ]
    found = accuracy(sample, held_out=0, found=0)
    assert (found.labelled, found.precision.low, found.recall.high) == (0, None, None)
    assert found.precision.value == pytest.approx(0.99) and found.recall.value == pytest.approx(990 / 1000)


@given(right=st.integers(0, 40), wrong=st.integers(0, 40), more=st.integers(0, 500), is_linked=st.booleans())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_estimates_lie_in_their_intervals_and_between_0_and_1(right, wrong, more, is_linked):
    seen = right + wrong
    strata = [
        Count("number", True, 100, 100, None, np.ones(10), np.ones(10, dtype=bool)),
        Count("x", is_linked, seen + more, seen + more, 0.5, np.ones(seen), np.arange(seen) < right),
    ]
    found = accuracy(strata, held_out=20, found=19)
    for each in (found.precision, found.recall, found.lost_by_blocking):
        assert 0 <= each.low <= each.value <= each.high <= 1


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """A county linked badly on purpose: most numbers gone, and a threshold far too low; with who is really who."""
    home = tmp_path_factory.mktemp("judged")
    county.generate(people=1000, seed=71, out=home / "county")
    run_steps(home / "county" / "place.toml", home / "run", steps=["check"])
    register = pq.read_table(home / "run" / "check" / "register.parquet")
    gone = pa.array(np.random.default_rng(3).random(register.num_rows) < 0.7)
    for name in ("nhs_number", "superseded_nhs_number"):
        values = pa.compute.if_else(gone, pa.scalar(None, pa.string()), register[name])
        register = register.set_column(register.column_names.index(name), name, values)
    truth = pq.read_table(home / "county" / "truth" / "record.parquet").to_pylist()
    people = pq.read_table(home / "county" / "truth" / "person.parquet").to_pylist()
    parameters = LinkParameters(least_weight=-9, least_margin=0, sample_pairs=60)
    with Engine() as engine:
        first_pass.join(engine, register, parameters)
        second_pass.join(engine, model_settings(set(COLUMNS), prior=1e-4), seed=1, parameters=parameters)
        person_record = naming.name(engine, None)[0]
        really = {(row["source"], row["record_id"]): row["true_person_id"] for row in truth}
        yield engine, parameters, person_record.to_pylist(), really, people


def with_truth(sample: Sample, really: dict) -> Sample:
    rows = sample.drawn.to_pylist()
    for row in rows:
        one, other = (really[row[f"{side}_source"], row[f"{side}_record_id"]] for side in ("left", "right"))
        row["verdict"] = "same" if one == other else "different"
    return Sample(sample.stratum, pa.Table.from_pylist(rows, schema=LABELLED), sample.held_out, sample.found)


def pairs_in(groups) -> int:
    _, sizes = np.unique(np.array(list(groups)), return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())


def test_a_labelled_sample_of_a_county_finds_its_precision_and_recall(judged):
    """The sample is drawn as the tool draws it, from a linkage with known faults; of 20
    samples most must hold the truth.

    Some missed pairs are out of its reach, and said to be: pairs far below the threshold, and those never compared.
    """
    engine, parameters, records, really, _ = judged
    true = [really[row["source"], row["record_id"]] for row in records]
    right = pairs_in(f"{row['person_id']} {one}" for row, one in zip(records, true, strict=True))
    precision, recall = right / pairs_in(row["person_id"] for row in records), right / pairs_in(true)
    held = np.zeros(2)
    for seed in range(20):
        review = find(engine, seed=seed, parameters=parameters)
        sample = with_truth(drawn_by(review), really)
        found = accuracy(counts(sample), held_out=sample.held_out, found=sample.found)
        held += [
            found.precision.low <= precision <= found.precision.high,
            found.recall.low <= recall <= found.recall.high,
        ]
    print(f"precision {precision:.4f} held in {held[0]:.0f} of 20 samples, recall {recall:.4f} in {held[1]:.0f}")
    assert (held >= 16).all()


def test_a_pair_that_was_drawn_is_drawn_again(judged):
    engine, parameters, _, _, _ = judged
    first, again = (
        set(drawn_by(find(engine, seed=4, parameters=parameters)).drawn["pair_id"].to_pylist()) for _ in "ab"
    )
    other = set(drawn_by(find(engine, seed=5, parameters=parameters)).drawn["pair_id"].to_pylist())
    assert first == again != other


def grouped(share_missed: dict[str, float], size: int = 400) -> tuple[Sample, pa.Table, pa.Table]:
    """A fully labelled sample in which each group misses a share of its links; doubts and people to go with it."""
    random, rows, doubt, people = np.random.default_rng(8), [], [], []
    for group, share in share_missed.items():
        for at in range(size):
            ids = {"left_person_id": f"{group}{at}", "right_person_id": f"{group}{at}x"}
            is_missed = bool(random.random() < share)
            blank = dict.fromkeys(LABELLED.names[:5], "x") | ids | {"record_pairs": 1}
            rows.append(
                blank | {"stratum": "apart_5", "is_linked": False, "verdict": "same" if is_missed else "different"}
            )
            rows.append(blank | {"stratum": "number", "is_linked": True, "verdict": "same"})
            doubt.append(ids | {"stratum": "apart_5", "chance": share, "record_pairs": 1})
            people.append({"person_id": f"{group}{at}", "record_count": 3, "ethnicity": group})
    one = {"expected": None, "pairs": size * len(share_missed), "record_pairs": size * len(share_missed), "drawn": size}
    strata = [one | {"stratum": "apart_5", "is_linked": False}, one | {"stratum": "number", "is_linked": True}]
    sample = Sample(pa.Table.from_pylist(strata, schema=STRATUM), pa.Table.from_pylist(rows, schema=LABELLED))
    return sample, pa.Table.from_pylist(doubt), pa.Table.from_pylist(people)


def test_groups_with_worse_data_show_more_missed_links():
    sample, doubt, people = grouped({"White": 0.02, "Asian or Asian British": 0.30})
    found = {each.group: each for each in rates(sample, doubt, people)}
    worse, better = found["Asian or Asian British"], found["White"]
    assert worse.missed.low > better.missed.high
    assert worse.expected_missed > better.expected_missed
    assert worse.missed.value == pytest.approx(0.30 * 400 / (1200 + 0.30 * 400), abs=0.02)


def test_rates_of_groups_add_up_to_the_rate_of_all():
    """The slow twin: missed pairs counted one by one."""
    sample, doubt, people = grouped({"a": 0.1, "b": 0.2, "c": 0.0})
    found = rates(sample, doubt, people)
    missed = {
        group: sum(
            row["verdict"] == "same" and not row["is_linked"] and row["left_person_id"][0] == group for row in rows
        )
        for rows in [sample.drawn.to_pylist()]
        for group in "abc"
    }
    assert {each.group: round(each.missed.value * 1200 / (1 - each.missed.value)) for each in found} == missed


def test_a_group_too_small_to_speak_of_is_left_out():
    sample, doubt, people = grouped({"many": 0.1})
    few_sample, few_doubt, few_people = grouped({"few": 0.1}, size=3)
    together = Sample(sample.stratum, pa.concat_tables([sample.drawn, few_sample.drawn]))
    found = {
        each.group: each
        for each in rates(together, pa.concat_tables([doubt, few_doubt]), pa.concat_tables([people, few_people]))
    }
    assert found["few"].missed is None and found["few"].labelled == "7 or fewer"
    assert found["many"].missed is not None


def without(sample: Sample, group: str, stratum: str) -> Sample:
    """The sample less the labels of a group in a stratum."""
    is_kept = [
        (row["left_person_id"].startswith(group), row["stratum"]) != (True, stratum) for row in sample.drawn.to_pylist()
    ]
    return Sample(sample.stratum, sample.drawn.filter(pa.array(is_kept)))


def test_a_side_of_which_nothing_of_a_group_is_labelled_is_not_told_as_without_errors():
    sample, doubt, people = grouped({"a": 0.1, "b": 0.2})
    found = {each.group: each for each in rates(without(sample, "a", "number"), doubt, people)}
    assert found["a"].false is None and found["a"].missed.value > 0
    assert found["b"].false is not None
    found = {each.group: each for each in rates(without(sample, "a", "apart_5"), doubt, people)}
    assert found["a"].missed is None and found["a"].false is not None


def test_a_stratum_with_labels_of_other_groups_only_may_still_hold_errors_of_this_one():
    sample, doubt, people = grouped({"a": 0.0, "b": 0.2})
    rows = [row | {"stratum": "apart_10"} for row in without(sample, "a", "number").drawn.to_pylist()]
    rows = [row for row in rows if not row["is_linked"] and row["left_person_id"].startswith("b")][:60]
    stratum = sample.stratum.to_pylist()[0] | {"stratum": "apart_10", "pairs": 500}
    more = Sample(
        pa.concat_tables([sample.stratum, pa.Table.from_pylist([stratum], schema=STRATUM)]),
        pa.concat_tables([sample.drawn, pa.Table.from_pylist(rows, schema=LABELLED)]),
    )
    before, after = (next(each for each in rates(one, doubt, people) if each.group == "a") for one in (sample, more))
    assert before.missed.value == after.missed.value == 0
    assert after.missed.high > before.missed.high


def watched(**changed) -> dict:
    usual = {
        "linked_share": {"gp": 0.8, "trust": 0.95},
        "how": {"joined_by_nhs_number": 900, "alone": 100},
        "likeness": {"likeness_0": 10, "likeness_10": 90},
        "records_per_person": 3.0,
        "people": 1000,
        "ids_changed": 0,
    }
    return usual | changed


def test_a_run_like_the_one_before_raises_no_alarm():
    assert alarms(drift(watched(), watched(ids_changed=4, records_per_person=3.1))) == []


@pytest.mark.parametrize(
    ("changed", "about"),
    [
        ({"linked_share": {"gp": 0.77, "trust": 0.95}}, "linked share of gp"),
        ({"how": {"joined_by_nhs_number": 500, "alone": 500}}, "how records are joined"),
        ({"likeness": {"likeness_0": 60, "likeness_10": 40}}, "weights of links by likeness"),
        ({"records_per_person": 2.7}, "records per person"),
        ({"ids_changed": 6}, "person ids changed"),
    ],
)
def test_what_moves_beyond_its_limit_raises_an_alarm(changed, about):
    (alarm,) = alarms(drift(watched(), watched(**changed)))
    assert about in alarm


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 500), min_size=1))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_the_stability_index_is_0_for_the_same_and_never_below(sizes):
    assert stability_index(sizes, sizes) == 0
    assert stability_index(sizes, sizes | {"e": 50}) >= 0


def decision(row: dict, verdict: str, purpose: str = "sample") -> dict:
    keys = {name: row[name] for name in ("left_source", "left_record_id", "right_source", "right_record_id")}
    about = {"decision_id": row["pair_id"], "verdict": verdict, "purpose": purpose, "needs_two": False, "undoes": None}
    return keys | about | {"decided_by": "ann", "decided_at": datetime(2026, 4, 1, tzinfo=UTC), "reason": None}


def test_labels_come_from_decisions_and_outlive_the_run_that_drew_the_sample(judged):
    engine, parameters, _, _, _ = judged
    old = drawn_by(find(engine, seed=4, parameters=parameters), drawn_on="2026-04-01")
    rows = old.drawn.to_pylist()[:3]
    said = [
        decision(rows[0], "same"),
        decision(rows[1], "different"),
        decision(rows[2], "different", "changed_identity"),
    ]
    told = labelled(old, pa.Table.from_pylist(said, schema=SCHEMA))
    assert told.drawn["verdict"].to_pylist()[:3] == ["same", "different", None] and told.labelled == 2
    new = drawn_by(find(engine, seed=5, parameters=parameters), drawn_on="2026-05-01", number=2)
    kept = from_tables(*as_tables([new, told]))
    assert [each.number for each in kept] == [2, 1] and kept[1].drawn.equals(told.drawn)
    assert best(kept) == kept[1] and kept[1].stratum.equals(told.stratum)


def test_a_label_that_was_undone_counts_no_longer_though_an_earlier_run_knew_it():
    keys = {"left_source": "gp", "left_record_id": "a", "right_source": "gp", "right_record_id": "b"}
    row = dict.fromkeys(LABELLED.names, "x") | keys | {"pair_id": "p", "is_linked": True, "record_pairs": 1}
    sample = Sample(STRATUM.empty_table(), pa.Table.from_pylist([row | {"verdict": None}], schema=LABELLED))
    said = decision(row, "same")
    undone = decision(row, None) | {"decision_id": "u", "undoes": "p", "decided_at": datetime(2026, 4, 2, tzinfo=UTC)}
    known = labelled(sample, pa.Table.from_pylist([said], schema=SCHEMA))
    assert known.labelled == 1
    assert labelled(known, pa.Table.from_pylist([said, undone], schema=SCHEMA)).labelled == 0
    changed = decision(row, "different", "changed_identity")
    for silent in (None, SCHEMA.empty_table(), pa.Table.from_pylist([changed], schema=SCHEMA)):
        assert labelled(known, silent).labelled == 1, "what was decided is not known to be withdrawn"


def test_the_page_says_first_that_nobody_has_labelled_anything():
    report = {
        "accuracy": {
            "labelled": 0, "drawn": 1, "drawn_on": "", "strata": [], "unlabelled": [], "lost_by_blocking": None,
            "precision": {"value": 1.0, "low": None, "high": None}, "recall": {"value": 0.9, "low": None, "high": None},
        },
        "drift": {"changes": [], "alarms": []},
        "linked_share": [{"source": "gp", "records": 10, "linked": 5, "share": 0.5}],
        "groups": [],
        "limits": ["One."],
    }  # fmt: skip
    text = page(report)
    assert text.index("Nobody has labelled") < text.index("90.00%") and "95% interval" not in text
