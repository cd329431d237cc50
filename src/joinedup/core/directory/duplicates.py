"""Which entries are one service twice? By the person index's methods: blocks, levels of likeness, weights of evidence.

Every level has `m`, how often two entries of one service fall in it, and `u`, how often entries of two services do; the
weight is log2(m / u), and weights add up (Fellegi and Sunter 1969, doi:10.1080/01621459.1969.10501049). Two services of
one organisation share telephone, site and often rooms, so `u` is another one there. All m and u are our assumptions,
set by hand on invented entries: there are no judged pairs of real services to learn from. Staff decide about each pair.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from joinedup.core.directory.entries import Directory
from joinedup.core.directory.services import Service
from joinedup.core.engine import Engine

PRIOR_BITS = -9.0  # two entries that share a block are one service in one of 500 cases
LARGEST_BLOCK = 40  # entries; what more share, such as a council's switchboard, tells nothing
LIKELY = 0.5
COMMON = frozenset(["the", "and", "of", "for", "in", "at", "a", "to", "service", "services", "group", "ltd", "cic"])
WORD = re.compile(r"[^\W_]+")

# How many words of one name have none like them in the other: two branches of one organisation name different towns
UNLIKE = (
    "len(list_filter({one}.words, lambda word: len(list_filter({other}.words, lambda its:"
    " jaro_winkler_similarity(word, its) >= 0.9)) = 0))"
)
UNLIKE_L, UNLIKE_R = UNLIKE.format(one="l", other="r"), UNLIKE.format(one="r", other="l")

# What is compared: (SQL, words, m, u where the organisations differ, u where it is one)
Level = tuple[str, str, float, float, float]
LEVELS: dict[str, tuple[str, list[Level]]] = {
    "name": (
        "false",
        [
            ("l.name = r.name", "the same name", 0.50, 0.0008, 0.004),
            (
                f"l.numbers = r.numbers and {UNLIKE_L} = 0 and {UNLIKE_R} = 0",
                "nearly the same name",
                0.25,
                0.0008,
                0.01,
            ),
            # one name with something added: the same elsewhere, or a branch of the same organisation
            (
                f"l.numbers = r.numbers and least({UNLIKE_L}, {UNLIKE_R}) = 0"
                " and least(len(l.words), len(r.words)) >= 0.6 * greatest(len(l.words), len(r.words))",
                "one name with something added",
                0.15,
                0.005,
                0.15,
            ),
            ("true", "", 0.10, 0.9934, 0.836),
        ],
    ),
    "organisation": (
        "false",
        [
            ("l.organisation = r.organisation", "the same organisation", 0.75, 0.01, 1.0),
            (
                "jaro_winkler_similarity(l.organisation, r.organisation) >= 0.92",
                "nearly the same organisation",
                0.15,
                0.003,
                1.0,
            ),
            ("true", "", 0.10, 0.987, 1.0),
        ],
    ),
    "telephone": (
        "len(l.phones) = 0 or len(r.phones) = 0",
        [
            ("list_has_any(l.phones, r.phones)", "the same telephone number", 0.75, 0.01, 0.7),
            ("true", "", 0.25, 0.99, 0.3),
        ],
    ),
    "place": (
        "len(l.postcodes) = 0 or len(r.postcodes) = 0",
        [
            ("list_has_any(l.postcodes, r.postcodes)", "the same postcode", 0.75, 0.02, 0.4),
            ("true", "", 0.25, 0.98, 0.6),
        ],
    ),
    "web": (
        "l.url = '' or r.url = ''",
        [
            ("l.url = r.url", "the same web page", 0.5, 0.002, 0.25),
            ("l.host = r.host", "the same web site", 0.3, 0.02, 0.7),
            ("true", "", 0.2, 0.978, 0.05),
        ],
    ),
}

BLOCKS = """
create or replace temp table directory_key as
    select id, 'p' || unnest(phones) as key from directory_entry
    union select id, 'c' || unnest(postcodes) from directory_entry
    union select id, 'u' || url from directory_entry where url <> ''
    union select id, 'n' || name from directory_entry
    union select id, 'w' || unnest(words) from directory_entry"""

PAIRS = """
with block as (select key from directory_key group by key having count(*) between 2 and $largest),
pair as (
    select distinct one.id as first_id, other.id as second_id
    from block join directory_key as one using (key) join directory_key as other using (key)
    where one.id < other.id
)
select first_id, second_id, {columns}
from pair join directory_entry as l on l.id = first_id join directory_entry as r on r.id = second_id"""


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one service.

    Parameters
    ----------
    probability : that they are, 0–1, by the assumptions above.
    reasons : what speaks for it, in words.
    """

    first_id: str
    second_id: str
    probability: float
    reasons: tuple[str, ...]


