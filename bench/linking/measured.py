"""What does one piece of work cost, in a process of its own?"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = (
    "import json, sys; from linking import works; print(json.dumps(works.run(sys.argv[1], json.loads(sys.argv[2]))))"
)
BENCH = str(Path(__file__).parents[1])


@dataclass(frozen=True)
class Measured:
    """Processor and wall seconds and peak memory of a process, and what it answered.

    Of work that says what it had spent before it judged its answer, only that counts.
    """

    cpu_seconds: float
    seconds: float
    megabytes: float
    answer: dict[str, Any]


def measured(work: str, **options: Any) -> Measured:
    """Run `linking.works.<work>(**options)` in a process of its own and wait for it."""
    began = os.times().elapsed
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, work, json.dumps(options, default=str)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([BENCH, os.environ.get("PYTHONPATH", "")])},
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{work} failed")
    answer = json.loads(said.strip().splitlines()[-1])
    cpu_seconds = answer.pop("cpu_seconds", used.ru_utime + used.ru_stime)
    megabytes = answer.pop("megabytes", used.ru_maxrss / 1024)
    return Measured(cpu_seconds, os.times().elapsed - began, megabytes, answer)
