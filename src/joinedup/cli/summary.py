"""What did a run find, in words and figures a person can read?"""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from joinedup.core.units import pounds
from joinedup.job.record import Count, RunRecord

LINES = (
    ("check", "rows", "rows sent by agencies"),
    ("check", "rejected", "rows rejected, listed in check/rejects.csv"),
    ("link", "records", "records of people in the registers, which belong to"),
    ("link", "people", "people:"),
    ("link", "joined_by_nhs_number", "records joined by an NHS number and agreeing names or birth date"),
    ("link", "joined_by_demographics", "by names, birth date and address that leave no doubt"),
    ("link", "joined_by_splink", "by the weight of the evidence (Splink)"),
    ("link", "review_pairs", "pairs of people worth a human look: link/quality.md says how right the links are"),
    ("link", "quality_alarms", "alarms about what has changed since the run before"),
    ("link", "households", "households"),
    ("risk", "people", "people scored: alive and not opted out"),
    ("risk", "people_above_threshold", "most at risk: above a threshold of the place"),
    ("plans", "packages", "packages proposed"),
    ("plans", "items", "offers in them"),
    ("plans", "cost_pence", "cost of the packages in a year"),
)


def show(run: RunRecord, out: Path) -> None:
    """Print the counts of a run, and where the time and memory went."""
    console = Console(highlight=False, soft_wrap=True)
    counts = Table(title=f"{run.place} as at {run.as_at}", title_justify="left", show_header=False, box=None)
    counts.add_column(justify="right", style="bold")
    counts.add_column()
    for step, name, words in LINES:
        if step in run.steps and name in run.steps[step].counts:
            counts.add_row(_written(name, run.steps[step].counts[name]), words)
    console.print(counts)
    console.print(_where_the_time_went(run))
    if run.is_invented:
        console.print("These people are invented: the figures show that the machinery works, not how well it predicts.")
    console.print(f"Tables, scores and packages: {out}")


def _written(name: str, count: Count) -> str:
    if name.endswith("_pence"):
        return pounds(int(count))
    return f"{count:,}" if isinstance(count, int | float) else count


def _where_the_time_went(run: RunRecord) -> Table:
    times = Table(title="Where the time went", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for heading in ("step", "seconds", "processor seconds", "peak memory, MB"):
        times.add_column(heading, justify="left" if heading == "step" else "right")
    for name, step in run.steps.items():
        times.add_row(name, f"{step.seconds:,.1f}", f"{step.cpu_seconds:,.1f}", f"{step.peak_memory_megabytes:,}")
    return times
