"""Which real help near the person goes with their package?"""

from collections.abc import Mapping

import pyarrow as pa

from joinedup.core.engine import Engine

MOST_SERVICES = 3
NONE_LOCAL = "No voluntary-sector help is listed for this neighbourhood"
SERVICE_COLUMNS = ("service", "name", "organisation", "offer", "neighbourhood", "telephone")
POINT = pa.struct([("latitude", pa.float64()), ("longitude", pa.float64())])
RULE_COLUMNS = {
    "minimum_age": pa.float64(),
    "maximum_age": pa.float64(),
    "is_for_carers_only": pa.bool_(),
    "points": pa.list_(POINT),
}
MIDDLES = pa.schema([("neighbourhood", pa.string()), ("latitude", pa.float64()), ("longitude", pa.float64())])
WHO = pa.schema([("person_id", pa.string()), ("age", pa.float64()), ("is_unpaid_carer", pa.float64())])

QUESTION = """
with possible as (
    select package.person_id, service.* exclude (minimum_age, maximum_age, is_for_carers_only, points),
        item.offer is not null as is_in_package,
        service.neighbourhood is not null as is_local,
        -- squared, in degrees of latitude: only which is nearer counts; what has no venue comes to people
        coalesce(list_min(list_transform(service.points, lambda point: pow(point.latitude - middle.latitude, 2)
            + pow((point.longitude - middle.longitude) * cos(radians(middle.latitude)), 2))), 0) as apart
    from plan_package as package
    join plan_service as service
        on service.neighbourhood = package.neighbourhood or service.neighbourhood is null
    left join plan_item as item on item.person_id = package.person_id and item.offer = service.offer
    left join plan_middle as middle on middle.neighbourhood = package.neighbourhood
    left join plan_who as who on who.person_id = package.person_id
    -- as core/directory/eligibility.py has it: what is not known rules nobody out
    where coalesce(who.age >= service.minimum_age, true)
        and coalesce(who.age < service.maximum_age + 1, true)
        and (not coalesce(service.is_for_carers_only, false) or coalesce(who.is_unpaid_carer = 1, true))
),
turns as (
    select *, row_number() over (partition by person_id, offer order by is_local desc, apart, service) as turn
    from possible
),
ranked as (
    select *, row_number() over (
        partition by person_id
        order by is_in_package desc, turn, is_local desc, offer = 'social_prescribing' desc, apart, offer, service
    ) as position
    from turns
)
select package.person_id, ranked.service, coalesce(ranked.name, $none_local) as name, ranked.organisation,
    ranked.telephone, ranked.offer
from plan_package as package
left join ranked on ranked.person_id = package.person_id
    and (ranked.position = 1 or (ranked.is_in_package and ranked.position <= $most))
order by package.person_id, ranked.position"""


def local_help(
    package: pa.Table,
    item: pa.Table,
    services: pa.Table,
    engine: Engine,
    *,
    who: pa.Table | None = None,
    middles: pa.Table | None = None,
) -> pa.Table:
    """Up to three services for each package, at least one wherever one is listed.

    Services that deliver an offer of the package come first, one for each offer before a second for any; of one offer
    those of the person's own neighbourhood before those of the whole place, and the nearer first. Where none delivers
    an offer of the package, one of the neighbourhood is named, a link worker's first.

    Parameters
    ----------
    package, item : one row per package, and per offer in it.
    services : one row per service; a service without a neighbourhood is there for the whole place. May say whom it is
        for, as `real_services.offer_services` does.
    who : one row per person, with age and is_unpaid_carer; without it, nothing is known of anybody.
    middles : one row per neighbourhood, with latitude and longitude of its middle; without it, nothing is near or far.

    Returns
    -------
    one row per person and service: person_id, service, name, organisation, telephone, offer. A person for whom nothing
    is listed has one row that says so, without a service.
    """
    engine.register("plan_package", package)
    engine.register("plan_item", item)
    engine.register("plan_service", with_columns(services, RULE_COLUMNS).select([*SERVICE_COLUMNS, *RULE_COLUMNS]))
    engine.register("plan_middle", MIDDLES.empty_table() if middles is None else middles.select(MIDDLES.names))
    engine.register("plan_who", WHO.empty_table() if who is None else who.select(WHO.names))
    return engine.table(QUESTION, none_local=NONE_LOCAL, most=MOST_SERVICES)


def with_columns(table: pa.Table, columns: Mapping[str, pa.DataType]) -> pa.Table:
    """A table with these columns; those it lacks are empty."""
    for name, kind in columns.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(table.num_rows, kind))
    return table
