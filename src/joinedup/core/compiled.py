"""How is compiled code kept from run to run, and made anew when any file it was made from changes?

Numba renews what it keeps of a function when the function's own file changes, and does not see that a function it
calls, in another file, has. All compiled functions of a folder therefore share one stamp.
"""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from numba import njit


def compiler(folder: Path, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A decorator that compiles a function when it is first called; it runs without holding up other threads.

    Parameters
    ----------
    folder : of the modules whose compiled functions call each other.
    options : of `numba.njit`.
    """
    stamp = blake2b(b"".join(path.read_bytes() for path in sorted(folder.glob("*.py"))), digest_size=8).hexdigest()

    def compiled(function: Callable[..., Any]) -> Any:
        dispatcher = njit(cache=True, nogil=True, **options)(function)
        dispatcher._cache._cache_file._source_stamp = stamp  # Numba has no public way to say what else it depends on
        return dispatcher

    return compiled
