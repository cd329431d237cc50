"""Offers claim no more than their evidence shows."""

import copy
import re

import pytest

from joinedup import definitions
from joinedup.core.plans import library
from joinedup.core.plans.catalogue import library_of
from joinedup.core.plans.conditions import columns_of
from joinedup.core.plans.evidence import EvidenceWrong
from joinedup.core.plans.words import claim, refusal
from joinedup.core.risk.features.catalogue import feature_named


def written(code, **changes):
    """One offer as it is written, with changes."""
    entry = next(entry for entry in definitions.read("evidence/offers.yaml") if entry["code"] == code)
    return [copy.deepcopy(entry) | changes]


@pytest.mark.parametrize(
    "row", sorted(set(library().effects) - {e.id for e in library().effects.values() if e.is_usable})
)
def test_no_offer_may_claim_a_row_that_shows_nothing_or_is_not_verified(row):
    offer = written("falls_exercise", effects=[{"evidence": row, "when": "age >= 60"}])
    with pytest.raises(EvidenceWrong, match="cannot be used"):
        library_of(offer)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"effects": [{"evidence": "hf_rehab", "when": "age >= 60"}]}, "works by"),
        ({"mechanism": "magic"}, "works by"),
        ({"effects": [{"evidence": "nothing", "when": "age >= 60"}]}, "names the effect"),
        ({"effects": []}, "needs either"),
        ({"eligible": "age >= 60; drop table person"}, "eligible"),
        ({"eligible": "(select 1) = 1 -- always"}, "eligible"),
        ({"needs": []}, "needs"),
        ({"funder": "somebody"}, "funder"),
        ({"cost": {"unit_cost": "nothing", "assumption": "one"}}, "costs"),
        ({"cost": {"unit_cost": "physiotherapist_contact"}}, "assumed"),
        ({"cost": {"local": True, "none": "free"}}, "exactly one"),
        ({"cost": {"evidence": "falls_ambulance"}}, "saving"),
        ({"no_effect_in": [{"evidence": "falls_exercise", "when": "age < 60"}]}, "refused on the ground"),
        ({"cautions": ["prefit_mffp"]}, "not verified"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_an_offer_that_does_not_make_sense_is_refused_by_name(changes, said):
    with pytest.raises(EvidenceWrong, match="falls_exercise") as refused:
        library_of(written("falls_exercise", **changes))
    assert said in str(refused.value)


def test_a_code_may_come_once():
    with pytest.raises(EvidenceWrong, match="twice"):
        library_of(written("befriending") * 2)


def test_every_offer_says_what_it_claims_without_ids_or_sql():
    said = [
        *(claim(offer, [], library()) for offer in library().offers),
        *(
            claim(offer, [library().effects[row.evidence]], library())
            for offer in library().offers
            for row in offer.effects
        ),
        *(refusal(library().effects[row.evidence]) for offer in library().offers for row in offer.no_effect_in),
        *(need.words for offer in library().offers for need in offer.needs),
        *(offer.already.words for offer in library().offers if offer.already),
    ]
    assert not [words for words in said if re.search(r"_|\{|>=|<=| = |select ", words)]


def test_figures_in_reasons_come_from_the_evidence():
    free = [offer.offered_because for offer in library().offers]
    acts = r"Care Act 2014, section \d+|Children Act 1989, sections 17ZA and 17ZD|under 18"  # law, not findings
    typed = [words for words in free if re.search(r"\d", re.sub(rf"\{{\w+\}}|{acts}", "", words))]
    assert typed == []


def test_an_offer_from_memory_claims_no_figure():
    rehabilitation = next(offer for offer in library().offers if offer.code == "pulmonary_rehab")
    assert rehabilitation.effects == ()
    assert not re.search(r"\d", claim(rehabilitation, [], library()))


def test_conditions_speak_of_columns_only():
    assert columns_of("not (has_copd = 1) and efi is not null and age between 60 and 80") == {"has_copd", "efi", "age"}
    for bad in ("length(name) > 'x'", "age >= 60 -- yes", 'select "x"', "age + 1 = 2"):
        with pytest.raises(ValueError, match="not a comparison"):
            columns_of(bad)


def test_whatever_is_called_changeable_is_something_an_offer_speaks_of():
    offered = set().union(*(offer.columns for offer in library().offers if offer.eligible != "false"))
    changeable = {name for name, feature in feature_named().items() if feature.is_changeable}
    assert changeable
    assert changeable <= offered
