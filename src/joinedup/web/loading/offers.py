"""What is there to offer? The catalogue of definitions/evidence, as the pages name it."""

from typing import Any

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.interop import Place
from joinedup.core.plans import Limits, evidence, library
from joinedup.job.plans import limits_of
from joinedup.web.plans.models import Offer

USED = """
select offer, max(kind) as kind from (
    select offer, kind from package_item union all select offer, null from left_out
) where offer is not null group by offer
"""


def load(engine: Engine, place: Place) -> int:
    """Enter the catalogue, and any offer of the run that the catalogue no longer has; returns how many."""
    limits = limits_of(place)
    catalogue = [from_catalogue(entry, limits) for entry in definitions.read("evidence/offers.yaml")]
    known = {offer.code for offer in catalogue}
    others = [
        Offer(code=row["offer"], name=row["offer"].replace("_", " ").capitalize(), kind=row["kind"] or "support")
        for row in engine.table(USED).to_pylist()
        if row["offer"] not in known
    ]
    return len(Offer.objects.bulk_create([*catalogue, *others]))


def from_catalogue(entry: dict[str, Any], limits: Limits) -> Offer:
    is_paid_by_charity = entry["funder"] == "charity"
    wanted, payers = (entry["code"], limits.deliverers) if is_paid_by_charity else (entry["funder"], limits.payers)
    return Offer(
        cost_pence=cost_here(entry["code"], limits),
        payers={where: code for (what, where), code in payers.items() if what == wanted},
        is_paid_by_charity=is_paid_by_charity,
        code=entry["code"],
        name=entry["name"],
        kind=entry["kind"],
        description=entry.get("words", ""),
        for_whom=entry.get("for_whom", ""),
        source="; ".join(sources(entry)),
    )


def cost_here(code: str, limits: Limits) -> int | None:
    """What an offer costs for one person: as the place says, else as the sources held say, else not known."""
    if code in limits.costs:
        return limits.costs[code].pence
    return next(library().cost_pence(offer) for offer in library().offers if offer.code == code)


def sources(entry: dict[str, Any]) -> list[str]:
    """The citations behind an offer, each once."""
    effects = evidence.effects()
    named = [
        effect["evidence"] if "evidence" in effect else effect.get("effect") for effect in entry.get("effects", ())
    ]
    cited = [effects[name].citation for name in [*named, *entry.get("evidence", ())] if name in effects]
    return list(dict.fromkeys(cited))
