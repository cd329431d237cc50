"""The step of the job that proposes packages: chances and needs in, a package for each person most at risk out."""

import json
from dataclasses import asdict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.engine import write_text
from joinedup.core.interop import Place
from joinedup.core.plans import (
    Limits,
    LocalCost,
    LocalValue,
    PackagePlan,
    PlanParameters,
    Prepared,
    library,
    local_help,
    offer_services,
    offers_without_service,
    plan_of,
    prepare,
    saved,
)
from joinedup.core.plans.evidence import SCORED
from joinedup.core.plans.outline import outline_of
from joinedup.job.package_decisions import find_lists
from joinedup.job.received import find_received
from joinedup.job.work import Work

WHO = """
select feature.*, received.* exclude (person_id), offer_list.* exclude (person_id), person.neighbourhood,
    person.local_authority, {chances}
from feature
join person using (person_id)
left join received using (person_id)
left join offer_list using (person_id)
{scores}
order by person_id"""
ORDERS = {
    "package": "person_id",
    "package_item": "person_id, offer",
    "package_effect": "person_id, offer, outcome",
    "package_service": "person_id, offer, service",
    "without_package": "person_id",
    "left_out": "person_id, offer",
    "limit": '"limit" desc, offer, neighbourhood, funder',
    "unmet": "offer, neighbourhood",
    "promise": '"group", neighbourhood',
    "ledger": "organisation",
    "collision": '"limit" desc, offer, neighbourhood, funder',
    "person": "person_id",
    "fit": "offer, person_id",
}
SETTINGS, FIGURES = "choice.json", "figures.json"
DRAWS = 20
"""Draws of the effects from which it is told how often an item stays."""


def run(work: Work) -> dict[str, int | float | str]:
    """Choose packages for everybody above a threshold of the place.

    Reads risk/feature, risk/score, the neighbourhood and local authority of link/person, what was received lately from
    link/events, what was decided about packages, and the place's budgets, capacities, costs and services; names,
    addresses and NHS numbers are not read. Writes the tables of plans/ and, so that a what-if needs none of this again,
    what the choice was made from.
    """
    limits = limits_of(work.place)
    work.tell("needs and chances")
    who = people(work)
    work.tell("choosing packages")
    thresholds: dict[str, float] = {name: value for name, value in work.place.thresholds.items() if name in SCORED}
    choices, seed = work.place.plans, work.seed
    parameters = choices.applied_to(thresholds, seed=seed) if choices else PlanParameters(thresholds, seed=seed)
    prepared = prepare(who, library(), limits, parameters, engine=work.engine)
    plan = plan_of(prepared, draws=DRAWS)
    real, middles = real_help(work.place), middles_of(work.place)
    help_near = local_help(plan.package, plan.item, real, work.engine, who=who, middles=middles)
    write(work, prepared, plan, help_near)
    return counts(plan, help_near)


def people(work: Work) -> pa.Table:
    """One row per person scored: features, where they live, chance of each outcome."""
    engine, done = work.engine, work.finished
    engine.register("feature", done / "risk" / "feature.parquet")
    engine.register("score", done / "risk" / "score.parquet")
    engine.register("link_person", done / "link" / "person.parquet")
    engine.execute(
        "create or replace temp view person as select person_id, neighbourhood, local_authority from link_person"
    )
    find_lists(engine, work.place, done)
    find_received(engine, done / "link" / "events", work.place.as_at)
    chances = ", ".join(f"{outcome}.probability as probability_{outcome}" for outcome in SCORED)
    scores = "\n".join(
        f"left join score as {outcome} on {outcome}.person_id = feature.person_id and {outcome}.outcome = '{outcome}'"
        for outcome in SCORED
    )
    return engine.table(WHO.format(chances=chances, scores=scores))


def limits_of(place: Place) -> Limits:
    """The place's money, hands and own costs."""
    return Limits(
        capacities={(given.offer, given.neighbourhood): given.places_per_year for given in place.capacities},
        budgets_pence={budget.funder: round(budget.annual_pounds * 100) for budget in place.budgets},
        payers=payers(place),
        deliverers=deliverers(place),
        neighbourhood_names={hood.code: hood.name for hood in place.neighbourhoods},
        funder_names={code: organisation.name for code, organisation in place.organisation_by_code.items()},
        costs={cost.offer: LocalCost(round(cost.pounds * 100), cost.source) for cost in place.costs},
        event_values={
            value.outcome: LocalValue.in_pounds(value.capacity_pounds, value.cash_pounds, value.source)
            for value in place.event_values
        },
    )


def payers(place: Place) -> dict[tuple[str, str], str]:
    """Who pays for whom today: a council for the people of the local authority it is called after, others for all.

    A council is called after a local authority if its name is the authority's, with or without a word such as Council.
    """
    found: dict[tuple[str, str], str] = {}
    today = [each for each in place.organisations if place.current(each.code, on=place.as_at) == each.code]
    for each in today:
        if each.kind in ("commissioner", "fire"):
            found.setdefault((each.kind, ""), each.code)
    for authority in sorted(set(place.areas["local_authority"].to_pylist()) - {None}):
        for each in today:
            if each.kind == "council" and bare(each.name) == bare(authority):
                found["council", authority] = each.code
    return found


