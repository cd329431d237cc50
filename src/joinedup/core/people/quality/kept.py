"""How does a clerical sample travel from the run that drew it to the run that knows its labels?"""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.people.quality.sample import LABELLED, STRATUM, Sample

NUMBER = pa.field("sample", pa.int64())
ABOUT = (NUMBER, pa.field("drawn_on", pa.string()), pa.field("held_out", pa.int64()), pa.field("found", pa.int64()))
KEPT_DRAWN = pa.schema([NUMBER, *LABELLED])
KEPT_STRATUM = pa.schema([*ABOUT, *STRATUM])


def best(samples: Sequence[Sample]) -> Sample:
    """The sample an estimate rests on: that with most labels; of equals, the first."""
    return max(samples, key=lambda sample: sample.labelled)


def as_tables(samples: Sequence[Sample]) -> tuple[pa.Table, pa.Table]:
    """Samples as two tables: one row per pair drawn, and one row per stratum, each with the number of its sample."""
    drawn, stratum = [KEPT_DRAWN.empty_table()], [KEPT_STRATUM.empty_table()]
    for each in samples:
        about = {"sample": each.number, "drawn_on": each.drawn_on, "held_out": each.held_out, "found": each.found}
        rows = [about | row for row in each.stratum.to_pylist()]
        stratum.append(pa.Table.from_pylist(rows, schema=KEPT_STRATUM))
        rows = [{"sample": each.number} | row for row in each.drawn.to_pylist()]
        drawn.append(pa.Table.from_pylist(rows, schema=KEPT_DRAWN))
    return pa.concat_tables(drawn), pa.concat_tables(stratum)


def from_tables(drawn: pa.Table, stratum: pa.Table) -> list[Sample]:
    """The samples that `as_tables` put together, the newest first."""
    found = []
    for number in sorted(set(stratum["sample"].to_pylist()), reverse=True):
        strata = stratum.filter(pc.equal(stratum["sample"], number))
        about = strata.slice(0, 1).to_pylist()[0]
        pairs = drawn.filter(pc.equal(drawn["sample"], number)).select(LABELLED.names).cast(LABELLED)
        strata = strata.select(STRATUM.names).cast(STRATUM)
        found.append(Sample(strata, pairs, about["held_out"], about["found"], about["drawn_on"], number))
    return found
