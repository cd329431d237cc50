"""How is a published figure, an offer or a reason said to a person?"""

from collections.abc import Sequence

from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import Effect
from joinedup.core.plans.measures import NO_EFFECT
from joinedup.core.plans.offers import FIGURE, Offer


def change(measure: str, value: float) -> str:
    """A published value as more or less.

    Examples
    --------
    >>> change("rate_ratio", 0.77), change("risk_ratio", 1.14), change("mean_difference", -5.34)
    ('23% lower', '14% higher', '5.3 fewer')
    """
    if measure == "mean_difference":
        return f"{abs(value):.1f} {'fewer' if value < 0 else 'more'}"
    percent = value if measure == "relative_change_percent" else (value - 1) * 100
    return "no different" if round(percent) == 0 else f"{abs(percent):.0f}% {'lower' if percent < 0 else 'higher'}"


def figure(effect: Effect) -> str:
    """An effect with its interval: `23% lower (17% to 29%)`.

    Examples
    --------
    >>> from joinedup.core.plans.evidence import effects
    >>> figure(effects()["falls_exercise"])
    '23% lower (17% to 29%)'
    >>> figure(effects()["home_hazard_unselected"])
    '5% higher (4% lower to 16% higher)'
    """
    if effect.effect is None:
        return effect.effect_words
    if effect.measure not in NO_EFFECT:
        return f"{effect.effect:g}"
    middle = change(effect.measure, effect.effect)
    if effect.low is None or effect.high is None:
        return middle
    ends = [change(effect.measure, end) for end in (effect.low, effect.high)]
    directions = {end.split()[-1] for end in ends}
    if len(directions) == 1:
        ends = sorted((end.rsplit(" ", 1)[0] for end in ends), key=lambda end: float(end.rstrip("%")))
    return f"{middle} ({ends[0]} to {ends[1]})"


def study(effect: Effect) -> str:
    """What was found, in whom, by whom: one clause with its citation."""
    subject = f"odds of {effect.outcome}" if effect.measure == "odds_ratio" else effect.outcome
    return f"studied in {effect.population}, {subject} {figure(effect)} ({effect.citation})"


def because(offer: Offer, library: Library) -> str:
    """Why an offer without a credited effect is offered, its figures filled in from the evidence."""
    return FIGURE.sub(lambda row: figure(library.effects[row[1]]), offer.offered_because)


def at_stake(chances: Sequence[tuple[str, float]]) -> str:
    """The chances an offer is to lower, as a sentence.

    Examples
    --------
    >>> at_stake([("a fall", 0.307), ("a care home", 0.002)])
    'Chance of a fall in 12 months: 31%; of a care home: under 1%.'
    """
    if not chances:
        return ""
    (first, chance), *others = chances
    more = "".join(f"; of {name}: {percent(other)}" for name, other in others)
    return f"Chance of {first} in 12 months: {percent(chance)}{more}."


def claim(offer: Offer, effects: Sequence[Effect], library: Library) -> str:
    """What is claimed for an offer, with what speaks against it: the second half of why it is proposed."""
    if not effects:
        reason = because(offer, library) or "it answers that need"
        words = f"No effect on admissions, falls or care homes is claimed; offered because {reason}."
    else:
        words = " ".join(f"{capital(study(effect))}. {effect.difference}".strip() for effect in effects)
    cautions = [f"Note: {study(library.effects[row])}." for row in offer.cautions]
    if offer.caution_words:
        cautions.append(f"Note: {offer.caution_words}.")
    return " ".join([words, *cautions])


def all_needs(needs: Sequence[str]) -> str:
    """Several needs as one list that says nothing twice.

    Examples
    --------
    >>> all_needs(["has home care and has fallen", "has home care and lives alone"])
    'has home care, has fallen and lives alone'
    """
    *some, last = dict.fromkeys(clause for need in needs for clause in need.split(" and "))
    return f"{', '.join(some)} and {last}" if some else last


def percent(chance: float) -> str:
    """A chance as a whole percentage.

    Examples
    --------
    >>> percent(0.307), percent(0.002)
    ('31%', 'under 1%')
    """
    return f"{chance:.0%}" if chance >= 0.005 else "under 1%"


def refusal(effect: Effect) -> str:
    """Why an offer is not proposed to people in whom it was shown not to help."""
    shown = "no effect" if effect.finding == "no_effect" else "no benefit"
    return f"Evidence shows {shown} in people like this: {study(effect)}."


def capital(words: str) -> str:
    """The first letter as a capital, the rest as it is.

    Examples
    --------
    >>> capital("has COPD")
    'Has COPD'
    """
    return words[:1].upper() + words[1:]
