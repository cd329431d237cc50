"""What does a choice come to, in figures, and is it the same choice as another?"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from joinedup.core.plans.choose import PackagePlan
from joinedup.core.plans.chosen import Chosen
from joinedup.core.plans.collisions import collision_table
from joinedup.core.plans.decide import Decided, margins, worths
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.left_out import reasons
from joinedup.core.plans.prepared import Prepared
from joinedup.core.plans.rights import rights_missed, use_of
from joinedup.core.plans.worth import MIDDLE, avoided_of


@dataclass(frozen=True)
class Outline:
    """A choice in figures.

    Parameters
    ----------
    worth, gap : as of a plan.
    is_feasible, rights_not_met : as of a plan.
    avoided : events expected to be avoided in a year, by outcome (middle).
    cost_pence : by funder.
    people, items : people with a package, and offers in packages, what is received counted.
    by_neighbourhood : worth by neighbourhood.
    chosen : person and offer of every item, as positions, for comparing.
    collisions : the rows of a plan's `collision`.
    """

    worth: float
    gap: float
    is_feasible: bool
    rights_not_met: int
    avoided: Mapping[str, float]
    cost_pence: Mapping[str, int]
    people: int
    items: int
    by_neighbourhood: Mapping[str, float]
    chosen: frozenset[tuple[int, int]]
    collisions: Sequence[Mapping[str, Any]] = ()

    def figures(self) -> dict[str, Any]:
        """All but what was chosen for whom and who collides, as JSON takes it, with a mark of the choice."""
        return {name: getattr(self, name) for name in FIGURES} | {"mark": self.mark}

    @property
    def mark(self) -> str:
        """A short text that is another for another choice.

        Examples
        --------
        >>> outlines = [Outline(0, 0, True, 0, {}, {}, 1, 1, {}, frozenset({(0, offer)})) for offer in (1, 2)]
        >>> outlines[0].mark == outlines[1].mark
        False
        """
        return hashlib.sha256(json.dumps(sorted(self.chosen)).encode()).hexdigest()[:16]


FIGURES = tuple(one.name for one in fields(Outline) if one.name not in ("chosen", "collisions"))


def outline_of(plan: PackagePlan, prepared: Prepared) -> Outline:
    """A plan that is written down, in figures."""
    items = plan.item.to_pylist()
    sums = plan.effect.group_by("outcome", use_threads=False).aggregate([("avoided_mid", "sum")]).to_pylist()
    money: dict[str, int] = {}
    for row in items:
        if row["funder"]:
            money[row["funder"]] = money.get(row["funder"], 0) + row["cost_pence"]
    hoods = {row["neighbourhood"]: row["worth"] for row in plan.promise.to_pylist() if row["group"] == "neighbourhood"}
    return Outline(
        worth=plan.worth,
        gap=plan.gap,
        is_feasible=plan.is_feasible,
        rights_not_met=plan.rights_not_met,
        avoided={row["outcome"]: row["avoided_mid_sum"] for row in sums},
        cost_pence=money,
        people=plan.package.num_rows,
        items=len(items),
        by_neighbourhood=hoods,
        chosen=positions(prepared, ((row["person_id"], row["offer"]) for row in items)),
        collisions=plan.collision.to_pylist(),
    )


def outline_again(
    figures: Mapping[str, Any],
    chosen: Iterable[tuple[str, str]],
    prepared: Prepared,
    collisions: Sequence[Mapping[str, Any]] = (),
) -> Outline:
    """A plan that was kept, from its figures and the person and offer of every item.

    Parameters
    ----------
    chosen : ids and codes; people and offers that are not there any more are left out.
    """
    said = {name: figures[name] for name in FIGURES}
    return Outline(**said, chosen=positions(prepared, chosen), collisions=collisions)


def positions(prepared: Prepared, chosen: Iterable[tuple[str, str]]) -> frozenset[tuple[int, int]]:
    """Ids and codes as positions in people and offers."""
    person = {one: at for at, one in enumerate(prepared.people["person_id"].to_pylist())}
    known = prepared.library.position
    return frozenset((person[who], known[code]) for who, code in chosen if who in person and code in known)


def outline(prepared: Prepared, decided: Decided) -> Outline:
    """A choice in figures, without a word about anybody."""
    fits, problem = prepared.fits, decided.problem
    is_chosen = fits.is_kept.copy()
    is_chosen[prepared.assembled.fit[problem.bits(decided.answer.masks)]] = True
    avoided = avoided_of(fits, prepared.people, is_chosen, prepared.library, prepared.parameters)
    by_outcome = dict(zip(OUTCOMES, avoided[..., MIDDLE].sum(axis=0).tolist(), strict=True))
    rows, used = prepared.priced.rows, use_of(problem, problem.bits(decided.answer.masks))
    money = {funder: int(used[len(rows.capacities) + at]) for at, funder in enumerate(rows.funders)}
    each = worths(problem, decided.answer)
    hoods = prepared.assembled.groups.names
    place = prepared.assembled.groups.of_person[:, 0]
    missed = rights_missed(fits, prepared.library, is_chosen)
    is_feasible = decided.settled.is_feasible and missed == 0
    return Outline(
        worth=decided.answer.worth,
        gap=decided.answer.gap,
        is_feasible=is_feasible,
        rights_not_met=missed,
        avoided={name: value for name, value in by_outcome.items() if value > 0},
        cost_pence=money,
        people=len(np.unique(fits.person[is_chosen])),
        items=int(is_chosen.sum()),
        by_neighbourhood={name: float(each[place == at].sum()) for at, name in enumerate(hoods) if (place == at).any()},
        chosen=frozenset(zip(fits.person[is_chosen].tolist(), fits.offer[is_chosen].tolist(), strict=True)),
        collisions=() if is_feasible else collisions_of(prepared, decided),
    )


def collisions_of(prepared: Prepared, decided: Decided) -> list[dict[str, Any]]:
    """What a choice cannot meet, and why, as rows of a plan's `collision`."""
    chosen = Chosen.of(prepared.fits, prepared.priced, prepared.assembled, decided, margins(decided))
    found: list[dict[str, Any]] = collision_table(
        prepared, decided, chosen, reasons(prepared, decided, chosen)
    ).to_pylist()
    return found
