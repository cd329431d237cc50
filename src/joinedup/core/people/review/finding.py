"""Which pairs of people should somebody look at: those in doubt, and a sample from which errors are estimated?"""

from dataclasses import dataclass
from math import ceil, log2

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.linking.scoring import FURTHEST_BELOW
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run, text

# How often pairs that the model does not weigh, or that have a rival, turned out to be one person in invented counties
# of development seeds. They only decide who is looked at first.
CHANCE_CONTESTED, CHANCE_KEPT_APART, CHANCE_DISPUTED = 0.9, 0.5, 0.06
FEWEST_TO_REVIEW = 100  # of a small register more than its share may be looked at
HELD_OUT = 4_000  # people whose number is forgotten, to see whether blocking would have found them
BY_NUMBER_MORE = 3  # pairs joined by number are most of all pairs: so many times more of them are drawn
KEY_BITS = 63  # keys of pairs are spread evenly over so many bits
SPARE = 6  # times more pairs fetched than wanted, so that chance does not leave too few

PAIR_COLUMNS = (
    "pair_id", "left_source", "left_record_id", "right_source", "right_record_id", "left_person_id", "right_person_id",
    "weight", "probability", "why", "is_linked", "stratum", "stratum_pairs",
)  # fmt: skip

STRATA = {
    "number": "joined by NHS number",
    "demographics": "joined by full name, date of birth and postcode, or by a decision",
    "likeness_0": "joined by likeness, up to 4 bits above the threshold",
    "likeness_4": "joined by likeness, 4 to 10 bits above the threshold",
    "likeness_10": "joined by likeness, 10 bits or more above the threshold",
    "apart_above": "left apart above the threshold: contested, or kept apart by a guard",
    "apart_5": "left apart, up to 5 bits below the threshold",
    "apart_10": "left apart, 5 to 10 bits below the threshold",
    "apart_16": "left apart, 10 to 16 bits below the threshold",
    "apart_guard": "kept apart by a guard though alike in three of name, family, birth and home",
    "apart_number": "left apart, on one disputed NHS number",
}


@dataclass(frozen=True)
class Review:
    """What people should look at.

    Parameters
    ----------
    pair : one row per pair of people worth a human look or drawn for the clerical sample: pair_id, left_source,
        left_record_id, right_source, right_record_id, left_person_id, right_person_id, weight, probability, why
        (`uncertain`, `contested`, `kept_apart`, `number_disputed`, `sample`), is_linked, stratum (empty unless drawn),
        stratum_pairs (pairs of records the stratum has), chance (0–1, that the pair is one person; of queued pairs),
        record_pairs (pairs of records that hang on it: 1 if linked, else those between the two people).
    doubt : one row per doubtful pair of people, queued or not: left_person_id, right_person_id, stratum, chance,
        record_pairs.
    stratum : one row per stratum of all pairs: stratum, is_linked, pairs, record_pairs, expected (mean chance of its
        pairs of records, 0–1, by the model; empty where it has no say), drawn.
    held_out, found : people tried, and found by blocking, when the number that joined them was forgotten.
    """

    pair: pa.Table
    doubt: pa.Table
    stratum: pa.Table
    held_out: int
    found: int


def find(engine: Engine, *, seed: int, parameters: LinkParameters) -> Review:
    """Find the pairs worth a look, and draw the clerical sample, from the tables of a finished linkage.

    Pairs that people have already decided about are not asked about again, and a changed identity is never shown.

    Parameters
    ----------
    engine : with the schema `linkage` as the second pass and naming leave it.
    seed : of the sample.
    parameters : least_weight (joins), least_review_chance, most_review_share, sample_pairs, most_block_members.

    References
    ----------
    Herzog T N, Scheuren F J, Winkler W E. Data Quality and Record Linkage Techniques. Springer 2007, chapter 8.
    """
    run(engine, "review/alike", most_members=parameters.most_block_members)
    run(engine, "review/doubts", least_weight=_lowest(parameters), joins_from=parameters.least_weight)
    run(engine, "review/weakest")
    run(engine, "review/doubtful", joins_from=parameters.least_weight)
    run(
        engine,
        "review/chances",
        chance_contested=CHANCE_CONTESTED,
        chance_kept_apart=CHANCE_KEPT_APART,
        chance_disputed=CHANCE_DISPUTED,
    )
    run(engine, "review/sizes")
    run(engine, "review/strata", joins_from=parameters.least_weight)
    _queue(engine, parameters)
    _draw(engine, seed, parameters)
    run(engine, "review/captured", seed=str(seed), most=HELD_OUT)
    [captured] = engine.table(text("review/found")).to_pylist()
    drawn = "select stratum, count(*) as drawn from linkage.drawn_pair group by stratum"
    return Review(
        pair=engine.table(text("review/pairs")),
        doubt=engine.table(text("review/doubts_told")),
        stratum=engine.table(
            f"select stratum.*, coalesce(drawn, 0) as drawn from linkage.stratum left join ({drawn}) using (stratum)"
            " where pairs > 0 order by is_linked desc, stratum"
        ),
        held_out=captured["held_out"],
        found=captured["found"],
    )


def _lowest(parameters: LinkParameters) -> float:
    return parameters.least_weight - FURTHEST_BELOW


def _queue(engine: Engine, parameters: LinkParameters) -> None:
    """At most a share of all records is sent to people: a pair counts as two records, whoever is in it."""
    records = engine.value("select count(*) from linkage.member")
    most = max(FEWEST_TO_REVIEW, int(parameters.most_review_share * records / 2))
    run(engine, "review/queue", least_chance=parameters.least_review_chance, most=most)


def _draw(engine: Engine, seed: int, parameters: LinkParameters) -> None:
    """Draw the clerical sample; of strata that are large, from enough of their pairs."""
    wanted = dict.fromkeys((name for name in STRATA if not name.startswith("apart")), parameters.sample_pairs)
    wanted |= {"number": BY_NUMBER_MORE * parameters.sample_pairs}
    pairs = engine.table("select stratum, pairs from linkage.stratum").to_pylist()
    there = {row["stratum"]: row["pairs"] for row in pairs}
    run(
        engine,
        "review/drawn",
        seed=str(seed),
        joins_from=parameters.least_weight,
        most=parameters.sample_pairs,
        most_by_number=wanted["number"],
        **{stratum: _bits(there.get(stratum, 0), number) for stratum, number in wanted.items()},
    )


def _bits(pairs: int, wanted: int) -> int:
    """How many of its lowest bits a pair's key may have, so that of so many pairs several times those wanted are below.

    Examples
    --------
    >>> _bits(1_000, 200), _bits(100_000_000, 200)
    (63, 47)
    """
    share = min(1.0, SPARE * (wanted + SPARE) / max(1, pairs))
    return KEY_BITS + ceil(log2(share))
