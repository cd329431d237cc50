"""Which carers do councils and the carers' charity know?"""

import numpy as np
import pyarrow as pa

from joinedup.county.chance import Ints, Rng, happens, stream
from joinedup.county.days import NEVER, dates
from joinedup.county.events import Events, coded, in_order_of_day
from joinedup.county.lives import Lives
from joinedup.county.population import People
from joinedup.county.template import Template, figures
from joinedup.county.unpaid_care import HOURS, Caring


def carers_known(
    made: People, lives: Lives, caring: Caring, charity: str, councils: list[str], template: Template, seed: int
) -> list[Events]:
    """Pairs of carer and person cared for, as councils and the carers' charity know them."""
    rng, facts = stream(seed, "carers known"), figures("care")["unpaid_care"]
    tables = []
    authority = template.authority_of_area[made.area[caring.cared_for]]
    for number, source in enumerate([*councils, charity]):
        shares = facts["known_to_charity_per_cent" if source == charity else "known_to_council_per_cent"]
        known = happens(rng, np.array([shares[band] for band in HOURS])[caring.hours], len(caring.hours))
        if source != charity:
            known &= authority == number
        pair = np.flatnonzero(known & (made.age[caring.carer] > 10))
        tables.append(carer_rows(made, lives, caring, pair, source, template, rng))
    return tables


def carer_rows(
    made: People, lives: Lives, caring: Caring, pair: Ints, source: str, template: Template, rng: Rng
) -> Events:
    """One agency's pairs; caring ends with a death or a move to a care home."""
    on = np.minimum(caring.starts_on[pair] + rng.integers(0, 400, len(pair)), template.as_at - 10)
    ended = np.minimum.reduce(
        [
            made.death_on[caring.carer[pair]],
            made.death_on[caring.cared_for[pair]],
            lives.home_on[caring.cared_for[pair]],
        ]
    )
    kept = ended > on
    pair, on, ended = pair[kept], on[kept], ended[kept]
    order = in_order_of_day(caring.carer[pair], on)
    pair, on, ended = pair[order], on[order], ended[order]
    assessed = np.where(happens(rng, 40, len(pair)), on + rng.integers(20, 700, len(pair)), NEVER)
    assessed = np.where(assessed < np.minimum(template.as_at, ended), assessed, NEVER)
    columns = {
        "starts_on": dates(on),
        "ends_on": dates(np.where(ended < template.as_at, ended, NEVER)),
        "hours_per_week": coded((*HOURS, "unknown"), np.where(happens(rng, 8, len(pair)), 3, caring.hours[pair])),
        "is_co_resident": pa.array(caring.lives_with[pair]),
        "assessed_on": dates(assessed),
    }
    return Events("unpaid_carer", source, caring.carer[pair], columns, cared_for=caring.cared_for[pair])
