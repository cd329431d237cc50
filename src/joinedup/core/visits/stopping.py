"""When is a search done? By the clock, by moves, by computing, or when somebody says so."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """When to stop.

    Parameters
    ----------
    seconds : by the clock, compiling not counted.
    moves : instead, about so many changes a start, each visit put back counted: the answer then never varies.
    is_asked : says when somebody asked to stop; the best so far is the answer.
    processor_seconds : instead, so much computing a start, however busy the machine is: for comparing methods.
    """

    seconds: float | None = 60.0
    moves: int | None = None
    is_asked: Callable[[], bool] = bool
    processor_seconds: float | None = None


@dataclass(frozen=True)
class Clock:
    """How much of a search is done."""

    stop: Stop
    began: float

    def share_done(self, moves: int) -> float:
        """0–1."""
        if self.stop.is_asked():
            return 1.0
        if self.stop.moves is not None:
            return moves / self.stop.moves if moves < self.stop.moves else 1.0
        if self.stop.processor_seconds is not None:
            return (time.thread_time() - self.began) / self.stop.processor_seconds
        return (time.perf_counter() - self.began) / max(self.stop.seconds or 0.0, 1e-9)
