"""How do an agency's files become packages of care: which steps, in which order, and which can be left as they are?"""

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from joinedup.core.engine import Engine, check_can_replace, new_directory
from joinedup.core.errors import CannotProceed
from joinedup.core.interop import Place, read_place
from joinedup.job import check, fingerprint, link, memory, plans, record, risk
from joinedup.job.record import Count, RunRecord, StepRecord
from joinedup.job.work import Tell, Work, silent

STEPS: dict[str, Callable[[Work], dict[str, Count]]] = {
    "check": check.run,
    "link": link.run,
    "risk": risk.run,
    "plans": plans.run,
}


RECORD = "run.json"


class AnotherRunIsGoing(CannotProceed):
    """Two runs may not write one folder at once."""


class DiskFull(CannotProceed):
    """There was no room for a result."""


def run_steps(
    place_path: Path,
    out: Path,
    *,
    steps: Sequence[str] = tuple(STEPS),
    memory_gigabytes: float = 4,
    tell: Tell = silent,
) -> RunRecord:
    """Bring the steps asked for, and those they build on, up to date.

    A step whose inputs, software and written files are unchanged is left alone. Each step writes a folder of its own
    that appears only when it is whole, so a run that is cut off goes on at the step it was in.

    Parameters
    ----------
    place_path : the place file, see docs/reference/place-file.md.
    out : folder of the run; one subfolder a step, and `run.json`.
    steps : names of steps, of `check`, `link`, `risk`, `plans`.
    memory_gigabytes : most memory the engine may hold before it spills to disk.
    tell : called with a few words at each stage.

    Returns
    -------
    RunRecord
        Counts, seconds and peak memory of every step finished so far.

    Raises
    ------
    CannotProceed
        The place file, a file it names or the disk does not allow the work, or the folder holds what no run wrote and
        would be lost; earlier results are untouched.
    """
    last = max(list(STEPS).index(step) for step in steps)
    place = read_place(place_path)
    with _only_run(out):
        run = RunRecord(place.name, str(place.as_at), place.seed, place.is_invented, {}, record.read(out / RECORD))
        _begin(run, out)
        made_from = fingerprint.of_values(fingerprint.of_software(), place.seed)
        for step in list(STEPS)[: last + 1]:
            made_from = fingerprint.of_values(made_from, _inputs(step, place))
            if run.is_current(step, made_from, out / step):
                tell(f"{step}: nothing has changed since the last run")
                continue
            run.steps = {name: run.steps[name] for name in list(STEPS)[: list(STEPS).index(step)]}
            run.steps[step] = _do(step, place, out, made_from, memory_gigabytes, tell)
            record.write(run, out / RECORD)
    return run


def _begin(run: RunRecord, out: Path) -> None:
    """Refuse a folder in which a step would take the place of what no run wrote; the record tells a run's folder."""
    if not (out / RECORD).exists():
        for step in STEPS:
            check_can_replace(out / step)
        record.write(run, out / RECORD)


def _inputs(step: str, place: Place) -> Any:
    written = place.model_dump(mode="json")
    if step == "check":
        sent = [fingerprint.of_file(place.path_of(file)) for file in place.files]
        return [written["as_at"], written["organisations"], written["files"], written["most_rejected_share"], sent]
    if step == "link":
        tables = [fingerprint.of_file(place.areas_path), fingerprint.of_file(place.postcodes_path)]
        decisions = place.decisions_path and fingerprint.of_file(place.decisions_path)
        return [written["neighbourhoods"], written["is_invented"], tables, decisions]
    if step == "risk":
        return [written["thresholds"], written["risk"], written["is_invented"]]
    seen_before = {
        *("file", "as_at", "organisations", "files", "neighbourhoods", "thresholds", "risk", "most_rejected_share")
    }
    rest = {name: value for name, value in written.items() if name not in seen_before and not name.endswith("_path")}
    decided = place.package_decisions_path and fingerprint.of_file(place.package_decisions_path)
    directory = place.directory_path and fingerprint.of_file(place.directory_path)
    return [rest, fingerprint.of_file(place.services_path), directory, decided]


def _do(step: str, place: Place, out: Path, made_from: str, memory_gigabytes: float, tell: Tell) -> StepRecord:
    tell(f"{step}: begins")
    memory.start_counting()
    began, began_cpu = time.perf_counter(), _cpu_seconds()
    with (
        _room_on_disk(out),
        new_directory(out / step, is_earlier=lambda _: True) as into,
        TemporaryDirectory(dir=out, prefix="spill-") as spill,
        Engine(memory_gigabytes=memory_gigabytes, spill_directory=Path(spill)) as engine,
    ):
        counts = STEPS[step](Work(place, out, into, engine, place.seed, lambda words: tell(f"{step}: {words}")))
    return StepRecord(
        fingerprint=made_from,
        files=fingerprint.of_folder(out / step),
        counts=counts,
        seconds=round(time.perf_counter() - began, 1),
        cpu_seconds=round(_cpu_seconds() - began_cpu, 1),
        peak_memory_megabytes=memory.peak_megabytes(),
    )


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@contextmanager
def _only_run(out: Path) -> Iterator[None]:
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise AnotherRunIsGoing(f"Another run is writing {out}", expected="that it ends first") from busy
        for left in out.glob("spill-*"):  # by a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        yield


@contextmanager
def _room_on_disk(out: Path) -> Iterator[None]:
    try:
        yield
    except Exception as problem:
        full = isinstance(problem, OSError) and problem.errno == errno.ENOSPC
        if full or "No space left" in str(problem):
            free_megabytes = shutil.disk_usage(out).free // 1_000_000
            raise DiskFull(
                f"The disk of {out} is full ({free_megabytes} MB free); earlier results are untouched",
                expected="room for about three times the size of the extracts",
            ) from problem
        raise
