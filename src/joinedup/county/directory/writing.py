"""How does an invented service describe itself: names, words, hours, prices, telephone numbers?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from joinedup.core.directory import (
    DAYS,
    Accessibility,
    Carers,
    Contact,
    CostOption,
    Eligibility,
    Frequency,
    Language,
    Phone,
    ReferralRoute,
    Schedule,
)
from joinedup.county.chance import Rng
from joinedup.county.directory.spots import Kind

PLACES_OF_A_MONTH = ("1", "2", "3", "-1")
ASIDE_SHARE, EXACT_AGES_SHARE = 0.45, 0.9
NUMBERS_IN_A_RANGE = 1000


def key(*parts: object) -> str:
    """The same id for the same thing every time."""
    return str(uuid5(NAMESPACE_URL, "joinedup/invented/" + "/".join(map(str, parts))))


def one_of(choices: Sequence[Any], rng: Rng) -> Any:
    """One of several, drawn."""
    return choices[int(rng.integers(len(choices)))]


@dataclass
class Numbers:
    """Telephone numbers from the ranges kept for drama, each given once while they last."""

    facts: dict[str, Any]
    given: dict[str, int] = field(default_factory=dict)

    def next(self, of: str) -> str:
        """The next number of a range: freephone, uk_wide, no_area or mobile."""
        count = self.given.get(of, 0)
        self.given[of] = count + 1
        return str(self.facts[of]).format(number=count % NUMBERS_IN_A_RANGE)


def domain(name: str) -> str:
    """A web domain nobody can own, for a name.

    Examples
    --------
    >>> domain("Carers' Compass Dorset")
    'carers-compass-dorset.example'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-") + ".example"


def describe(kind: Kind, words: dict[str, str], asides: Sequence[str], rng: Rng) -> str:
    """What the service says of itself."""
    told = str(one_of(kind["tells"], rng)).format(**words, beds=int(rng.integers(18, 60)))
    return f"{told} {one_of(asides, rng)}" if rng.random() < ASIDE_SHARE else told


def hours(kind: Kind, patterns: dict[str, Any], since: date, key_of: str, rng: Rng) -> tuple[Schedule, ...]:
    """When it is open: the kind's pattern, with days drawn where the pattern leaves them open."""
    name = kind.get("hours", "office")
    if "some_hours" in kind and rng.random() < 0.15:
        name = kind["some_hours"]
    free = list(rng.permutation(DAYS[:5]))
    made = []
    for number, pattern in enumerate(patterns[name]):
        days = tuple(sorted((free.pop() if day == "any" else day for day in pattern["days"]), key=DAYS.index))
        monthly = pattern.get("freq") == "MONTHLY"
        place = str(one_of(PLACES_OF_A_MONTH, rng)) if monthly else ""
        opens, closes = time.fromisoformat(pattern["opens"]), time.fromisoformat(pattern["closes"])
        made.append(
            Schedule(
                key(key_of, "hours", number),
                freq=Frequency.MONTHLY if monthly else Frequency.WEEKLY,
                byday=tuple(f"{place}{day}" for day in days),
                dtstart=since,
                opens_at=None if opens == closes else opens,
                closes_at=None if opens == closes else closes,
            )
        )
    return tuple(made)


def prices(kind: Kind, key_of: str) -> tuple[CostOption, ...]:
    """What it costs; a price of nought where it is free."""
    cost = kind.get("cost")
    if cost is None:
        return (CostOption(key(key_of, "cost"), "Free", 0),)
    return (CostOption(key(key_of, "cost"), "", cost["pence"], cost["words"]),)


def eligibility(kind: Kind, rng: Rng) -> Eligibility:
    """Whom it is for. Some say nothing of ages, as in real directories."""
    youngest, oldest = kind.get("ages", (None, None)) if rng.random() < EXACT_AGES_SHARE else (None, None)
    carers = {"only": Carers.ONLY, "welcome": Carers.WELCOME}.get(kind.get("carers", ""), Carers.ANYBODY)
    return Eligibility(
        minimum_age=youngest,
        maximum_age=oldest,
        carers=carers,
        referral_routes=tuple(ReferralRoute(route) for route in kind.get("routes", ("self",))),
        not_for=tuple(kind.get("not_for", ())),
    )


def access(facts: Sequence[dict[str, Any]], key_of: str, rng: Rng) -> tuple[Accessibility, ...]:
    """How accessible a venue is."""
    drawn = [fact for fact in facts if rng.random() * 100 < fact["share"]]
    if sum(fact.get("is_wheelchair_accessible") is False for fact in drawn):  # steps rule out the ramp
        drawn = [fact for fact in drawn if not fact.get("is_wheelchair_accessible")]
    return tuple(
        Accessibility(
            key(key_of, "access", number),
            fact["words"],
            is_wheelchair_accessible=fact.get("is_wheelchair_accessible"),
        )
        for number, fact in enumerate(drawn)
    )


def languages(shares: dict[str, float], codes: dict[str, str], key_of: str, rng: Rng) -> tuple[Language, ...]:
    """The languages it speaks."""
    spoken = [name for name, share in shares.items() if rng.random() * 100 < share]
    return tuple(Language(key(key_of, "language", name), name, codes[name]) for name in spoken)


def contact(number: str, email: str, key_of: str) -> Contact:
    """Whom to ask: nobody by name."""
    return Contact(
        key(key_of, "contact"), title="Enquiries", email=email, phones=(Phone(key(key_of, "phone"), number),)
    )
