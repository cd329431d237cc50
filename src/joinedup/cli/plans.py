"""`joinedup plans`: which combined package should each person most at risk be offered?"""

from joinedup.cli import app
from joinedup.cli.options import Memory, PlaceFile, RunFolder


@app.command()
def plans(place: PlaceFile, out: RunFolder, memory_gigabytes: Memory = 4) -> None:
    """Propose a package of care, support and advice for everybody above the place's thresholds."""
    from joinedup.cli.step import bring_up_to_date

    bring_up_to_date(place, out, "plans", memory_gigabytes)
