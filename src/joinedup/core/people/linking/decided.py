"""What have people decided about these records, and how is a group divided that holds two people?"""

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.linking.clusters import agglomerate
from joinedup.core.people.statements import run, text

PAIR = pa.schema([(f"{side}_{name}", pa.string()) for side in ("left", "right") for name in ("source", "record_id")])
NUMBERS = pa.schema([("left_number", pa.string()), ("right_number", pa.string())])


def register(engine: Engine, must_link: pa.Table | None, cannot_link: pa.Table | None) -> None:
    """Let the linking know what was decided; records that are kept apart are judged one by one.

    Parameters
    ----------
    must_link : one row per pair of records that are one person: left_source, left_record_id, right_source,
        right_record_id; the rows that come first win where they cannot all hold.
    cannot_link : one row per pair of records that are two people, with the same columns; or per pair of NHS numbers
        (left_number, right_number; see `with_numbers`), the records under one apart from those under the other.
    """
    must, cannot = (
        PAIR.empty_table() if pairs is None else pairs.select(PAIR.names).cast(PAIR)
        for pairs in (must_link, cannot_link)
    )
    numbers = NUMBERS.empty_table()
    if cannot_link is not None and NUMBERS.names[0] in cannot_link.column_names:
        numbers = cannot_link.select(NUMBERS.names).drop_null()
    engine.register("linkage_must_link", must.append_column("place", pa.array(range(must.num_rows), pa.int64())))
    engine.register("linkage_cannot_link", cannot.drop_null())
    engine.register("linkage_changed_number", numbers)
    run(engine, "linking/singled_out")


def with_numbers(cannot_link: pa.Table, numbers: pa.Table) -> pa.Table:
    """Pairs of records to keep apart, and below them pairs of NHS numbers: left_number, right_number."""
    return pa.concat_tables([cannot_link, numbers.select(NUMBERS.names)], promote_options="default")


def hold_apart(engine: Engine, name: str, links: str) -> None:
    """Divide the groups of `linkage.<name>` that hold a pair decided to be two people, along their weakest links.

    Parameters
    ----------
    name : of a table with one row per face and the unit it belongs to.
    links : a query of the pairs of faces (face_l, face_r) that made the units.
    """
    torn = engine.table(
        f"select face, unit from linkage.{name} where unit in (select l.unit from linkage.cannot_link"
        f" join linkage.{name} l on l.face = face_l join linkage.{name} r on r.face = face_r where l.unit = r.unit)"
    )
    if not torn.num_rows:
        return
    engine.register("linkage_divided", torn)
    engine.execute(f"create or replace temp view linkage_link as {links}")
    apart = engine.table("select face_l, face_r from linkage.cannot_link semi join linkage_divided on face = face_l")
    faces = torn["face"].to_pylist()
    kept = agglomerate(
        _rows(engine.table(text("linking/divided_links"))),
        faces=dict.fromkeys(faces, 1),
        trusted=set(),
        apart=[pair for pair in _rows(apart) if set(pair) <= set(faces)],
        most_faces=len(faces),
    )
    engine.register("linkage_redrawn", pa.table({"face": faces, "unit": _lowest(faces, kept)}))
    engine.execute(
        f"create or replace table linkage.{name} as"
        f" select old.* exclude (unit), coalesce(redrawn.unit, old.unit) as unit from linkage.{name} old"
        " left join linkage_redrawn redrawn on redrawn.face = old.face"
    )
    for each in ("divided", "redrawn"):
        engine.forget(f"linkage_{each}")
    engine.execute("drop view linkage_link")


def _lowest(faces: list[int], pairs: list[tuple[int, int]]) -> list[int]:
    """The lowest face each face is joined to by the pairs."""
    lowest = {face: face for face in faces}

    def root(face: int) -> int:
        while lowest[face] != face:
            lowest[face] = face = lowest[lowest[face]]
        return face

    for left, right in pairs:
        one, other = sorted((root(left), root(right)))
        lowest[other] = one
    return [root(face) for face in faces]


def _rows(table: pa.Table) -> list[tuple[int, int]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
