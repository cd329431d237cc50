"""When two people turn out to be one, how do decisions made under the old id find the person?"""

from joinedup.core.engine import Engine
from joinedup.web.people.models import FormerId

ROWS_AT_ONCE = 5000


def load(engine: Engine) -> int:
    """Add the ids this run merged to those of earlier runs; returns how many it merged.

    An id that was split in two stays where it is: which half a decision belongs to is for a person to say.
    """
    merged = {
        row["person_id"]: row["became"]
        for row in engine.table("select person_id, became from lineage where how = 'merged'").to_pylist()
    }
    earlier = dict(FormerId.objects.values_list("former_id", "person_id"))
    became = {former: end_of(person, merged) for former, person in {**earlier, **merged}.items()}
    FormerId.objects.all().delete()
    rows = (FormerId(former_id=old, person_id=new) for old, new in became.items() if old != new)
    FormerId.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    return len(merged)


def end_of(person_id: str, merged: dict[str, str]) -> str:
    """The id at the end of a chain of merges.

    >>> end_of("a", {"a": "b", "b": "c"})
    'c'
    """
    seen = set()
    while person_id in merged and person_id not in seen:
        seen.add(person_id)
        person_id = merged[person_id]
    return person_id
