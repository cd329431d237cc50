"""How do plans stand side by side, and what was asked and accepted?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from joinedup.core.plans.change import change_of
from joinedup.core.units import pounds
from joinedup.web.components.words import moment
from joinedup.web.people.words import agency
from joinedup.web.risk import words as risk_words


@dataclass(frozen=True)
class Compared:
    """One figure of several plans, side by side."""

    words: str
    values: tuple[str, ...]


def changed_words(
    changes: Iterable[str],
    offers: Mapping[str, str],
    neighbourhoods: Mapping[str, str],
    organisations: Mapping[str, str],
) -> str:
    """What a what-if changes, in words.

    Examples
    --------
    >>> names = {"reablement": "Reablement"}, {"purbeck": "Purbeck"}, {"icb": "NHS Dorset"}
    >>> changed_words(["reablement@purbeck=+10%", "icb=-5%"], *names)
    'Reablement in Purbeck +10%, the budget of NHS Dorset -5%'
    """
    said = []
    for written in changes:
        change, how = change_of(written), written.partition("=")[2]
        where = f" in {neighbourhoods.get(change.where, change.where)}" if change.where else ""
        budget = f"the budget of {agency(change.what, organisations)}"
        said.append(f"{offers.get(change.what, budget)}{where} {how}")
    return ", ".join(said)


def compared(
    plans: Sequence[Any], organisations: Mapping[str, str], neighbourhoods: Mapping[str, str]
) -> list[Compared]:
    """Plans side by side, the run's own first."""
    figures = [plan.figures for plan in plans]

    def line(words: str, values: Iterable[str]) -> Compared:
        return Compared(words, tuple(values))

    outcomes = sorted({code for one in figures for code in one["avoided"]})
    funders = sorted({code for one in figures for code, pence in one["cost_pence"].items() if pence})
    return [
        line("People with a package", (f"{one['people']:,}" for one in figures)),
        line("Offers in packages", (f"{one['items']:,}" for one in figures)),
        *(
            line(
                f"{risk_words.outcome(code).fewer.capitalize()} avoided",
                (f"{one['avoided'].get(code, 0):,.2f}" for one in figures),
            )
            for code in outcomes
        ),
        line("Worth, in events avoided", (f"{one['worth']:,.2f}" for one in figures)),
        *(
            line(
                f"{agency(code, organisations)} pays",
                (pounds(one["cost_pence"].get(code, 0) // 100 * 100) for one in figures),
            )
            for code in funders
        ),
        line(
            "Offers that change hands, from what was proposed when it was asked",
            ("–" if plan.is_base else f"{plan.gained:,} gained, {plan.lost:,} lost" for plan in plans),
        ),
        line("Rights met, limits kept", ("Yes" if one["is_feasible"] else "No" for one in figures)),
        *(
            line(f"Worth in {name}", (f"{one['by_neighbourhood'].get(code, 0):,.2f}" for one in figures))
            for code, name in neighbourhoods.items()
        ),
    ]


def accepted_words(acceptance: Any | None) -> str:
    """Which plan is the month's, who said so, and when."""
    if acceptance is None:
        return ""
    by = f"{acceptance.accepted_by.name}, {acceptance.accepted_by.role_words}"
    return f"“{acceptance.plan_name}”, accepted by {by}, {moment(acceptance.accepted_at)}"


def to_select(what_ifs: Iterable[Any], selected: Iterable[str]) -> list[dict[str, Any]]:
    """What-ifs as checkboxes, each with who asked it and a link to it."""
    chosen = set(selected)
    return [
        {
            "value": str(one.pk),
            "text": one.name,
            "checked": str(one.pk) in chosen,
            "hint": {"html": format_html('{}. <a href="{}">Look at {}</a>', asked_words(one), address(one), one.name)},
        }
        for one in what_ifs
    ]


def address(plan: Any) -> str:
    """Where a plan stands beside the run's own."""
    return reverse("plans:compare", kwargs={"number": plan.pk})


def asked_words(plan: Any) -> str:
    """Who asked a what-if, and when."""
    return f"{plan.made_by.name}, {moment(plan.made_at)}" if plan.made_by else ""