def bare(name: str) -> str:
    """A council's name without what kind of council it is.

    Examples
    --------
    >>> bare("Dorset Council"), bare("Bournemouth, Christchurch and Poole")
    ('dorset', 'bournemouth, christchurch and poole')
    """
    kinds = {"council", "borough", "county", "city", "district", "metropolitan"}
    return " ".join(word for word in name.lower().split() if word not in kinds)


def deliverers(place: Place) -> dict[tuple[str, str], str]:
    """The charity that gives an offer in a neighbourhood, where services.csv names an organisation of the place."""
    code_of = {each.name: each.code for each in place.organisations} | {
        code: code for code in place.organisation_by_code
    }
    found: dict[tuple[str, str], str] = {}
    for service in sorted(place.services.to_pylist(), key=lambda row: row["service"] or ""):
        if service["offer"] and service["organisation"] in code_of:
            found.setdefault((service["offer"], service["neighbourhood"] or ""), code_of[service["organisation"]])
    return found


def real_help(place: Place) -> pa.Table:
    """The services that deliver offers here: of the directory, and of services.csv what the directory has none for."""
    listed = services_in_words(place)
    if place.directory is None:
        return listed
    found = offer_services(place.directory, neighbourhoods_in(place))
    missing = offers_without_service(set(listed["offer"].to_pylist()) - {None}, found)
    rest = listed.filter(pc.is_in(listed["offer"], pa.array(missing, pa.string())))
    return pa.concat_tables([found, rest], promote_options="default")


def middles_of(place: Place) -> pa.Table:
    """One row per neighbourhood: the middle of its small areas."""
    areas = place.areas.filter(pc.is_valid(place.areas["neighbourhood"]))
    middles = areas.group_by("neighbourhood").aggregate([("latitude", "mean"), ("longitude", "mean")])
    return middles.rename_columns(["neighbourhood", "latitude", "longitude"])


def neighbourhoods_in(place: Place) -> dict[str, set[str]]:
    """By code or name of a neighbourhood or local authority, the neighbourhoods in it."""
    found: dict[str, set[str]] = {}
    for hood in place.neighbourhoods:
        for name in (hood.code, hood.name):
            found.setdefault(name, set()).add(hood.code)
    for area in place.areas.select(["local_authority", "neighbourhood"]).to_pylist():
        if area["local_authority"] and area["neighbourhood"]:
            found.setdefault(area["local_authority"], set()).add(area["neighbourhood"])
    return found


def services_in_words(place: Place) -> pa.Table:
    """The services of the place, with the names of organisations where services.csv has their codes."""
    names = {code: organisation.name for code, organisation in place.organisation_by_code.items()}
    called = [names.get(given, given) for given in place.services["organisation"].to_pylist()]
    at = place.services.column_names.index("organisation")
    return place.services.set_column(at, "organisation", pa.array(called, pa.string()))


def write(work: Work, prepared: Prepared, plan: PackagePlan, help_near: pa.Table) -> None:
    """Write the tables of the step, and the settings of the choice."""
    tables = {
        "package": plan.package,
        "package_item": plan.item,
        "package_effect": plan.effect,
        "package_service": help_near,
        "without_package": plan.without,
        "left_out": plan.left_out,
        "limit": plan.limit,
        "unmet": plan.unmet,
        "promise": plan.promise,
        "ledger": plan.ledger,
        "collision": plan.collision,
        "person": saved.person_table(prepared),
        "fit": saved.fit_table(prepared),
    }
    for name, table in tables.items():
        work.engine.register("written", table)
        work.engine.write(f"select * from written order by {ORDERS[name]}", work.into / f"{name}.parquet")
    write_text(work.into / SETTINGS, saved.settings_text(prepared.limits, prepared.parameters))
    decided = {"weighed": choices.model_dump()} if (choices := work.place.plans) else {}
    if own := prepared.limits.event_values:
        decided["event_values"] = {outcome: asdict(value) for outcome, value in own.items()}
    write_text(work.into / FIGURES, json.dumps(figures(plan, prepared) | decided, indent=1) + "\n")


def figures(plan: PackagePlan, prepared: Prepared) -> dict[str, Any]:
    """The plan in figures, for pages and comparisons."""
    names = ("people_at_risk", "worth_low", "worth_high", "objective", "bound")
    return outline_of(plan, prepared).figures() | {name: getattr(plan, name) for name in names}


def counts(plan: PackagePlan, help_near: pa.Table) -> dict[str, int | float | str]:
    """What the run's record says about the step."""
    avoided = plan.effect.group_by("outcome").aggregate([("avoided_mid", "sum")]).to_pylist()
    return {
        "people_at_risk": plan.people_at_risk,
        "without_package": plan.people_at_risk - plan.package.num_rows,
        "packages": plan.package.num_rows,
        "items": plan.item.num_rows,
        "cost_pence": sum(plan.package["cost_pence"].to_pylist()),
        **{f"avoided_{row['outcome']}": round(row["avoided_mid_sum"], 2) for row in avoided},
        "left_out": plan.left_out.num_rows,
        "rights_not_met": plan.rights_not_met,
        "limits_that_collide": plan.collision.num_rows,
        "worth": round(plan.worth, 3),
        "without_local_help": help_near["service"].null_count,
        "gap": round(plan.gap, 6),
        "solver": plan.solver,
    }
