"""How is a feed to be judged: what is held against what, how much of it is read, and where does it stop?"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class GateParameters:
    """How the gate works.

    Parameters
    ----------
    version : "3.0" or "1.0"; "" asks the feed's base address, as the national validator does.
    is_as_published : judge with the faults of the published OpenAPI document, and by status, shape and paging only.
    ids : read every entry by itself, or `sample_size` drawn by `seed`, with three pages of each list.
    most_pages, most_items : of one list; a feed with more is not read to its end, and that is an error.
    most_bytes : of all answers together.
    slow_seconds : a mean above this is noted.
    is_over_http : headers, filters and unknown ids are tested; a document in a file has none.
    """

    version: str = ""
    is_as_published: bool = False
    ids: Literal["all", "sampled"] = "all"
    sample_size: int = 10
    seed: int = 0
    most_pages: int = 2_000
    most_items: int = 100_000
    most_bytes: int = 500_000_000
    slow_seconds: float = 5.0
    is_over_http: bool = True
