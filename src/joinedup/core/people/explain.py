"""Why are two records one person, or what would join them?

The circles of the two are judged once more, with the model and the counts of the index, and nothing is kept. So what is
said is what decided, for any two records: the links between them if they are one person, how alike they are in each
comparison, and what holds them apart.
"""

from collections import deque
from dataclasses import dataclass

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.people.identity import decisions as decided
from joinedup.core.people.identity import keeping
from joinedup.core.people.identity.decisions import Record
from joinedup.core.people.identity.index import PersonIndex
from joinedup.core.people.increment import ready
from joinedup.core.people.linking import first_pass, scoring, second_pass
from joinedup.core.people.linking.decided import with_numbers
from joinedup.core.people.linking.model_json import prior_weight
from joinedup.core.people.statements import run, text

BY = {
    "nhs_number": "share an NHS number, and names and dates of birth agree",
    "demographics": "have one full name, date of birth and postcode, and no two NHS numbers",
    "decision": "somebody decided that they are one person",
    "splink": "are alike enough",
}


class NoSuchRecord(CannotProceed):
    """The index does not know a record."""


@dataclass(frozen=True)
class Link:
    """One link on the way from one record to the other: by what, with which weight (bits), since which run."""

    left: Record
    right: Record
    how: str
    weight: float | None
    since: int


@dataclass(frozen=True)
class Level:
    """How alike the two records are in one comparison: in words, and the weight (bits) that has."""

    comparison: str
    words: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """Why two records are, or are not, one person.

    Parameters
    ----------
    left, right : the records.
    are_one : whether they are one person now.
    links : if they are, the fewest links that lead from one to the other.
    prior : log2 odds that two records compared at random are one person.
    levels : how alike the two are in each comparison; prior and weights sum to the weight of the pair.
    least_weight : the weight from which likeness alone joins.
    held_apart : what keeps them apart, in words; why somebody decided so is never said.
    """

    left: Record
    right: Record
    are_one: bool
    links: tuple[Link, ...]
    prior: float
    levels: tuple[Level, ...]
    least_weight: float
    held_apart: tuple[str, ...]

    @property
    def weight(self) -> float:
        """Weight of the pair in bits: log2 odds that they are one person, by likeness alone."""
        return self.prior + sum(level.weight for level in self.levels)

    @property
    def shortfall(self) -> float:
        """Bits of evidence that are missing before likeness alone would join them; 0 if none."""
        return max(0.0, self.least_weight - self.weight)


def explain(
    left: Record,
    right: Record,
    *,
    engine: Engine,
    index: PersonIndex,
) -> Explanation:
    """Why two records of the index are one person, or what would join them.

    Parameters
    ----------
    left, right : source and record_id of each.
    engine : where the SQL runs.
    index : of an earlier run.

    Raises
    ------
    NoSuchRecord
        The index has no such record now.
    """
    model, known, parameters = ready(index)
    decisions = index.decisions()
    standing = decided.standing(decisions)
    try:
        _read_circles(engine, left, right)
        must, cannot = decided.as_table(standing.must_link), decided.as_table(standing.cannot_link)
        cannot = index.with_stand_ins(cannot, "linkage_there")
        cannot = with_numbers(cannot, index.changed_numbers(decisions))
        first_pass.join(engine, "linkage_scope_row", parameters, must_link=must, cannot_link=cannot, known=known)
        second_pass.join(engine, model, seed=0, parameters=parameters, known=known)
        tells = second_pass.what_tells(model, parameters)
        _describe_pair(engine, left, right, closed=second_pass.NO_REGISTERS)
        levels = scoring.levels(engine, model, pairs="linkage_asked", described="linkage.described")
        [between] = engine.table(
            text("identity/store/between"), **_keys(left, right), **tells, least_weight=parameters.least_weight
        ).to_pylist()
    finally:
        first_pass.forget(engine)
        keeping.forget(engine)
    links = _links(engine, left, right)
    return Explanation(
        left=left,
        right=right,
        are_one=left == right or bool(links),
        links=links,
        prior=prior_weight(model),
        levels=tuple(Level(row["comparison"], row["level"], row["weight"]) for row in levels.to_pylist()),
        least_weight=parameters.least_weight,
        held_apart=() if links else tuple(words for name, words in APART.items() if between[name]),
    )


APART = {
    "is_decided": "a decision keeps them apart",
    "has_two_numbers": "each has a confirmed NHS number of its own",
    "is_once": "a register that lists people once lists both",
    "is_vetoed": "names, dates of birth or sex differ as those of relatives do",
    "is_contested": "another match of one of them is as good",
    "is_kept": "one of them is joined to somebody who cannot be the other",
}


def _keys(left: Record, right: Record) -> dict[str, str]:
    names = ("left_source", "left_record_id", "right_source", "right_record_id")
    return dict(zip(names, (*left, *right), strict=True))


def _read_circles(engine: Engine, left: Record, right: Record) -> None:
    for source, record_id in (left, right):
        known = engine.value(
            "select count(*) from people.record where source = $source and record_id = $record_id",
            source=source, record_id=record_id,
        )  # fmt: skip
        if not known:
            raise NoSuchRecord(f"There is no record {source}:{record_id} in the index", expected="SOURCE:RECORD")
    run(engine, "macros")
    keeping.read_rows(engine, NOBODY)
    engine.register("linkage_gone", NOBODY)
    run(engine, "identity/store/changed")
    run(engine, "identity/store/around", **_keys(left, right))
    run(engine, "identity/store/scope_rows")
    engine.execute(
        "create or replace temp view linkage_stale_face as"
        " select face from people.face where circle in (select circle from linkage_stale)"
    )


def _describe_pair(engine: Engine, left: Record, right: Record, *, closed: int) -> None:
    """Write `linkage_asked`, the pair of faces of the two records, and describe them."""
    run(engine, "linking/homes", closed=closed)
    run(engine, "identity/store/asked", **_keys(left, right))
    engine.execute(
        "create or replace view linkage_wanted as select * from linkage.everybody"
        " where unique_id in (select face_l from linkage_asked union select face_r from linkage_asked)"
    )
    run(engine, "linking/described")


def _links(engine: Engine, left: Record, right: Record) -> tuple[Link, ...]:
    """The fewest links that lead from one record to the other, by breadth."""
    rows = engine.table(text("identity/store/links_around"), **_keys(left, right)).to_pylist()
    ends = [
        ((row["left_source"], row["left_record_id"]), (row["right_source"], row["right_record_id"])) for row in rows
    ]
    found = [Link(*pair, row["how"], row["weight"], row["since"]) for pair, row in zip(ends, rows, strict=True)]
    came_by: dict[Record, Link] = {}
    waiting, seen = deque([left]), {left}
    while waiting and right not in seen:
        here = waiting.popleft()
        for link in found:
            if here in (link.left, link.right):
                there = link.right if here == link.left else link.left
                if there not in seen:
                    seen.add(there)
                    came_by[there] = link
                    waiting.append(there)
    return _way(came_by, left, right)


def _way(came_by: dict[Record, Link], left: Record, right: Record) -> tuple[Link, ...]:
    way: list[Link] = []
    here = right
    while here != left and here in came_by:
        link = came_by[here]
        way.append(link)
        here = link.left if here == link.right else link.right
    return tuple(reversed(way)) if here == left else ()


NOBODY = pa.table({"source": pa.array([], pa.string()), "record_id": pa.array([], pa.string())})
