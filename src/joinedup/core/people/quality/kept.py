"""How does a clerical sample travel from the run that drew it to the run that knows its labels?"""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.people.quality.sample import LABELLED, STRATUM, Sample

ABOUT = (("drawn_on", pa.string()), ("held_out", pa.int64()), ("found", pa.int64()))
KEPT_DRAWN = pa.schema([pa.field("drawn_on", pa.string()), *LABELLED])
KEPT_STRATUM = pa.schema([*(pa.field(name, kind) for name, kind in ABOUT), *STRATUM])


def best(samples: Sequence[Sample]) -> Sample:
    """The sample an estimate rests on: that with most labels; of equals, the first."""
    return max(samples, key=lambda sample: sample.labelled)


def as_tables(samples: Sequence[Sample]) -> tuple[pa.Table, pa.Table]:
    """Samples as two tables: one row per pair drawn, and one row per stratum, each with the day of its sample."""
    drawn, stratum = [KEPT_DRAWN.empty_table()], [KEPT_STRATUM.empty_table()]
    for each in samples:
        day = pa.array([each.drawn_on] * each.drawn.num_rows, pa.string())
        drawn.append(each.drawn.add_column(0, "drawn_on", day).cast(KEPT_DRAWN))
        rows = [
            {"drawn_on": each.drawn_on, "held_out": each.held_out, "found": each.found, **row}
            for row in each.stratum.to_pylist()
        ]
        stratum.append(pa.Table.from_pylist(rows, schema=KEPT_STRATUM))
    return pa.concat_tables(drawn), pa.concat_tables(stratum)


def from_tables(drawn: pa.Table, stratum: pa.Table) -> list[Sample]:
    """The samples that `as_tables` put together, the newest first."""
    found = []
    for day in sorted(set(stratum["drawn_on"].to_pylist()), reverse=True):
        strata = stratum.filter(pc.equal(stratum["drawn_on"], day))
        about = strata.slice(0, 1).to_pylist()[0]
        pairs = drawn.filter(pc.equal(drawn["drawn_on"], day)).select(LABELLED.names).cast(LABELLED)
        found.append(Sample(strata.select(STRATUM.names).cast(STRATUM), pairs, about["held_out"], about["found"], day))
    return found
