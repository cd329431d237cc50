"""What are a model's terms and their values called, and which offers answer them?"""

import math
from collections.abc import Mapping
from functools import cache

from joinedup.core.plans import library
from joinedup.core.risk.features.catalogue import Feature, feature_named


def features_of(term: str) -> list[Feature]:
    """The definitions of a term's features; a place's own feature has none."""
    return [feature_named()[name] for name in term.split(" & ") if name in feature_named()]


def term_words(term: str) -> str:
    """What a term is, whatever its value.

    >>> term_words("age & has_dementia"), term_words("my_own_feature")
    ('Age; together with: dementia', 'My own feature')
    """
    said = [feature_words(name) for name in term.split(" & ")]
    return "; together with: ".join([said[0], *(one[:1].lower() + one[1:] for one in said[1:])])


def feature_words(name: str) -> str:
    """A feature's name in words: that of its reason where it has no number in it."""
    feature = feature_named().get(name)
    if feature and feature.words.one and feature.unit == "yes or no":
        return feature.words.one
    plain = name.removeprefix("has_").replace("_", " ").replace("efi", "electronic Frailty Index")
    plain = plain.replace("hfrs", "Hospital Frailty Risk Score").replace(" 12m", ", last 12 months")
    plain = plain.replace(" 24m", ", last 24 months").replace(" 30d", ", last 30 days").replace("ed att", "ED att")
    return plain[:1].upper() + plain[1:]


def recorded(term: str, values: Mapping[str, float]) -> str:
    """What is recorded of a term's features.

    >>> recorded("age", {"age": 84.0}), recorded("has_copd", {"has_copd": 0.0}), recorded("efi", {"efi": math.nan})
    ('84', 'No', 'Not known')
    """
    return "; ".join(value_words(name, values.get(name)) for name in term.split(" & "))


def value_words(name: str, value: float | None) -> str:
    feature = feature_named().get(name)
    if value is None or math.isnan(value):
        return "Not known"
    if feature and feature.type == "boolean":
        return "Yes" if value else "No"
    return f"{value:.4g}"


def group_of(term: str) -> str:
    """The group of a term's first feature."""
    found = features_of(term)
    return found[0].group if found else "person"


def reason_words(term: str, values: Mapping[str, float]) -> str:
    """A term with a person's values as a reason; empty if it has no words for them."""
    names = [name for name in term.split(" & ") if name in feature_named()]
    parts = [feature_named()[name].words.of(values.get(name)) for name in names]
    return ", together with: ".join(part for part in parts if part) if parts and all(parts) else ""


@cache
def offers_for(feature: str) -> tuple[str, ...]:
    """Codes of the offers that name a feature among the needs they answer, most telling first.

    >>> "falls_exercise" in offers_for("falls_24m"), offers_for("age")
    (True, ())
    """
    names = set(feature.split(" & ")) - {"age", "in_care_home", "sex_female"}
    return tuple(
        offer.code
        for offer in library().offers
        if any(name in tokens(need.when) for name in names for need in offer.needs)
    )


def tokens(condition: str) -> set[str]:
    return set("".join(letter if letter.isalnum() or letter == "_" else " " for letter in condition).split())
