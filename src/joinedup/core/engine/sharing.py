"""Which members share a key? Pairs are made along sorted keys, one kind of key at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint64]
KEYED = ("member", "unit", "bits", "asks", "keys")


@dataclass(frozen=True)
class Limits:
    """Members up to which the sharers of a key are paired: of an even key, and of an odd one."""

    even: int
    odd: int


@dataclass(frozen=True)
class Blocks:
    """Of the groups of two or more that share an even key: members of the largest, and how many were too large."""

    largest: int = 0
    too_large: int = 0

    def with_sizes(self, sizes: Integers, limit: int) -> "Blocks":
        """These and more groups, of some sizes."""
        return Blocks(max(self.largest, int(sizes.max(initial=0))), self.too_large + int((sizes > limit).sum()))


def sharing(keyed: Sequence[pa.Table], limits: Limits, unseen: pa.Table | None = None) -> tuple[pa.Table, Blocks]:
    """The pairs of members that share a key, each once.

    Parameters
    ----------
    keyed : tables of keys (whole numbers from 0) with the columns `KEYED`; the first has one row for each member there
        is, the others as many as they like. All rows of a table have the same number of keys, some of them missing; a
        key in one place of one table is in no other. Of a pair at least one asks, and the two have in common neither
        their unit nor any bit of `bits`.
    limits : groups with more members are left out; groups in which nobody asks count for nothing.
    unseen : key, members: how many members more a group has than are in `keyed`.

    Returns
    -------
    (pairs, blocks)
        One row per pair, l < r; and the sizes of the groups.

    Examples
    --------
    >>> keys = pa.array([[2, 4], [2, None], [6, 4]], pa.list_(pa.uint64()))
    >>> numbers = {name: pa.array([1, 2, 4]) for name in ("member", "unit", "bits")}
    >>> pairs, blocks = sharing([pa.table({**numbers, "asks": [True] * 3, "keys": keys})], Limits(even=2, odd=2))
    >>> pairs.to_pydict(), blocks.largest
    ({'l': [1, 1], 'r': [2, 4]}, 2)
    """
    members, blocks, codes = _numbers(keyed[0], "member"), Blocks(), [np.empty(0, np.int64)]
    for table in keyed:
        place = np.arange(len(members)) if table is keyed[0] else _places(members, _numbers(table, "member"))
        rows = _Rows(*(_numbers(table, name) for name in ("unit", "bits", "asks")))
        for groups in map(rows.asking, _kinds(table["keys"])):
            size = groups.sizes + _unseen(groups.keys, unseen)
            blocks = blocks.with_sizes(size[groups.is_even], limits.even)
            bearable = groups.where(size <= np.where(groups.is_even, limits.even, limits.odd))
            for left, right in rows.met(bearable):
                one, other = place[left], place[right]
                codes.append(np.minimum(one, other) * len(members) + np.maximum(one, other))
    one, other = np.divmod(_once(np.concatenate(codes)), max(1, len(members)))
    one, other = members[one], members[other]
    return pa.table({"l": np.minimum(one, other), "r": np.maximum(one, other)}), blocks


@dataclass(frozen=True)
class _Rows:
    """What decides which rows of a table may be paired."""

    unit: Integers
    bits: Integers
    asks: Booleans

    def asking(self, groups: "_Groups") -> "_Groups":
        """The groups in which somebody asks."""
        return groups.where(np.logical_or.reduceat(self.asks[groups.rows], groups.starts))

    def met(self, groups: "_Groups") -> Iterator[tuple[Integers, Integers]]:
        """The pairs of rows of one group that may be paired."""
        is_mixed = np.bitwise_and.reduceat(self.bits[groups.rows], groups.starts) == 0
        for left, right in groups.where(is_mixed).pairs():
            is_met = (self.unit[left] != self.unit[right]) & (self.asks[left] | self.asks[right])
            is_met &= self.bits[left] & self.bits[right] == 0
            yield left[is_met], right[is_met]


@dataclass(frozen=True)
class _Groups:
    """Rows that share a key, group after group."""

    rows: Integers
    sizes: Integers
    keys: Keys

    @property
    def is_even(self) -> Booleans:
        is_even: Booleans = self.keys % 2 == 0
        return is_even

    @property
    def starts(self) -> Integers:
        return np.cumsum(self.sizes) - self.sizes

    def where(self, is_kept: Any) -> "_Groups":
        return _Groups(self.rows[np.repeat(is_kept, self.sizes)], self.sizes[is_kept], self.keys[is_kept])

    def pairs(self) -> Iterator[tuple[Integers, Integers]]:
        """The pairs of rows within groups: of neighbours, then of those two apart, and so on."""
        ends = np.repeat(np.cumsum(self.sizes), self.sizes)
        at, step = np.arange(len(self.rows)), 1
        while len(at := at[at + step < ends[at]]):
            yield self.rows[at], self.rows[at + step]
            step += 1


def _kinds(lists: pa.ChunkedArray) -> Iterator[_Groups]:
    """For each place in the lists the groups of two or more that share the key there."""
    flat = pa.concat_arrays([chunk.flatten().cast(pa.uint64()) for chunk in lists.chunks or [lists.combine_chunks()]])
    shape = (len(lists), len(flat) // max(1, len(lists)))
    keys = np.frombuffer(flat.buffers()[1] or b"", np.uint64, len(flat), flat.offset * 8).reshape(shape)
    is_there = flat.is_valid().to_numpy(zero_copy_only=False).reshape(shape)
    for column, is_known in zip(np.ascontiguousarray(keys.T), np.ascontiguousarray(is_there.T), strict=True):
        rows = np.flatnonzero(is_known)
        key = column[rows]
        order = np.argsort(key)
        key = key[order]
        first = np.flatnonzero(_is_new(key))
        every = _Groups(rows[order], np.diff(first, append=len(key)), key[first])
        if (several := every.where(every.sizes > 1)).rows.size:
            yield several


def _is_new(ordered: Any) -> Any:
    return np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]


def _once(codes: Integers) -> Integers:
    codes = np.sort(codes)
    once: Integers = codes[_is_new(codes)]
    return once


def _places(members: Integers, asked: Integers) -> Integers:
    order = np.argsort(members)
    return order[np.searchsorted(members, asked, sorter=order)]


def _numbers(table: pa.Table, name: str) -> Any:
    return table[name].cast(pa.bool_() if name == "asks" else pa.int64()).to_numpy()


def _unseen(keys: Keys, unseen: pa.Table | None) -> Integers:
    if unseen is None or not unseen.num_rows:
        return np.zeros(len(keys), np.int64)
    known = unseen["key"].to_numpy()
    order = np.argsort(known)
    place = np.minimum(np.searchsorted(known, keys, sorter=order), len(known) - 1)
    return np.where(known[order][place] == keys, unseen["members"].to_numpy()[order][place], 0)
