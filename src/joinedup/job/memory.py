"""How much memory did this process hold at most, since it was last asked to start counting?"""

import resource
import sys
from pathlib import Path

CLEAR, STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")


def start_counting() -> None:
    """Begin a new peak, where the system can (Linux); elsewhere the peak is that of the whole process."""
    try:
        CLEAR.write_text("5")
    except OSError:
        return


def peak_megabytes() -> int:
    """Highest resident memory since `start_counting`, in megabytes.

    Examples
    --------
    >>> peak_megabytes() > 1
    True
    """
    if STATUS.exists():
        lines = dict(line.split(":", 1) for line in STATUS.read_text().splitlines() if ":" in line)
        return int(lines["VmHWM"].split()[0]) // 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024  # macOS reports bytes, others kilobytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
