"""Which voluntary-sector help near the person goes with their package?"""

import pyarrow as pa

from joinedup.core.engine import Engine

MOST_SERVICES = 3
NONE_LOCAL = "No voluntary-sector help is listed for this neighbourhood"
SERVICE_COLUMNS = ("service", "name", "organisation", "offer", "neighbourhood", "telephone")

QUESTION = """
with possible as (
    select package.person_id, service.*, item.offer is not null as is_in_package,
        service.neighbourhood is not null as is_local
    from plan_package as package
    join plan_service as service
        on service.neighbourhood = package.neighbourhood or service.neighbourhood is null
    left join plan_item as item on item.person_id = package.person_id and item.offer = service.offer
),
ranked as (
    select *, row_number() over (
        partition by person_id
        order by is_in_package desc, is_local desc, offer = 'social_prescribing' desc, offer, service) as position
    from possible
)
select package.person_id, ranked.service, coalesce(ranked.name, $none_local) as name, ranked.organisation,
    ranked.telephone, ranked.offer
from plan_package as package
left join ranked on ranked.person_id = package.person_id
    and (ranked.position = 1 or (ranked.is_in_package and ranked.position <= $most))
order by package.person_id, ranked.position"""


def local_help(package: pa.Table, item: pa.Table, services: pa.Table, engine: Engine) -> pa.Table:
    """Up to three services for each package, at least one wherever one is listed.

    Services that deliver an offer of the package come first, those of the person's own neighbourhood before those of
    the whole place; where none delivers an offer of the package, one of the neighbourhood is named, a
    link worker's first.

    Parameters
    ----------
    package, item : one row per package, and per offer in it.
    services : one row per service; a service without a neighbourhood is there for the whole place.

    Returns
    -------
    one row per person and service: person_id, service, name, organisation, telephone, offer. A person for whom nothing
    is listed has one row that says so, without a service.
    """
    engine.register("plan_package", package)
    engine.register("plan_item", item)
    engine.register("plan_service", services.select(SERVICE_COLUMNS))
    return engine.table(QUESTION, none_local=NONE_LOCAL, most=MOST_SERVICES)