def duplicates(directory: Directory, engine: Engine, *, at_least: float = LIKELY) -> tuple[Pair, ...]:
    """Pairs of services that are likely one, the likeliest first.

    Parameters
    ----------
    at_least : probability, 0–1, from which a pair is told.
    """
    if len(directory.services) < 2:
        return ()
    engine.register("directory_entry", entries(directory))
    engine.execute(BLOCKS)
    columns = ", ".join(f"{level_sql(name)} as {name}" for name in LEVELS)
    rows = engine.table(PAIRS.format(columns=columns), largest=LARGEST_BLOCK).to_pylist()
    engine.forget("directory_entry")
    found = [judge(row) for row in rows]
    return tuple(sorted((pair for pair in found if pair.probability >= at_least), key=lambda pair: -pair.probability))


def level_sql(name: str) -> str:
    """The level two entries fall in, by number; -1 where there is nothing to compare."""
    unknown, levels = LEVELS[name]
    cases = " ".join(f"when {sql} then {number}" for number, (sql, *_) in enumerate(levels))
    return f"case when {unknown} then -1 {cases} end"


def judge(row: dict[str, object]) -> Pair:
    """A pair with how likely it is one service, and why."""
    is_one_organisation = row["organisation"] == 0
    bits, reasons = PRIOR_BITS, []
    for name, (_, levels) in LEVELS.items():
        level = int(str(row[name]))
        if level < 0:
            continue
        _, words, m, apart, together = levels[level]
        # of the organisation itself the weight is what two different organisations say
        u = together if is_one_organisation and name != "organisation" else apart
        bits += math.log2(m / u)
        reasons.extend([words] if words else [])
    return Pair(str(row["first_id"]), str(row["second_id"]), 1 / (1 + 2**-bits), tuple(reasons))


def entries(directory: Directory) -> pa.Table:
    """One row per service: id, name, words, numbers, organisation, phones, postcodes, url, host; as compared."""
    return pa.Table.from_pylist([compared(one, directory) for one in directory.services.values()], SCHEMA)


SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("words", pa.list_(pa.string())),
        ("numbers", pa.string()),
        ("organisation", pa.string()),
        ("phones", pa.list_(pa.string())),
        ("postcodes", pa.list_(pa.string())),
        ("url", pa.string()),
        ("host", pa.string()),
    ]
)


def compared(service: Service, directory: Directory) -> dict[str, object]:
    """What is compared of a service, written the same whoever wrote it."""
    places = [directory.locations[place.location_id] for place in directory.places_of.get(service.id, ())]
    url = re.sub(r"^https?://(www\.)?", "", service.url.lower()).rstrip("/")
    return {
        "id": service.id,
        "name": " ".join(words(service.name)),
        "words": sorted(set(words(service.name)) - COMMON),
        "numbers": " ".join(re.findall(r"\d+", service.name)),  # Class 1 and Class 2 are two, however alike
        "organisation": " ".join(words(directory.organisations[service.organisation_id].name)),
        "phones": unique(digits(phone.number) for phone in service.phones),
        "postcodes": unique("".join(place.postcode.upper().split()) for place in places),
        "url": url,
        "host": url.partition("/")[0],
    }


def words(text: str) -> list[str]:
    """
    >>> words("St. John's Lunch-Club")
    ['st', 'john', 's', 'lunch', 'club']
    """
    return WORD.findall(text.lower())


def digits(number: str) -> str:
    """A telephone number as its digits, in Britain's own form.

    >>> digits("+44 (0)1632 960001"), digits("01632-960001")
    ('01632960001', '01632960001')
    """
    kept = "".join(letter for letter in number if letter.isdigit())
    return re.sub(r"^(0044|44)0?", "0", kept) if number.strip().startswith(("+44", "0044")) else kept


def unique(values: Iterable[str]) -> list[str]:
    """Each value there is, once."""
    return sorted({value for value in values if value})
