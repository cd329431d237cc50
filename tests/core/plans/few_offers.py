"""A place with a handful of made-up offers, each fitting everybody, to say one thing at a time about a choice."""

import pyarrow as pa

from joinedup.core.plans import Library, Limits, LocalCost, Offer, PlanParameters
from joinedup.core.plans.evidence import Effect

MECHANISMS = dict.fromkeys(("exercise", "safer_home", "company"), "words")
AT_RISK = PlanParameters({"fall": 0.0}, least_share_of_need=0.0, least_share_deprived=0.0)


def effect(code, mechanism, ratio):
    """A well-founded effect on falls, with a narrow interval."""
    return Effect(
        id=code,
        intervention="i",
        population="p",
        setting="s",
        outcome="o",
        measure="risk_ratio",
        effect=ratio,
        low=ratio - 0.05,
        high=ratio + 0.05,
        finding="helps",
        mechanism=mechanism,
        our_outcome="fall",
        difference="",
        certainty="high",
        certainty_checked=True,
        effect_words="",
        cost_pounds=None,
        cost_words="",
        citation="C 2026",
        link="https://example.org/x",
        verified=True,
        notes="",
    )


def offer(code, mechanism="exercise", ratio=None, **changes):
    """An offer for everybody: with an effect on falls where a ratio is given, else for the need alone."""
    credited = {"effects": [{"evidence": code, "when": "age >= 0"}]} if ratio else {"offered_because": "it is kind"}
    usual = {
        "code": code,
        "name": code.capitalize(),
        "kind": "support",
        "words": "w",
        "for_whom": "f",
        "eligible": "age >= 0",
        "needs": [{"when": "age >= 0", "words": "has a need"}],
        "mechanism": mechanism,
        "cost": {"local": True},
        "funder": "council",
        "capacity_unit": "places",
    }
    found = Offer.model_validate(usual | credited | changes)
    return found, effect(code, mechanism, ratio) if ratio else None


def catalogue(*offers):
    """A library of such offers."""
    known = {row.id: row for _, row in offers if row}
    return Library(tuple(one for one, _ in offers), known, {}, MECHANISMS)


def people(*rows):
    """People of one neighbourhood and council, with a chance of a fall of a half unless said otherwise."""
    usual = {"neighbourhood": "hill", "local_authority": "North", "age": 70, "probability_fall": 0.5, "receives": []}
    return pa.Table.from_pylist([{**usual, "person_id": f"p{at}"} | row for at, row in enumerate(rows)])


def limits(capacities, pounds=None, costs=None, **changes):
    """Places by capacity in the one neighbourhood; costs in pounds, nothing unless said; one payer."""
    return Limits(
        capacities={(name, "hill"): places for name, places in capacities.items()},
        budgets_pence={} if pounds is None else {"north": pounds * 100},
        payers={("council", "North"): "north"},
        costs={name: LocalCost(pounds * 100, "said") for name, pounds in (costs or {}).items()},
        **changes,
    )
