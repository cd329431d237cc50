"""What is a step of the job given to work with?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from joinedup.core.engine import Engine
from joinedup.core.interop import Place

Tell = Callable[[str], None]


def silent(words: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Work:
    """One step's surroundings.

    Parameters
    ----------
    place : the place file, read and checked.
    finished : folder of the steps already done: `finished / "link" / "person.parquet"`.
    into : the empty folder this step fills; it is moved to `finished / step` when the step succeeds.
    engine : a fresh session of the engine.
    seed : the seed of everything random in the step.
    tell : called with a few words at each stage of the work, for progress.
    """

    place: Place
    finished: Path
    into: Path
    engine: Engine
    seed: int
    tell: Tell = field(default=silent)
