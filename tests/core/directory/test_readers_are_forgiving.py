"""Whatever a document holds, the readers of both standards and of sheets end, and tell what they could not read."""

import json
import random

import pytest

from joinedup.core.directory.standards import csv_reading, csv_rows, hsds_uk, hsds_uk_reading, oruk, oruk_reading
from joinedup.core.errors import CannotProceed
from tests.core.directory.small import SMALL

ANYTHING = (
    *(None, True, 0, -1, 1.5, 10**400, "", "x", "MO", "2026-02-30", "\x00", "\ud800"),
    *([], [None], [[]], {}, {"id": 7}, [{"id": []}], [{"id": "x", "name": {}}]),
)
OLD = {
    "services": [oruk.service(one, SMALL) for one in SMALL.services.values()],
    "taxonomies": [oruk.taxonomy(one, SMALL) for one in SMALL.taxonomy_terms.values()],
    "organizations": [oruk.organisation(one) for one in SMALL.organisations.values()],
}
NEW = hsds_uk.whole(SMALL) | {"services": [hsds_uk.service(one, SMALL) for one in SMALL.services.values()]}


@pytest.mark.parametrize(("reader", "document"), [(hsds_uk_reading, NEW), (oruk_reading, OLD)], ids=["3.0", "1.0"])
@pytest.mark.parametrize("seed", range(8))
def test_any_value_anywhere_is_read_or_told(reader, document, seed):
    chance = random.Random(seed)
    for _ in range(250):
        copy = json.loads(json.dumps(document))
        for _ in range(chance.randint(1, 3)):
            put_somewhere(copy, chance)
        reading = reader.read(copy, "there")
        reading.directory().check_references()
        assert all(problem.reason for problem in reading.unreadable)


def put_somewhere(value, chance) -> None:
    while isinstance(value, dict | list) and value:
        place = chance.choice(sorted(value) if isinstance(value, dict) else range(len(value)))
        if not isinstance(value[place], dict | list) or chance.random() < 0.15:
            value[place] = chance.choice(ANYTHING)
            return
        value = value[place]


@pytest.mark.parametrize("seed", range(8))
def test_any_sheet_is_read_or_told(seed):
    chance = random.Random(seed)
    sheet = csv_rows.heading() + "".join(csv_rows.lines(SMALL))
    for _ in range(100):
        letters = list(sheet)
        for _ in range(chance.randint(1, 20)):
            letters[chance.randrange(len(letters))] = chance.choice('",;\n\x00=7é')
        try:
            csv_reading.read("".join(letters), "there").directory().check_references()
        except CannotProceed as problem:
            assert str(problem)
