"""How do the doubtful joins of a run get into the pages, and keep what people decided about them before?"""

import json
from pathlib import Path

import pyarrow as pa
from django.db.models import Model

from joinedup.core.engine import Engine
from joinedup.web.people.models import Person
from joinedup.web.review import pairing, standing
from joinedup.web.review.models import KEY, Decision, QualityReport, Record, ReviewPair

ROWS_AT_ONCE = 5000
PAIR_COLUMNS = {
    **dict.fromkeys(("pair_id", *KEY, "left_person_id", "right_person_id", "why", "stratum"), pa.string()),
    **dict.fromkeys(("weight", "probability", "priority"), pa.float64()),
    **dict.fromkeys(("is_linked", "needs_two"), pa.bool_()),
    "stratum_pairs": pa.int64(),
    "neighbourhood": pa.string(),
    "organisations": pa.list_(pa.string()),
}
# What stands in for a table that a run may not have.
STANDS_IN = {
    "link/person_record": {
        **dict.fromkeys(("source", "record_id", "person_id", "how"), pa.string()),
        "weight": pa.float64(),
    },
    "link/review_pair": PAIR_COLUMNS,
    "link/review_evidence": {
        **dict.fromkeys(("pair_id", "comparison", "label"), pa.string()),
        "weight": pa.float64(),
    },
}
REGISTER_COLUMNS = {
    **dict.fromkeys(
        ("source", "record_id", "organisation", "nhs_number", "given_name", "family_name", "sex", "address",
         "postcode", "gp_practice"),
        pa.string(),
    ),
    **dict.fromkeys(("birth_date", "death_date", "updated_on"), pa.date32()),
    "is_sensitive": pa.bool_(),
}  # fmt: skip
INTO: tuple[tuple[str, type[Model]], ...] = (("record", Record), ("review_pair", ReviewPair))
ALONE: list[type[Model]] = [QualityReport]  # replaced with the run as well, and filled from no table


def register(engine: Engine, run_dir: Path) -> None:
    """Make the register rows of the run readable as `register_row`, whether it kept them or not."""
    path = run_dir / "check" / "register.parquet"
    none = pa.table({column: pa.array([], kind) for column, kind in REGISTER_COLUMNS.items()})
    engine.register("register_row", path if path.is_file() else none)


def restore(run_dir: Path) -> int:
    """Give pairs the state that people's decisions have brought them to; returns the decisions kept."""
    path = run_dir / "link" / "quality.json"
    if path.is_file():
        QualityReport.objects.create(report=json.loads(path.read_text(encoding="utf-8")))
    made: dict[str, list[Decision]] = {}
    for decision in Decision.objects.order_by("pair_id", "version"):
        made.setdefault(decision.pair_id, []).append(decision)
    raise_again(made)
    decided = list(ReviewPair.objects.filter(pair_id__in=list(made)))
    for pair in decided:
        pair.needs_two = pair.needs_two or is_reported(made[pair.pair_id])
        pair.state = standing.state(made[pair.pair_id], needs_two=pair.needs_two)
    ReviewPair.objects.bulk_update(decided, ["state", "needs_two"], batch_size=ROWS_AT_ONCE)
    return sum(map(len, made.values()))


def is_reported(made: list[Decision]) -> bool:
    """Whether a report that these are two people stands."""
    return any(one.purpose == Decision.Purpose.UNLINK for one in standing.standing(made))


def raise_again(made: dict[str, list[Decision]]) -> None:
    """Pairs that somebody reported, and that the run still joins: it has no reason to doubt them, but people have."""
    reported = {pair_id: found[0] for pair_id, found in made.items() if is_reported(found)}
    known = set(ReviewPair.objects.filter(pair_id__in=list(reported)).values_list("pair_id", flat=True))
    again = [pair_again(one) for pair_id, one in reported.items() if pair_id not in known]
    ReviewPair.objects.bulk_create([pair for pair in again if pair], batch_size=ROWS_AT_ONCE)


def pair_again(decision: Decision) -> ReviewPair | None:
    """The pair a report was about, if its two records are still one person's."""
    left, right = (
        Record.objects.filter(
            source=getattr(decision, f"{side}_source"), record_id=getattr(decision, f"{side}_record_id")
        ).first()
        for side in ("left", "right")
    )
    if left is None or right is None or left.person_id != right.person_id:
        return None
    person = Person.objects.filter(person_id=left.person_id).first()
    return pairing.reported(left, right, person) if person else None
