"""The first step of the job: agencies' files in, checked rows, rejects and a report out."""

from joinedup.core import interop
from joinedup.job.work import Work


def run(work: Work) -> dict[str, int | float | str]:
    """Check every file of the place into `work.into`; returns counts for the run's record.

    Raises
    ------
    CannotProceed : a file cannot be used at all.
    """
    reports = interop.check(work.place, work.engine, work.into, work.tell)
    return {
        "files": len(reports),
        "rows": sum(report.rows for report in reports),
        "register_rows": sum(report.rows for report in reports if report.kind == "register"),
        "event_rows": sum(report.rows for report in reports if report.kind != "register"),
        "kept": sum(report.kept for report in reports),
        "rejected": sum(report.rejected for report in reports),
        "warnings": sum(len(report.warnings) for report in reports),
    }
