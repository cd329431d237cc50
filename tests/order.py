"""In which order do the files run, so that nothing is compiled twice and no worker waits for another at the end?

Within a stage the order stays random. A file that is in no stage comes last.
"""

import pytest

STAGES = (
    ("core/visits/test_files.py", "core/plans/optimiser/"),  # compile what the others find compiled: one a worker
    ("core/people/", "core/risk/", "evidence/"),  # long, and nothing of what is being compiled
    ("docs/", "journeys/", "core/", "web/governance/", "web/care/", "web/config/"),
)


def stage(item: pytest.Item) -> int:
    """When the file of a test comes."""
    place = item.nodeid.removeprefix("tests/")
    return next((number for number, places in enumerate(STAGES) if place.startswith(places)), len(STAGES))
