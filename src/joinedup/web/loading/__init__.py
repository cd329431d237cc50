"""How does a finished run of the job get into the database that the pages read?"""

from datetime import datetime
from pathlib import Path


def load(run_dir: Path, place_path: Path, *, at: datetime) -> dict[str, int]:
    """Put a run in the place of the one the pages show now, all or nothing.

    Decisions, care relationships and the audit stay: they refer to people by id, and ids are stable from run to run.

    Parameters
    ----------
    run_dir : the run's folder, as `joinedup run` wrote it.
    place_path : the place file the run was made from.
    at : when it is loaded.

    Returns
    -------
    Rows loaded, by table.

    Raises
    ------
    RunIncomplete : a table the pages cannot do without is not there.
    """
    from joinedup.web.loading import run  # imported late: models exist only once Django is set up

    return run.load(run_dir, place_path, at=at)


def work_a_month(*, seed: int, at: datetime) -> dict[str, int]:
    """Have the teams of an invented place do a month of work before a moment, unless anybody did anything there yet.

    Parameters
    ----------
    seed : the same seed gives the same month before the same day.

    Returns
    -------
    How many there are of what people do, by table; empty where nothing was done.
    """
    from joinedup.web.loading.team_work import month  # imported late, too

    return month.load(seed=seed, at=at)
