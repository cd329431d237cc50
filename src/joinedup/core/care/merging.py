"""When two people change a plan at once, how does nothing go that the other one changed, or put something under?"""

from collections.abc import Callable, Mapping

from joinedup.core.merging import Clash, Merged, Value
from joinedup.core.merging import merge as merge_by_key


def no_parent(_: object) -> str:
    """For content whose items stand under nothing."""
    return ""


def merge(
    base: Mapping[str, Value],
    standing: Mapping[str, Value],
    mine: Mapping[str, Value],
    *,
    parent_of: Callable[[Value], str] = no_parent,
) -> Merged[Value]:
    """What stands, with what I changed since `base`, item by item.

    Parameters
    ----------
    parent_of : the id of the item one stands under; an item whose child somebody else added or changed stays.

    Examples
    --------
    >>> merge({"a": 1}, {}, {"a": 2})
    Merged(content={'a': 2}, clashes=(Clash(key='a', base=1, standing=None, mine=2),))
    """
    found = merge_by_key(base, standing, mine)
    removed = {clash.key: clash.mine for clash in found.clashes if clash.standing is None and clash.mine is not None}
    return with_parents(Merged({**found.content, **removed}, found.clashes), base, standing, mine, parent_of=parent_of)


def with_parents(
    found: Merged[Value],
    base: Mapping[str, Value],
    standing: Mapping[str, Value],
    mine: Mapping[str, Value],
    *,
    parent_of: Callable[[Value], str],
) -> Merged[Value]:
    """The same with every item that another still stands under; that it was to go is a clash."""
    content, clashes = dict(found.content), list(found.clashes)
    waiting = list(content.values())
    while waiting:
        parent = parent_of(waiting.pop())
        if not parent or parent in content:
            continue
        back = next((side[parent] for side in (standing, mine, base) if parent in side), None)
        if back is None:
            continue
        content[parent] = back
        waiting.append(back)
        if all(clash.key != parent for clash in clashes):
            clashes.append(Clash(parent, base.get(parent), standing.get(parent), mine.get(parent)))
    return Merged(content, tuple(clashes))
