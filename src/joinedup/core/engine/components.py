"""Which things do pairs join into one?"""

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def components(pairs: pa.Table) -> pa.Table:
    """The group of everything that some pair joins, named by its lowest member.

    Parameters
    ----------
    pairs : one row per pair of things joined, in two columns of whole numbers.

    Returns
    -------
    One row per thing in any pair: member, root.

    Examples
    --------
    >>> components(pa.table({"l": [30, 10], "r": [10, 40]})).to_pydict()
    {'member': [10, 30, 40], 'root': [10, 10, 10]}
    """
    ends = np.concatenate([side.to_numpy().astype(np.int64) for side in pairs.columns])
    members, place = np.unique(ends, return_inverse=True)
    left, right = place[: pairs.num_rows], place[pairs.num_rows :]
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(len(members), len(members)))
    count, group = connected_components(graph, directed=False)
    lowest = np.full(count, len(members), dtype=np.int64)
    np.minimum.at(lowest, group, np.arange(len(members)))
    return pa.table({"member": members, "root": members[lowest[group]]})
