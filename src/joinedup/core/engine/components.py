"""Which things do pairs join into one?

Whatever is joined is hung on the lowest it is joined to, chains are shortened to their ends, and again until no pair is
apart; the ends of a group at least halve each time. As `contraction` does it by SQL.
"""

import numpy as np
import pyarrow as pa


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
    root = np.arange(len(members))
    while ((one := root[left]) != (other := root[right])).any():
        np.minimum.at(root, np.maximum(one, other), np.minimum(one, other))
        while (root != (elder := root[root])).any():
            root = elder
    return pa.table({"member": members, "root": members[root]})
