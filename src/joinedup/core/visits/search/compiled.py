"""How is compiled code kept from run to run, and made anew when any file of the search changes?

Numba renews what it keeps of a function when the function's own file changes, and does not see that a function it
calls, in another file, has. All of the search therefore shares one stamp.
"""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from numba import njit

STAMP = blake2b(
    b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))), digest_size=8
).hexdigest()


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function of the search when it is first called; it runs without holding up other threads."""
    dispatcher = njit(cache=True, nogil=True, error_model="numpy")(function)
    dispatcher._cache._cache_file._source_stamp = STAMP  # Numba has no public way to say what else it depends on
    return dispatcher
